"""In which order do accounts stand, which of them are sources of their own, and how credible are they?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from marsad.codebook.sources import kind_of_source
from marsad.incidents.accounts import Account
from marsad.incidents.files import credibility


def by_publication(accounts: Iterable[Account]) -> list[Account]:
    """Accounts in the order of publication, then by event id; those without a date come first."""
    return sorted(accounts, key=publication)


def publication(account: Account) -> tuple[int, str]:
    """Publication day (0 where unknown) and event id: the order in which accounts stand."""
    day = account.dispatch.date
    return (day.toordinal() if day else 0, account.event.id)


def independent(accounts: Sequence[Account]) -> list[Account]:
    """The accounts without reposts: of a dispatch and its near copies the first account here counts, by event.

    Accounts of one dispatch (joined by a judgement) all count.
    """
    teller: dict[str, str] = {}
    found = []
    for account in accounts:
        original = account.repost_of or account.dispatch.id
        if teller.setdefault(original, account.dispatch.id) == account.dispatch.id:
            found.append(account)
    return found


def rank(account: Account) -> int | None:
    """How credible an account's kind of source is, 0 first (`data/credibility.toml`); None where nothing tells it.

    It is the most credible of those whom the dispatch credits, else the publisher's.
    """
    kinds = credibility()
    told = [source.kind for source in account.event.attribution if source.kind in kinds]
    publisher = kind_of_source(account.dispatch.source) if account.dispatch.source else None
    if not told and publisher in kinds:
        told = [publisher]
    return min((kinds.index(kind) for kind in told if kind), default=None)


def kind_name(place: int) -> str:
    """The name of the kind that stands at a rank."""
    return credibility()[place]


def credits(account: Account) -> frozenset[str]:
    """The names by which an account's sources are known: those it credits, else its publisher, in lower case."""
    names = [source.source for source in account.event.attribution] or [account.dispatch.source or ""]
    return frozenset(name.lower() for name in names if name)
