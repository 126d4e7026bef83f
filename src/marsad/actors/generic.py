"""The names that every state's bodies go by ("Turkish forces", "the army"): data/generic.toml with its rules.

Templates over the table of countries give each state its bodies ("Military Forces of Syria") and the phrases
that mean them, so that no table has to list them.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from marsad.actors.names import fold
from marsad.actors.tables import KINDS, Actor, starts_before
from marsad.actors.tree import COUNTRY
from marsad.codebook.countries import countries
from marsad.errors import DataError

_FILE = "generic.toml"
_PART = re.compile(r"\{(\w+)\}|(<country>)|([^\s{}<>]+)")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Role(_Entry):
    """A body that states have. Without a `name` it stands only for the actors that holders give it."""

    name: str | None = None
    kind: str
    parent: str | None = None
    phrases: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()


class Holder(_Entry):
    """The actor that holds a role in a country for a time."""

    role: str
    country: str
    actor: str
    first: str | None = Field(None, alias="from")
    last: str | None = Field(None, alias="to")

    def holds_on(self, date: dt.date | None) -> bool:
        """Whether it holds the role on a date; without a date only a holder without dates does."""
        if date is None:
            return self.first is None and self.last is None
        day = date.isoformat()
        return (not self.first or starts_before(self.first, day)) and (not self.last or starts_before(day, self.last))


class Around(_Entry):
    """Words before or after a name."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Trim(Around):
    """Words around a name that are no part of it; `partitive` ones may stand anywhere before it."""

    partitive: tuple[str, ...] = ()


class Generic(_Entry):
    """The whole file."""

    words: dict[str, tuple[str, ...]]
    roles: dict[str, Role]
    holder: tuple[Holder, ...]
    unit: Around
    trim: Trim
    person: Around

    def phrases(self, templates: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """All sequences of keys that some templates stand for; `COUNTRY` is a key of its own."""
        for template in templates:
            choices: list[list[tuple[str, ...]]] = []
            for name, country, word in _PART.findall(template):
                if name:
                    if name not in self.words:
                        raise DataError(f"{_FILE}: {template!r}: there is no list {name!r} under [words]")
                    choices.append([_keys(entry) for entry in self.words[name]])
                else:
                    choices.append([(COUNTRY,) if country else (fold(word),)])
            for parts in itertools.product(*choices):
                yield tuple(itertools.chain.from_iterable(parts))

    def holder_id(self, role: str, country: str, date: dt.date | None) -> str | None:
        """The id of the actor that holds a role in a country; None where nobody does."""
        for holder in self.holder:
            if holder.role == role and holder.country == country and holder.holds_on(date):
                return holder.actor
        return f"{country.lower()}-{role}" if self.roles[role].name else None


def _keys(words: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in words.split())


@cache
def generic() -> Generic:
    """The generic names that come with Marsad. Raises `DataError` where the file breaks its schema."""
    text = generic_text()
    try:
        raw: dict[str, Any] = tomllib.loads(text)
        found = Generic.model_validate(raw)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{_FILE}: not valid TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DataError(f"{_FILE}: {where}: {first['msg']}") from None
    for key, role in found.roles.items():
        if role.kind not in KINDS:
            raise DataError(f"{_FILE}: role {key!r}: kind {role.kind!r} is none of {', '.join(KINDS)}")
        if role.parent is not None and role.parent not in found.roles:
            raise DataError(f"{_FILE}: role {key!r}: parent {role.parent!r} is no role")
    for holder in found.holder:
        if holder.role not in found.roles or holder.country not in countries():
            raise DataError(f"{_FILE}: holder {holder.actor!r}: unknown role or country")
    return found


def generic_text() -> str:
    """The text of the file."""
    return resources.files("marsad.actors").joinpath("data", _FILE).read_text("utf-8")


def state_actors() -> list[Actor]:
    """The bodies of every state, from the templates."""
    return [
        Actor(
            id=f"{iso2.lower()}-{key}",
            name=role.name.format(country=country.name),
            aliases=(),
            kind=role.kind,
            country=iso2,
            parent=f"{iso2.lower()}-{role.parent}" if role.parent else None,
            backers=(),
            leaders=(),
            valid_from=None,
            valid_to=None,
            source="template: every state",
        )
        for iso2, country in countries().items()
        for key, role in generic().roles.items()
        if role.name
    ]
