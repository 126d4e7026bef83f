"""The pipeline: a dispatch in, a coding out.

blocks → names, dates and numbers → parse → mentions → tellings with their cells → happenings → events.
"""

from __future__ import annotations

import datetime as dt
import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from marsad import __version__
from marsad.actors.registry import ActorMention, ActorRegistry
from marsad.codebook.countries import demonym_country
from marsad.codebook.files import codebook_version
from marsad.codebook.types import event_types
from marsad.coding.assembling import assemble
from marsad.coding.authors import name_authors
from marsad.coding.by_place import tolls_by_place
from marsad.coding.cast import Cast
from marsad.coding.context import (
    Surroundings,
    headline_place,
    new_block,
    note,
    note_day,
    note_place,
    opening_places,
    settle_place,
    settle_time,
    take_back,
)
from marsad.coding.dates import find_dates
from marsad.coding.gate import RULE, armed_groups, left_out, tells_of_conflict
from marsad.coding.how_many import Count, find_counts
from marsad.coding.itemised import announced_items
from marsad.coding.language import (
    Block,
    Sentence,
    easier_words,
    language_model,
    lower_title_case,
    model_name,
    parse_blocks,
    reading_copy,
    split_blocks,
    unmask,
)
from marsad.coding.merging import Happening, Telling, join
from marsad.coding.processes import spread
from marsad.coding.quantities import find_quantities
from marsad.coding.relations import find_relations
from marsad.coding.says_who import Crediting
from marsad.coding.scene import Mention, Scene, make_scene
from marsad.coding.sharing import adopt, of_its_clause, share, taken_up
from marsad.coding.sides import find_sides
from marsad.coding.tallies import find_tallies
from marsad.coding.terms import find_terms
from marsad.coding.toponyms import Toponym, find_toponyms
from marsad.coding.triggers import RESULT_FAMILIES
from marsad.coding.unknown_places import (
    adopt_enumerated_places,
    adopt_unknown_places,
    drop_persons,
    mend_containers,
    mistaken_countries,
)
from marsad.coding.what import find_mentions
from marsad.coding.when import Time, find_time, future_finder, lead_day
from marsad.coding.where import Where, find_place, told_place
from marsad.coding.whether import judge
from marsad.gazetteer.lookup import Gazetteer
from marsad.model import CoderVersion, Coding, Dispatch, Event, Explanation, Relation, Tally
from marsad.readers.dates import parse_date
from marsad.readers.plain import dispatch_from_text

_TOLL_OF_A_WAR = 500
_LISTABLE_FAMILIES = {"violence", "demonstration", "measure"}
_FOLLOWS = {
    "the",
    "this",
    "these",
    "those",
    "it",
    "they",
    "he",
    "his",
    "their",
    "its",
    "meanwhile",
    "also",
    "moreover",
    "later",
    "earlier",
    "according",
    "she",
    "in",
}

_BATCH = 16
"""Dispatches that are parsed together."""


@dataclass(slots=True)
class _Draft:
    """A dispatch made ready for the parser: its reading copy, and the blocks that are to be parsed."""

    coding: Coding
    copy: str = ""
    blocks: Sequence[Block] = ()
    chosen: Sequence[Block] = ()
    actors: Sequence[ActorMention] = ()
    toponyms: list[Toponym] = field(default_factory=list)
    country: str | None = None
    tells: bool = False
    groups: frozenset[str] = frozenset()


class Coder:
    """Codes dispatches by the codebook. Loads model, gazetteer and registry once (about a second).

    `gate=False` also parses dispatches of which no event could be kept (see `marsad.coding.gate`): the codings are the
    same, but their explanations then also name the events that were left out.
    """

    def __init__(
        self, gazetteer: Gazetteer | None = None, registry: ActorRegistry | None = None, *, gate: bool = True
    ) -> None:
        self.gazetteer = gazetteer if gazetteer is not None else Gazetteer.open()
        self.registry = registry if registry is not None else ActorRegistry.load()
        self.gate = gate

    def code(
        self,
        text: str | Dispatch,
        *,
        date: dt.date | str | None = None,
        source: str | None = None,
        title: str | None = None,
        url: str | None = None,
    ) -> Coding:
        """Code one dispatch.

        `text` is the dispatch's text or a `Dispatch`. `date` is the day of publication (ISO), against which relative
        dates are resolved; without it they stay unknown and the coding carries a warning. Raises `ReadError` where
        there is no text.
        """
        if isinstance(text, Dispatch):
            dispatch = text
        else:
            day = parse_date(date) if isinstance(date, str) else date
            given = {key: value for key, value in (("title", title), ("url", url)) if value}
            dispatch = dispatch_from_text(text, given, date=day, source=source)
        return next(self._code([dispatch]))

    def code_many(self, dispatches: Iterable[Dispatch], *, processes: int = 1) -> Iterator[Coding]:
        """Code many dispatches, in order; `processes` > 1 spreads them over worker processes.

        Worker processes open the shipped gazetteer and registry with the user's own entries, not others that this
        coder was given.
        """
        batches = _batches(dispatches)
        if processes <= 1:
            with _settled():
                for batch in batches:
                    yield from self._code(batch)
            return
        for codings in spread(_work, batches, processes=processes, start=_start_worker, arguments=(self.gate,)):
            yield from codings

    def places(self, text: str, *, countries: Sequence[str] = ()) -> list[Toponym]:
        """Every place name of a text, resolved; actor names are no places."""
        actors = self.registry.find(text)
        spoken = [*countries, *countries_spoken_of(text)]
        return find_toponyms(text, self.gazetteer, taken=_taken(actors), countries=spoken)

    def version(self) -> CoderVersion:
        """What the coding is made with."""
        return CoderVersion(
            version=__version__,
            model=model_name(),
            codebook=codebook_version(),
            gazetteer=self.gazetteer.version,
            actors=self.registry.version,
        )

    def _code(self, dispatches: Sequence[Dispatch]) -> Iterator[Coding]:
        """Code a few dispatches, parsed together."""
        drafts = [self._draft(dispatch) for dispatch in dispatches]
        parsed = parse_blocks([(draft.copy, draft.chosen) for draft in drafts])
        for draft, sentences in zip(drafts, parsed, strict=True):
            if sentences:
                self._finish(draft, sentences)
            yield draft.coding

    def _draft(self, dispatch: Dispatch) -> _Draft:
        """All that comes before the parse: names, and the blocks that are to be parsed."""
        coding = Coding(dispatch=dispatch, coder=self.version())
        coding.warnings = list(dispatch.warnings)
        if dispatch.date is None and not any(warning.startswith("no date") for warning in coding.warnings):
            coding.warnings.append("no date: relative dates are left unknown")
        text = dispatch.text
        spoken = countries_spoken_of(text)
        actors = [
            a for a in self.registry.find(text, countries=spoken, date=dispatch.date) if a.start >= dispatch.body_start
        ]
        groups = armed_groups(actors)
        tells = tells_of_conflict(f"{dispatch.title or ''} {text[dispatch.body_start :]}", groups)
        if self.gate and not tells and not groups:
            return _Draft(coding)
        toponyms = find_toponyms(text, self.gazetteer, taken=_taken(actors), countries=spoken)
        country = _main_country(toponyms, spoken)
        if country is not None and country not in spoken[:1]:
            actors = [
                a
                for a in self.registry.find(text, countries=[country, *spoken], date=dispatch.date)
                if a.start >= dispatch.body_start
            ]
        blocks = split_blocks(dispatch)
        for toponym in toponyms:
            toponym.dateline = toponym.dateline or any(
                b.dateline is not None and b.dateline <= toponym.start < b.start for b in blocks
            )
        for block in blocks:
            adopt_enumerated_places(text, block.start, block.end, toponyms, _taken(actors))
        copy = easier_words(unmask(reading_copy(text)))
        names = [(a.start, a.end) for a in actors if a.actor_id] + [(t.start, t.end) for t in toponyms]
        for block in blocks:
            if block.kind != "paragraph" or copy[block.start : block.end].isupper():
                copy = lower_title_case(text, block, names, copy)
        chosen = [block for block in blocks if block.kind != "note"]
        return _Draft(coding, copy, blocks, chosen, actors, toponyms, country, tells, groups)

    def _finish(self, draft: _Draft, sentences: Sequence[Sentence]) -> None:
        """All that comes after the parse."""
        coding, blocks, toponyms = draft.coding, draft.blocks, draft.toponyms
        dispatch = coding.dispatch
        quantities = find_quantities(draft.copy)
        future = future_finder(sentences)
        dates = find_dates(draft.copy, dispatch.date, future=future)
        scenes = [make_scene(s, draft.actors, toponyms, dates, quantities) for s in sentences]
        for scene in scenes:
            adopt_unknown_places(scene, toponyms, dispatch.text)
        drop_persons(scenes, toponyms)
        mend_containers(toponyms, dispatch.text)
        mistaken_countries(toponyms, dispatch.text)
        cast = Cast(scenes)
        tellings = self._tellings(scenes, blocks, toponyms, dispatch, cast)
        happenings = join(tellings, toponyms)
        name_authors(happenings, scenes, cast)
        relations: list[Relation] = []
        tallies: list[Tally] = []
        for scene in scenes:
            relations += find_relations(scene, cast)
            tallies += find_tallies(scene)
        coding.relations = _distinct_relations(relations)
        coding.tallies = tallies
        self._events(coding, happenings, toponyms, draft.country, Crediting(scenes, happenings), scenes, blocks)
        if not draft.tells:
            _leave_out(coding, draft.groups)

    def _tellings(
        self,
        scenes: Sequence[Scene],
        blocks: Sequence[Block],
        toponyms: Sequence[Toponym],
        dispatch: Dispatch,
        cast: Cast,
    ) -> list[Telling]:
        opened = opening_places(blocks, toponyms)
        state = Surroundings(toponyms, dispatch.date, headline_place=headline_place(dispatch, blocks, toponyms))
        lead = lead_day(scenes, dispatch.date)
        state.story = Time([lead]) if lead is not None else None
        by_block: dict[int, list[Scene]] = {}
        for scene in scenes:
            by_block.setdefault(scene.sentence.block.index, []).append(scene)
        found: list[Telling] = []
        groups = 0
        items = announced_items(blocks, dispatch.text)
        for block in blocks:
            if block.index in items:
                continue
            new_block(state, block, opened)
            for scene in by_block.get(block.index, []):
                counts = find_counts(scene)
                mentions = find_mentions(scene)
                shares = share(scene, mentions, counts)
                told = len(found)
                for mention in mentions:
                    if taken_up(found, mention, shares.get(id(mention), []), block.index):
                        continue
                    made = self._telling(mention, shares.get(id(mention), []), block, state, dispatch, cast)
                    if len(made) > 1:
                        groups += 1
                        for telling in made:
                            telling.group = groups
                    if not made:
                        # told beside what did not happen or is background, not of it
                        shares[id(mention)] = of_its_clause(mention, shares.get(id(mention), []))
                    found += made
                    for telling in made[:1]:
                        note(state, telling, block)
                shared = {id(count) for some in shares.values() for count in some}
                adopt(found[:told], [c for c in counts if id(c) not in shared or c.best == 0], block.index)
                note_day(state, scene, block)
                if not any(telling.where.own for telling in found[told:]):
                    goes_on = told_place(scene, toponyms)
                    take_back(state, scene, goes_on, found[:told], block)
                    note_place(state, goes_on, block)
        return found

    def _telling(
        self, mention: Mention, counts: list[Count], block: Block, state: Surroundings, dispatch: Dispatch, cast: Cast
    ) -> list[Telling]:
        verdict = judge(mention, dispatch.date)
        if verdict.background:
            return []
        kind = event_types()[mention.type]
        if mention.rule.political and not mention.strong:
            return []
        if verdict.status == "threatened" or (
            verdict.status == "planned" and kind.family == "violence" and not mention.scene.dates
        ):
            return []  # the threat is the event; a violent plan without a day is none yet
        sides = find_sides(mention, mutual=kind.mutual, cast=cast)
        where = find_place(mention, state.toponyms)
        follows = mention.definite or mention.scene.tokens[0].lower_ in _FOLLOWS or not mention.strong
        time = find_time(mention, dispatch.date, ahead=verdict.status == "planned")
        time = settle_time(time, state, block, mention, verdict.status)
        names: list[int | None] = list(where.names)
        within = where.within
        if names and not where.own and state.block == block.index and state.place is not None:
            names, within = [state.place], state.within
            where = Where(rule="told before in the paragraph")
        elif not names:
            name, within, where.rule = settle_place(
                where, state, block, follows=follows, speaks=kind.family == "politics"
            )
            names = [name]
        elif len(names) > 1 and kind.family not in _LISTABLE_FAMILIES:
            names = names[:1]
        if not where.names and not time.own and any(c.low >= _TOLL_OF_A_WAR and c.harm == "killed" for c in counts):
            return []  # so many dead without place or day are the toll of a war, not of an event
        another = _another(mention)
        by_place = tolls_by_place(mention.scene, counts) if where.own else {}
        if len(names) > 1 and not set(names) <= set(by_place):
            by_place = {}
        names = list(by_place) or names
        return [
            Telling(
                mention=mention,
                type=mention.type,
                generic=mention.generic,
                verdict=verdict,
                sides=sides,
                where=where,
                place=name,
                within=where.containers.get(name, within) if name is not None else within,
                time=time,
                start=time.first,
                end=time.last,
                block=block.index,
                headline=block.kind in ("headline", "heading"),
                item=block.kind == "item",
                counts=by_place.get(name, counts if position == 0 else []),
                another=another,
            )
            for position, name in enumerate(names)
        ]

    def _events(
        self,
        coding: Coding,
        happenings: Sequence[Happening],
        toponyms: Sequence[Toponym],
        country: str | None,
        crediting: Crediting,
        scenes: Sequence[Scene],
        blocks: Sequence[Block],
    ) -> None:
        dispatch = coding.dispatch
        events: list[Event] = []
        reasons: list[Explanation] = []
        for happening in happenings:
            credit = crediting.of(happening, dispatch.source)
            event, why = assemble(happening, dispatch, toponyms, self.registry, country, credit)
            event.terms = find_terms(happening, blocks, scenes, dispatch.text)
            events.append(event)
            reasons += why
        order = sorted(range(len(events)), key=lambda n: events[n].evidence[0])
        coding.events = [events[n] for n in order]
        coding.explanations = reasons


def _leave_out(coding: Coding, groups: frozenset[str]) -> None:
    """Take out of a dispatch that does not tell of conflict what is no event of conflict, and say so."""
    dropped = left_out(coding.events, groups)
    ids = {event.id for event in dropped}
    coding.events = [event for event in coding.events if event.id not in ids]
    if not coding.events:
        coding.relations, coding.tallies = [], []
    coding.explanations = [reason for reason in coding.explanations if reason.event not in ids]
    text = coding.dispatch.text
    coding.explanations += [
        Explanation(event="", cell=event.type, rule=RULE, words=[text[s.start : s.end] for s in event.evidence])
        for event in dropped
    ]


def countries_spoken_of(text: str) -> list[str]:
    """ISO codes of the countries whose demonyms a text uses, most often used first."""
    counts: Counter[str] = Counter()
    for word in text.split():
        if word[:1].isupper():
            iso = demonym_country(word.strip(".,;:()\"'“”‘’").removesuffix("’s").removesuffix("'s"))
            if iso is not None:
                counts[iso] += 1
    return [iso for iso, _ in counts.most_common(4)]


def _main_country(toponyms: Sequence[Toponym], spoken: Sequence[str]) -> str | None:
    counts: Counter[str] = Counter()
    for toponym in toponyms:
        if toponym.entry is not None and toponym.entry.country:
            counts[toponym.entry.country] += 2 if toponym.entry.feature != "country" else 1
    for iso in spoken[:1]:
        counts[iso] += 1
    return counts.most_common(1)[0][0] if counts else None


def _taken(actors: Sequence[ActorMention]) -> list[tuple[int, int]]:
    return [(a.start, a.end) for a in actors]


def _another(mention: Mention) -> bool:
    """Whether the mention tells of a further happening ("another", "two others were arrested")."""
    if mention.generic and mention.family in RESULT_FAMILIES:
        return False  # "another nine were wounded": more of the same
    words = {t.lower_ for t in mention.scene.tokens[:6]}
    if words & {"separate", "separately", "elsewhere", "another", "similar", "similarly", "different"}:
        return True
    heads = [mention.trigger, *mention.targets] if not mention.generic else [mention.trigger]
    heads += [t for t in mention.doers if mention.scene.instrument(t)]
    return any(
        child.lower_ in ("another", "second", "separate", "similar", "other", "more") or head.lower_ == "others"
        for head in heads
        for child in (head, *head.children)
        if head.i == mention.trigger.i or head.i > mention.scene.tokens[0].i
    ) and not _added(mention)


def _added(mention: Mention) -> bool:
    """Whether "others" only adds to a count of the same sentence ("four dead and others injured")."""
    return len({q.start for q in mention.scene.quantities}) > 1


def _distinct_relations(relations: Sequence[Relation]) -> list[Relation]:
    seen: dict[tuple[str, str, str], Relation] = {}
    for relation in relations:
        seen.setdefault((relation.a.lower(), relation.relation, relation.b.lower()), relation)
    return list(seen.values())


def _batches(dispatches: Iterable[Dispatch]) -> Iterator[list[Dispatch]]:
    """A few at a time: parsed together they take less time, kept apart less memory."""
    stream = iter(dispatches)
    while batch := list(islice(stream, _BATCH)):
        yield batch


@contextmanager
def _settled() -> Iterator[None]:
    """Spare the garbage collector the word lists and registries, which it would walk through again and again."""
    language_model()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


_WORKER: Coder | None = None


def _start_worker(gate: bool) -> None:
    global _WORKER
    _WORKER = Coder(gate=gate)
    language_model()
    gc.freeze()


def _work(dispatches: list[Dispatch]) -> list[Coding]:
    assert _WORKER is not None
    return list(_WORKER._code(dispatches))
