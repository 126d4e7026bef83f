"""What of an account does the comparison with other accounts need?"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from marsad.actors.names import keys as name_keys
from marsad.actors.registry import ActorRegistry
from marsad.gazetteer.keys import plain, skeleton
from marsad.incidents.accounts import Account
from marsad.incidents.files import wording
from marsad.model import Casualty, Dispatch, Event, Participant, Place, When

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?][\"”’')]?\s|\n")
_ARTICLE = r"(?:[AaEe]l|[Aa][dnrstz]|[Aa]sh|[Aa]th)[-‐ ]"
_RUN = re.compile(rf"(?:{_ARTICLE})?[A-Z][\w'’]+(?:[- ](?:{_ARTICLE})?[A-Z][\w'’]+)*")
_LEAST_LETTERS = 4
_LEAST_KEY = 3
_LONGEST_PARAGRAPH = 2000
_CIVILIANS = "Civilians"


@dataclass(frozen=True, slots=True)
class ActorFeatures:
    """One participant. `keys`: the folded words of its name; `lineage`: its registry id and those of its parents;
    `kinds`: for a vague name ("gunmen"), the actor kinds that it can stand for, else empty.
    """

    role: str
    name: str
    keys: tuple[str, ...]
    lineage: tuple[str, ...]
    kind: str | None
    kinds: tuple[str, ...]

    @property
    def civilians(self) -> bool:
        """Whether these are unarmed people as such."""
        return self.kind == _CIVILIANS


@dataclass(frozen=True, slots=True)
class HarmFeatures:
    """The number of people whom one harm befell, over all groups of the event."""

    harm: str
    low: int
    best: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Features:
    """What the comparison needs of one account: light, and without the dispatch's text.

    `published`, `start` and `end` are day numbers (`date.toordinal`), None where unknown; `day_told`: the text tells
    the day, it is not the publication's. `place_key` and `within_key` are folded names, '' where there are none.
    `names` are capitalised words of the event's sentences that are neither its places nor its actors; `words` the other
    telling words; `sites` what was hit ("market"). `mentions` are the folded names around the event, of places or not.
    """

    event_id: str
    dispatch_id: str
    source: str
    published: int | None
    repost_of: str | None
    type: str
    status: str
    mutual: bool
    start: int | None
    end: int | None
    time_precision: str
    time_of_day: str | None
    day_told: bool
    place_name: str
    place_key: str
    within_name: str
    within_key: str
    latitude: float | None
    longitude: float | None
    place_precision: str | None
    resolved: bool
    gazetteer_id: str | None
    country: str | None
    admin1: str | None
    actors: tuple[ActorFeatures, ...]
    harms: tuple[HarmFeatures, ...]
    names: frozenset[str]
    words: frozenset[str]
    sites: frozenset[str]
    mentions: frozenset[str]

    @property
    def coarse(self) -> bool:
        """Whether its place is only an area: a region, a country, or where a name that no gazetteer knows lies."""
        return self.place_precision in ("region", "country", None) or self.latitude is None or not self.resolved

    def to_json(self) -> str:
        """As text, for keeping beside the event."""
        data: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        for field in _SETS:
            data[field] = sorted(data[field])
        for field in ("actors", "harms"):
            data[field] = [{name: getattr(one, name) for name in one.__slots__} for one in data[field]]
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Features:
        """From what `to_json` wrote."""
        data: dict[str, Any] = json.loads(text)
        for field in _SETS:
            data[field] = frozenset(data[field])
        actors: list[dict[str, Any]] = data["actors"]
        for actor in actors:
            actor.update((key, tuple(value)) for key, value in actor.items() if isinstance(value, list))
        data["actors"] = tuple(ActorFeatures(**actor) for actor in actors)
        data["harms"] = tuple(HarmFeatures(**harm) for harm in data["harms"])
        return cls(**data)


_SETS = ("names", "words", "sites", "mentions")


def features(account: Account) -> Features:
    """What the comparison needs of an account."""
    event, dispatch = account.event, account.dispatch
    place, time = event.place, event.time
    start, end = _days(time)
    names, words, sites = _wording(event, dispatch.text)
    actors = tuple(_actor(participant, place, dispatch.date) for participant in event.participants)
    return Features(
        event_id=event.id,
        dispatch_id=dispatch.id,
        source=dispatch.source or "",
        published=dispatch.date.toordinal() if dispatch.date else None,
        repost_of=account.repost_of,
        type=event.type,
        status=event.status,
        mutual=event.mutual,
        start=start,
        end=end,
        time_precision=time.precision,
        time_of_day=time.time_of_day,
        day_told=bool(time.evidence),
        place_name=place.name or place.within or "",
        place_key=folded_place(place.name),
        within_name=place.within or "",
        within_key=folded_place(place.within),
        latitude=place.latitude,
        longitude=place.longitude,
        place_precision=place.precision,
        resolved=place.resolved,
        gazetteer_id=place.gazetteer_id,
        country=place.country or _country(actors),
        admin1=place.admin1,
        actors=actors,
        harms=tuple(_harms(event.casualties)),
        names=names,
        words=words,
        sites=sites,
        mentions=_mentions(event, dispatch),
    )


def _days(time: When) -> tuple[int | None, int | None]:
    start, end = time.start or time.end, time.end or time.start
    return (start.toordinal() if start else None, end.toordinal() if end else None)


@lru_cache(maxsize=65_536)
def folded_place(name: str | None) -> str:
    """A place name as keys are compared: its consonants, or the plain name where they are too few; '' for none. Words
    that say which part or kind of place it is are left out where others remain.
    """
    telling = [word for word in (name or "").split() if word.lower() not in wording().place]
    name = " ".join(telling) or name
    return (skeleton(name) or plain(name)) if name else ""


@cache
def _registry() -> ActorRegistry:
    return ActorRegistry.load()


@cache
def lineage(actor_id: str) -> tuple[str, ...]:
    """An actor's registry id and those of its parents, nearest first; the id alone where the registry lacks it."""
    registry = _registry()
    try:
        return (actor_id, *registry.ancestors(actor_id))
    except KeyError:
        return (actor_id,)


def _actor(participant: Participant, place: Place, day: dt.date | None) -> ActorFeatures:
    found = participant.actor_id or _known_as(participant.name, place.country, day)
    kinds = () if found or participant.kind == _CIVILIANS else vague_kinds(participant.name)
    kind = _CIVILIANS if kinds == (_CIVILIANS,) else participant.kind
    return ActorFeatures(
        role=participant.role,
        name=participant.name,
        keys=name_keys(participant.name),
        lineage=lineage(found) if found else (),
        kind=kind,
        kinds=kinds,
    )


@lru_cache(maxsize=65_536)
def _known_as(name: str, country: str | None, day: dt.date | None) -> str | None:
    """The actor that a name holds ("110th Brigade PMF"), by its registry id; None where none is known."""
    found = _registry().find(name, countries=(country,) if country else (), date=day)
    return next((mention.actor_id for mention in found if mention.actor_id), None)


def _country(actors: Iterable[ActorFeatures]) -> str | None:
    """The country of the first actor that has one (ISO 3166-1 alpha-2), for a place that is not known."""
    registry = _registry()
    for actor in actors:
        for id in actor.lineage:
            try:
                country = registry.get(id).country
            except KeyError:
                continue
            if country:
                return country
    return None


@cache
def vague_kinds(name: str) -> tuple[str, ...]:
    """The actor kinds that a name can stand for which says what somebody is and not who ("masked gunmen"); empty for
    a name that tells who it is. Without a capital inside, its last word decides.
    """
    known = wording()
    words = [word.lower() for word in _WORD.findall(name)]
    if words and name[1:] == name[1:].lower():
        words = words[-1:]
    kinds: set[str] | None = None
    for word in words:
        if word in known.modifiers:
            continue
        possible = set[str]().union(*(entry.kinds for entry in known.vague if word in entry.words))
        if not possible:
            return ()
        kinds = possible if kinds is None else (kinds & possible or kinds | possible)
    if kinds is None:
        kinds = set[str]().union(*(entry.kinds for entry in known.vague)) if words else set()
    return tuple(sorted(kinds))


def _harms(casualties: list[Casualty]) -> list[HarmFeatures]:
    found: dict[str, HarmFeatures] = {}
    for casualty in casualties:
        if casualty.part_of is not None:
            continue
        before = found.get(casualty.harm, HarmFeatures(casualty.harm, 0, 0, 0))
        found[casualty.harm] = HarmFeatures(
            casualty.harm,
            before.low + casualty.low,
            before.best + casualty.best,
            None if before.high is None or casualty.high is None else before.high + casualty.high,
        )
    return sorted(found.values(), key=lambda harm: harm.harm)


def _wording(event: Event, text: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Names, other telling words and sites of the sentences in which the event's evidence stands."""
    known = wording()
    taken = {
        word.lower()
        for name in (
            event.place.name,
            event.place.within,
            event.place.admin1,
            event.place.admin2,
            *(participant.name for participant in event.participants),
            *(source.source for source in event.attribution),
        )
        if name
        for word in _WORD.findall(name)
    }
    names, words, sites = set(), set(), set()
    spans = [*event.evidence, *(span for casualty in event.casualties for span in casualty.evidence)]
    for start, end in sorted({sentence(text, span.start, span.end) for span in spans}):
        for match in _WORD.finditer(text, start, end):
            word = match[0]
            lower = word.lower()
            site = _site_of().get(lower)
            if site:
                sites.add(site)
            if lower in known.common or lower in taken or len(word) < _LEAST_LETTERS:
                continue
            if word[0].isupper() and match.start() > start:
                names.add(_folded(lower))
            elif not word[0].isupper():
                words.add(_folded(lower))
    return frozenset(names), frozenset(words - names), frozenset(sites)


def _mentions(event: Event, dispatch: Dispatch) -> frozenset[str]:
    """The names in the headline and in the paragraphs that tell the event, folded as names of places are: each word,
    and each run of up to three.
    """
    text = dispatch.text
    paragraphs = {_paragraph(text, span.start, span.end) for span in event.evidence}
    told = (text[start : min(end, start + _LONGEST_PARAGRAPH)] for start, end in paragraphs)
    return _names_in(dispatch.title or "").union(*map(_names_in, told))


@lru_cache(maxsize=256)
def _names_in(part: str) -> frozenset[str]:
    """Events of one dispatch often stand in one paragraph: few parts are kept."""
    found = set()
    for run in _RUN.finditer(part[:_LONGEST_PARAGRAPH]):
        words = run[0].split()
        for first in range(len(words)):
            for last in range(first + 1, min(first + 3, len(words)) + 1):
                found.add(folded_place(" ".join(words[first:last])))
    return frozenset(key for key in found if len(key) >= _LEAST_KEY)


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    after = text.find("\n\n", end)
    return text.rfind("\n\n", 0, start) + 1, len(text) if after < 0 else after


@cache
def _site_of() -> dict[str, str]:
    return {word: site for site, words in wording().sites.items() for word in words}


@cache
def _folded(word: str) -> str:
    """A word under which its spellings and forms meet: names by their consonants."""
    keys = name_keys(word)
    return keys[0] if len(keys) == 1 else "".join(keys) or word


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The borders of the sentences that hold a span, by punctuation alone."""
    begins = 0
    for match in _SENTENCE_END.finditer(text, max(0, start - 600), start):
        begins = match.end()
    after = _SENTENCE_END.search(text, max(end - 1, start))
    return max(begins, start - 600), after.start() + 1 if after else min(len(text), end + 600)
