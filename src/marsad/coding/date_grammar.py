"""The grammar of dates: which words together tell a time. What they mean in days is `dates.py`'s matter."""

from __future__ import annotations

from functools import cache
from itertools import chain

from marsad.coding.phrase_grammar import PhraseGrammar
from marsad.coding.quantities import number_words
from marsad.coding.time_words import TimeWords, time_words

_PARTS = {
    "TO": "{=to|until|till|til|through|thru|into|and|&|/} | {hyphen} | {dash}",
    # ---- days of a calendar
    "DAY": "{day} | {day_th}",
    "MONTH": "{month_short} {=.}? | {month}",
    "OF_YEAR": "(?: {=,}? {hyphen}? {=of}? {year} )",
    "DAY_MONTH": "{=the}? (?: <DAY> | {ordinal} (?={=of}) ) {=of}? {hyphen}? <MONTH> <OF_YEAR>?",
    "MONTH_DAY": """
          <MONTH> {=the}? <DAY> (?!{day}) {=,}? {year}
        | <MONTH> {=the}? {day_th}
        | (?<!{=in}) <MONTH> {=the}? {day}
        | <MONTH> {day} (?={closing}|$)
        | <MONTH> {hyphen} {day} {hyphen} {year}""",
    "DAY_OF_THIS": "{=the}? <DAY> {=of} {=the}? {=this|last|next|same|current|previous|past} {=month}",
    "CALENDAR": "<DAY_MONTH> | <MONTH_DAY> | <DAY_OF_THIS> | {full_date}",
    "IN_BRACKETS": "(?: {=(|[} <CALENDAR> {=)|]} | {=,}? <CALENDAR> )",
    # ---- hours and parts of a day
    "ZONE": "(?: {=(} {=local} {=time} {=)} | {zone} {=time}? )",
    "CLOCK": """
          (?: {clock} {=am|pm|a.m.|p.m.}? | {clock_12} | (?:{hour}|{decimal}) {=am|pm|a.m.|p.m.} | {hour}
            {=o} {='|’} {=clock} | {four_digits} (?:{=hours|hrs|h}|(?={zone})) | {four_digits_h} | {hour}
            (?={=in} {=the} {part}) ) {=hours|hrs|h}? <ZONE>? (?: {=(} (?:{clock}|{four_digits})
            <ZONE>? {=)} )? (?: {=in|at} {=the}? {part} )?""",
    "PART": """
          {=early|late|mid|pre|before|after|past|earlier|later}? {hyphen}? {part}
            {=hours|hour|time|prayers|prayer|twilight}?
        | {=early|small|late|wee|first|initial|final} {part}? {=hours} (?: {=of|in} {=the}?
            {=day|night|morning|dawn} )?""",
    "TIME": "<PART> | <CLOCK>",
    "TIME_AFTER": """
          (?: {=,}? {=shortly|just}? {=at|in|by|around|about|approximately|on|during|before|after|past}{0,2}
            {=the|approximately|about|around|exactly}? <TIME> | {=overnight} )""",
    "TIME_BEFORE": """
          {=in|at|on|by|around|about|shortly|during|throughout}{0,2} {=the}? {=late}? (?: <TIME> |
            {=early|late|earlier|later|overnight} ) {=,}? {=on|of|at|from|between}{0,2} {=the}?""",
    "NIGHT": """
          (?: (?: {=overnight} | {=in|on|during|throughout|over}? {=the}? {=night} )
            {=from|of|on|,|the|between}{0,2} )?""",
    # ---- days as they are named
    "WEEKDAY": """
          (?: {=the|this|that|last|next|past|coming|previous|following|same|upcoming|preceding} ){0,2}
            {weekday} {possessive}? (?: {=of}? {=last|this|next|the} {=past|previous|same|following}?
            {=week} | {=last} (?!{unit}|{month}) )?
        | {=last|next|this} {=week} {possessive}? {=on}? {weekday}""",
    "NAMED": """
          {=yesterday|today|tomorrow} {possessive}?
        | {=the}? {=day|night} {=before} {=yesterday}
        | {=the}? {=day} {=after} {=tomorrow}
        | {=the} {=night} {=before} {=last}
        | {=tonight} {possessive}?
        | {=last} {=night|evening} {possessive}?
        | {=this} {=early|late|past}? {part}
        | {=this} {=same|very}? {=day}""",
    "APPOSED": """
          (?: {=,}? {=(|[} <WEEKDAY> {=,}? <CALENDAR>? {=)|]} | {=,} <WEEKDAY>
            <IN_BRACKETS>? )""",
    "REFERENCE": """
          <WEEKDAY> (?: <IN_BRACKETS> | {=the}? {day_th} (?={closing}|$) )?
        | {weekday_short} {=.}? {=,}? <CALENDAR>
        | <CALENDAR>
        | <NAMED> (?: <APPOSED> | <IN_BRACKETS> )?""",
    "DATED": """
          <TIME_BEFORE>? {=a|the}? <REFERENCE> <TIME_AFTER>? <IN_BRACKETS>?
            <TIME_AFTER>? (?: {=(} (?:{clock}|{four_digits}) <ZONE> {=)} )?""",
    "BARE_DAY": "(?: {weekday} {=,}? {=the}? )? <DAY>",
    # ---- months, years and parts of them
    "MONTHS": "(?: {=last|this|next|past} )? <MONTH> (?!{day_only}) (?: {=,}? {=of}? {year} )?",
    "SPAN": """
          (?: {=this}? {=past} | {=this|last|next|the|previous|current|coming|following|same} )
            {=calendar|fiscal}? {=week|weekend|month|year|decade|century|season}""",
    "SEASON": "{=last|this|next|the|past|coming}? {season} (?: {=of|in} )? {year}?",
    "PERIOD": "<MONTHS> | {=the}? {=year}? {year} | {=the}? {decade} | <SPAN>",
    "SLICE": """
          {=the}? {=very}? {slice} {number}? {=half|quarter|week|weeks|days|part|months}? {=of|in}""",
    # ---- distances
    "UNIT": "{unit}",
    "ROUGHLY": """
          (?: {=about|around|nearly|almost|over|some|approximately|roughly|just|under|only|a|mere|well}
            | {=more|less|fewer} {=than} | {=at} {=least|most} | {=up} {=to} ){0,3}""",
    "COUNT": """
          {=a|an|one}
        | {=a}? {vague} {=of|more|other}?
        | {=half} {=an|a}
        | {number} (?: {hyphen} {number} )? (?: (?:{=to|or|and}|{hyphen}) {number} )? {=and}? {=a}? {=half}?
            {=more|other|full|whole}?""",
    "DISTANCE": "<ROUGHLY> <COUNT> {hyphen}? <UNIT> (?: {=and} {=a} {=half} )?",
}

_RULES = {
    # ---- names and ages, which are no dates
    "name": """
          {=the|a}? (?: <CALENDAR> | <DAY>? <MONTH> ) {name_word}
        | {weekday} {paper}
        | {=the} {=daily} {paper}
        | {today_title} {=today}""",
    "age": """
          {=a|an|the}? {number} {hyphen}? {=year|years|month|months|day|days|week|weeks} {hyphen}?
            ({=old|olds}|{=of} {=age})
        | {=aged|age} {number} (?: {=and|to} {number} )?""",
    # ---- several days named together; two dates joined ("from Monday to 5 March") are joined in dates.py
    "days": """
          <NIGHT> {=from|between}? {=the}? (?P<from_day> <BARE_DAY> (?: {=,} <DAY> )* ) {=,}?
            <TO> {=the}? (?P<to_date> (?: {weekday} {=,}? )? <DAY_MONTH> )
        | <NIGHT> {=from|between}? (?P<pair_in> {day_pair} {=of}? <MONTH> <OF_YEAR>?
            | <MONTH> {day_pair} <OF_YEAR>? )
        | <NIGHT> {=from|between}? (?P<from_date> <MONTH> {=the}? <DAY> ) (?: {=to|until|till|through|/}
            | {hyphen} | {dash} ) (?P<to_day> <DAY> ) (?!{month}) (?P<to_year> <OF_YEAR> )?
        | {=from|between}? (?P<first_date> <MONTH> {=the}? <DAY> (?: {=,} <DAY> )* ) {=,}? {=and|&}
            (?P<last_day> <DAY> ) (?:(?P<last_year> <OF_YEAR>) | (?={closing}|$))""",
    "overnight_into": """
          (?: {=overnight} {=on}? | {=in|during|over}? {=the} {=night} ) {=into|to|till|until} {=the}?
          (?P<ends> <REFERENCE> )""",
    "month_range": "{=from|between}? (?P<from_month> <MONTHS> ) <TO> (?P<to_month> <MONTHS> )",
    "year_range": """
          {=from|between} (?P<from_year> {year} ) <TO> (?P<end_year> {year} )
        | (?P<years> {year} (?:{hyphen}|{dash}|{=/}) (?:{year}|{two_digits}) ) (?={closing}|$|{year_noun})
        | (?<={before_year}) (?P<these_years> {year} {=and|to} {year} )""",
    # ---- single days
    "dated": "(?P<dated> <DATED> )",
    "nth": "(?<={=on}) {=the} {day_th} (?={closing}|$) | (?<={=on}) {fraction_day} (?={closing}|$)",
    "context": """
          {=later|earlier|late|early}? {=on|in|the}{0,2} {=the|that|this|very|on}{0,2} {context} {=same|very}?
            (?: {=day} | {=early|late}? {part} ) {possessive}? <TIME_AFTER>?
        | {=in|on|the}{0,2} {=that|this|very}? {context} {=same|very}? {=week|month|year} {possessive}?
        | {=the} (?:{=day}|{part}) {=before|after|earlier|prior} (?!{=yesterday|tomorrow|last})
        | {=later|earlier|late|early} {=in|that|on} {=the|same}? (?: {=day} | {part} )
        | {=later|earlier} {=that|the} {=same}? {=week|month|year}""",
    "consecutive": """
          {=for}? {=the|a|its|their} (?:{ordinal}|{nth}|{day_th})
            {=consecutive|straight|successive|continuous} {=day|night|week|month|year}
        | {=for} {=the|a} (?:{ordinal}|{nth}|{day_th}) {=day|night|week|month|year} (?: {=in} {=a} {=row} |
            {=running} )?""",
    # ---- months, years, seasons
    "month": """
          (?<={month_cue}) {=the}? {=month}? {=of}? <MONTHS>
        | (?<={=in}) {month} (?={day_only})
        | {=early|earlier|late|later|mid} {hyphen}? {=in|of}? <MONTHS>
        | {=last|this|next|past} <MONTH> (?!{day_only})
        | <MONTH> (?: {=,}? {=of}? | {hyphen} ) {year}
        | {month_alone}
        | {=the} {=month} {=of} <MONTHS>""",
    "slice": """
          <SLICE> {=the}? (?: <PERIOD> | {=year|month|week} )
        | {=early|earlier|late|later|mid} {hyphen}? {=in|of}? (?: {=the}? {year} | <SPAN> ) (?: {=in}?
            (?P<slice_month> <MONTH>) )?""",
    "span": "(?P<span> <SPAN> ) {possessive}?",
    "season": """
          {=early|late|mid}? {hyphen}? {=last|next|this|past|coming} {season}
        | (?<={month_cue}) {=early|late|mid|the}? {season} {=of|in}? {year}
        | {season} {=of|in}? {year}""",
    "year": """
          (?<={before_year}) {year} {possessive}?
        | (?<={=a}) {year}
        | {=the} {=year} {year}
        | (?<={before_year_weakly}) {year} (?={closing}|$)
        | {year} (?={year_noun})
        | {year} {possessive}
        | {=early|late|mid} {hyphen}? {year}
        | {=the}? {=early|late|mid}? {hyphen}? {decade}""",
    # ---- hours without a day
    "time": """
          {=early|late|mid|pre} {hyphen}? {part} {=hours}?
        | {=early|small|late|wee|first} {part}? {=hours} (?: {=of|in} {=the}? {=day|night|morning|dawn|this}
            {part}? )?
        | (?: {=shortly|just|soon|immediately|well}?
            {=before|after|around|past|about|by|near|towards|toward|until|till} ) {=the}? {part}
            {=hours|prayers|prayer}?
        | {=at|during|throughout} {=the}? {part}
        | {=in|by|through|throughout|into} {=the|early|late}{1,2} {part} {=hours}?
        | {overnight}
        | {=at|around|about|approximately|by}? {=around|about|approximately|exactly|roughly}? (?P<clock>
            <CLOCK> ) (?: {=and|to|until|-} <CLOCK> )?
        | {part_alone} {=hours}?
        | {part} {=hours}""",
    # ---- distances from a day
    "ago": """
          (?P<distance> <DISTANCE> ) {=ago|back}
        | (?P<no_number> <UNIT> ) {=ago}
        | {=just}? {=now} {=long} {=ago}""",
    "shift": """
          (?P<shifted> <DISTANCE> ) (?P<way>
            {=earlier|later|before|after|afterwards|afterward|prior|previously|beforehand} ) (?!{=than})
        | (?P<shifted_unit> <UNIT> ) (?P<unit_way> {=earlier|later|afterwards|afterward|before|after} )
            (?!{=than})""",
    "coming": """
          {=during|over|in|within}? {=the} {=next|coming|following|upcoming} (?P<coming> <COUNT>?
            {hyphen}? <UNIT>)
        | {=next|coming|following|upcoming} (?P<coming_bare> <COUNT> <UNIT>)
        | (?<={=in}) {=coming} <UNIT>""",
    "over": """
          {=over|during|within|throughout|in} (?: {=the} {=course|space|span} {=of} )? (?P<over> <ROUGHLY>
            <COUNT> {hyphen}? <UNIT> ) (?!{=ago|earlier|later|before|after|old})""",
    "duration": "{=for}? (?P<lasting> <DISTANCE> ) | {=for} {=many|several|some|the}? {unit}",
    # ---- what is no single time
    "recent": """
          {=in|over|during|of}? {=the|these}? {=recent} {unit}
        | {=in|over|during}? {=the}? {=last|past} {=few|couple|several|many} {=of}? {unit_plural}
        | {=over} {=the} {unit_plural}
        | {=in} {unit_plural}
        | {recently}""",
    # ---- spans around a day
    "past": """
          (?<!{verb}) {=during|over|in|within|for|throughout}? {=at}? {=the|these|this}?
            {=last|past|previous|preceding} (?: (?P<past> <COUNT>? {hyphen}? <UNIT>) | (?P<past_more>
            <ROUGHLY> <COUNT> <UNIT> ) )""",
    "every": """
          {every} {=other|single|few|passing|two|three|four|five}? {=early|late}? (?: {unit} | {weekday} |
            {part} | {month} )
        | {weekdays}
        | {adverb}
        | {adverb_behind} (?={closing}|$)
        | {=once|twice|times} {=a|an|per|every|each} {unit}
        | {=per} {unit}
        | {=day|night|week|month|year} {=after|by} {=day|night|week|month|year}
        | {=at|by|during|in} {=the}? {=nights|days|evenings|mornings}""",
    "since": """
          {=since} {=the|its|their} {=very}? {beginning} (?!{=of} {=the|this|last}?
            (?:{year}|{month}|{=day|week|month|year})) {=of}?
        | {=since} {=then|that} {=time|day|date}?
        | {=ever} {=since}""",
    "feast": """
          <FIXED_FEASTS> {year}?
        | (?<={before_feast}) {=the|holy|month|of|first|second|third|last|day|night|days|blessed|fasting}*
            <MOVING_FEASTS> {=holiday|celebrations|prayers|festival}?""",
}


_AS_WRITTEN = frozenset({"month", "month_short", "paper", "today_title", "part_alone", "adverb", "adverb_behind"})


def _form(word: str) -> str:
    return "".join(f"{{={piece}}}" for piece in word.replace("'s", " 's").split())


@cache
def date_grammar() -> PhraseGrammar:
    """The grammar of dates over the words of `time.toml`."""
    words = time_words()
    parts = _PARTS | {
        "FIXED_FEASTS": "|".join(map(_form, sorted(words.feasts.fixed, key=len, reverse=True))),
        "MOVING_FEASTS": "|".join(_form(feast).replace("}{", "}{hyphen}?{") for feast in words.feasts.moving),
    }
    return PhraseGrammar(
        _classes(words), _SHAPES, {name: f"(?:{part})" for name, part in parts.items()}, _RULES,
        cased=_AS_WRITTEN,
    )  # fmt: skip


def _classes(words: TimeWords) -> dict[str, list[str]]:
    units = words.unit_of()
    return {
        "month": words.month_forms(short=False),
        "month_short": words.month_forms(short=True),
        "month_alone": words.months.alone,
        "weekday": words.weekdays.names,
        "weekdays": words.weekdays.plural,
        "weekday_short": list(chain(*words.weekdays.short)),
        "unit": list(units),
        "unit_plural": [word for word in units if word.endswith("s")],
        "part": list(words.part_of_day()),
        "part_alone": words.parts_of_day.alone_as_written,
        "overnight": ["overnight"],
        "context": [
            "following",
            "next",
            "previous",
            "same",
            "preceding",
            "prior",
            "that",
            "ensuing",
            "subsequent",
        ],
        "verb": ["to", "will", "would", "could", "can", "may", "might", "should", "must"],
        "slice": [
            "beginning",
            "start",
            "middle",
            "end",
            "first",
            "second",
            "third",
            "fourth",
            "last",
            "early",
            "late",
            "final",
            "opening",
            "closing",
        ],
        "zone": words.parts_of_day.time_zones,
        "ordinal": words.ordinals.names,
        "vague": [*words.vague_numbers, "many"],
        "number": number_words(),
        "season": words.seasons.names,
        "before_year": words.years.before,
        "before_year_weakly": words.years.before_weakly,
        "year_noun": words.years.after,
        "month_cue": words.cues.month,
        "closing": words.cues.closing,
        "name_word": words.names.after_date,
        "paper": words.names.after_weekday_as_written,
        "today_title": words.names.before_today_as_written,
        "every": words.habits.every,
        "adverb": words.habits.adverbs,
        "adverb_behind": words.habits.adverbs_behind,
        "recently": words.habits.recently,
        "beginning": words.habits.beginnings,
        "before_feast": words.feasts.before,
        "hyphen": ["-", "‐", "‑", "–", "—"],
        "possessive": ["'s", "’s", "`s"],
    }


_SHAPES = [
    (r"0?[1-9]|1[0-2]", ["day", "day_only", "number", "hour", "two_digits"]),
    (r"1[3-9]|2[0-3]", ["day", "day_only", "number", "hour", "two_digits"]),
    (r"2[4-9]|3[01]", ["day", "day_only", "number", "two_digits"]),
    (r"(?:19|20)[0-5]\d", ["year", "number", "four_digits"]),
    (r"(?:19|20)\d\d|2100", ["year", "number"]),
    (r"0\d[0-5]\d", ["clock"]),
    (r"1\d[0-5]\d|2[0-3][0-5]\d", ["four_digits", "number"]),
    (r"(?:19|20)\d0s", ["decade"]),
    (r"\d\d", ["number", "two_digits"]),
    (r"\d{1,6}|\d{1,3}(?:,\d{3})+", ["number"]),
    (r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)", ["day_th"]),
    (r"\d+(?:st|nd|rd|th)", ["nth"]),
    (r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}", ["full_date"]),
    (r"\d{1,2}/\d{1,2}", ["day_pair", "fraction_day"]),
    (r"\d{1,2}[:h.]\d\d(?::\d\d)?[AaPp][Mm]|\d{1,2}[:h]\d\d(?::\d\d)?", ["clock"]),
    (r"\d{1,2}(?:[ap]m|h|hrs)", ["clock_12"]),
    (r"\d{4}(?:hrs|h|hours|z|gmt|utc)", ["four_digits_h"]),
    (r"\d{1,2}\.\d\d", ["decimal"]),
    (r"\s[-‐‑‒–—―]+", ["dash"]),
]
