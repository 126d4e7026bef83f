"""What does an export need of an event or an incident? One shape for both, so that each format is written once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from marsad.exports.sentences import sentences_at
from marsad.incidents.accounts import Account, Choice, Figure, Incident, ToldFigure
from marsad.incidents.sums import TOOK_PLACE
from marsad.model import Casualty, Dispatch, Participant, Place, Status, When

Item = Account | Incident
SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as one dispatch tells it, or an incident with the values that its rules chose.

    `accounts` are the one account of an event, or those of the incident in the order of their publication. `rules` and
    `contradictions` are by cell, empty for an event.
    """

    id: str
    of_many: bool
    type: str
    status: Status
    mutual: bool
    time: When
    place: Place
    side_a: tuple[Participant, ...]
    side_b: tuple[Participant, ...]
    third: tuple[Participant, ...]
    figures: tuple[Figure, ...]
    accounts: tuple[Account, ...]
    rules: dict[str, str]
    contradictions: dict[str, bool]

    @property
    def contradicted(self) -> bool:
        """Whether two accounts exclude each other in a cell or figure."""
        return any(self.contradictions.values())

    @property
    def took_place(self) -> bool:
        """Whether it happened, is going on or is claimed; not planned, threatened, failed or denied."""
        return self.status in TOOK_PLACE

    @property
    def own_accounts(self) -> list[Account]:
        """The accounts that are no reposts; all of them where each is one."""
        return [account for account in self.accounts if account.repost_of is None] or list(self.accounts)

    @property
    def dispatches(self) -> list[Dispatch]:
        """The dispatches that tell it, each once, reposts left out."""
        return list({account.dispatch.id: account.dispatch for account in self.own_accounts}.values())

    @property
    def sources(self) -> list[str]:
        """The names of the sources that tell it, each once, reposts left out."""
        return list(dict.fromkeys(d.source for d in self.dispatches if d.source))

    @property
    def credited(self) -> list[str]:
        """Whom the dispatches credit, each once."""
        return list(dict.fromkeys(c.source for account in self.own_accounts for c in account.event.attribution))

    @property
    def updated_at(self) -> dt.datetime | None:
        """When one of the accounts changed last; None where that is not known."""
        return max((account.updated_at for account in self.accounts if account.updated_at), default=None)


def happening(item: Item) -> Happening:
    """An account or an incident in the shape of the exports."""
    if isinstance(item, Incident):
        return Happening(
            id=item.id,
            of_many=True,
            type=item.type.value,
            status=item.status.value,
            mutual=any(account.event.mutual for account in item.accounts),
            time=item.time.value,
            place=item.place.value,
            side_a=item.side_a.value,
            side_b=item.side_b.value,
            third=item.third.value,
            figures=item.figures,
            accounts=item.accounts,
            rules={
                **{cell: choice.rule for cell, choice in cells_of(item).items()},
                **{figure.harm: figure.rule for figure in item.figures},
            },
            contradictions={
                **{cell: choice.contradicted for cell, choice in cells_of(item).items()},
                **{
                    harm: any(figure.contradicted for figure in item.figures if figure.harm == harm)
                    for harm in dict.fromkeys(figure.harm for figure in item.figures)
                },
            },
        )
    event = item.event
    return Happening(
        id=event.id,
        of_many=False,
        type=event.type,
        status=event.status,
        mutual=event.mutual,
        time=event.time,
        place=event.place,
        side_a=tuple(event.side("side_a")),
        side_b=tuple(event.side("side_b")),
        third=tuple(event.side("third")),
        figures=tuple(_figure(event.id, casualty) for casualty in event.casualties),
        accounts=(item,),
        rules={},
        contradictions={},
    )


def cells_of(item: Incident) -> dict[str, Choice[Any]]:
    """The chosen values of an incident's cells by name."""
    return {
        "type": item.type,
        "status": item.status,
        "time": item.time,
        "place": item.place,
        "side_a": item.side_a,
        "side_b": item.side_b,
        "third": item.third,
    }


def happenings(items: Iterable[Item]) -> Iterator[Happening]:
    """The items one by one, each in the shape of the exports."""
    yield from map(happening, items)


def _figure(event_id: str, casualty: Casualty) -> Figure:
    low, best, high = casualty.low, casualty.best, casualty.high
    return Figure(
        harm=casualty.harm,
        who=casualty.who,
        side=casualty.side,
        low=low,
        best=best,
        high=high,
        rule="the only account",
        part_of=casualty.part_of,
        history=(ToldFigure(event_id, low, best, high, casualty.text),),
    )


def evidence_text(item: Happening) -> str:
    """The sentences that tell the happening, in the dispatches' words; of several accounts each after its source in
    square brackets, divided by " | ".
    """
    told = []
    for account in item.own_accounts:
        words = " ".join(sentences_at(account.dispatch.text, account.event.evidence))
        if words:
            source = account.dispatch.source or account.dispatch.id
            told.append(f"[{source}] {words}" if item.of_many else words)
    return " | ".join(dict.fromkeys(told))


def link(item: Happening, base: str) -> str:
    """Where the review desk at `base` shows it: `BASE/dispatches/ID#EVENT`, an incident `BASE/incidents/ID`."""
    base = base.rstrip("/")
    if item.of_many:
        return f"{base}/incidents/{quote(item.id, safe='')}"
    return f"{base}/dispatches/{quote(item.accounts[0].dispatch.id, safe='')}#{quote(item.id, safe='')}"
