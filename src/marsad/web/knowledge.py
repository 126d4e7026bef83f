"""What the desk knows beside the record: places, actors, and how to code a dispatch. Loaded when first asked for.

The gazetteer's files and the language model belong to the thread that opened them, so one thread answers for all.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

from marsad.actors.registry import Actor, ActorRegistry
from marsad.coding.coder import Coder
from marsad.gazetteer.lookup import Gazetteer
from marsad.gazetteer.places import Candidate, Entry
from marsad.model import Coding, Dispatch

_ONE = ThreadPoolExecutor(max_workers=1, thread_name_prefix="marsad-knowledge")


def candidates(name: str, country: str | None = None, limit: int = 10) -> list[Candidate]:
    """The places that a name may mean, best first."""
    return _ONE.submit(lambda: _gazetteer().lookup(name, country=country, limit=limit)).result()


def towns(box: tuple[float, float, float, float], limit: int) -> list[Entry]:
    """The most populous towns in a box (west, south, east, north), to name on a map."""
    return _ONE.submit(lambda: _gazetteer().largest(box, limit)).result()


def code(dispatch: Dispatch) -> Coding:
    """Code one dispatch, as `marsad add` does. Raises `ReadError`, `ModelMissing`."""
    return _ONE.submit(lambda: _coder().code(dispatch)).result()


@cache
def registry() -> ActorRegistry:
    """The actor registry; it is only read, so any thread may."""
    return ActorRegistry.load()


def actor(id: str) -> Actor | None:
    """The registry's actor with this id; None where there is none."""
    try:
        return registry().get(id)
    except KeyError:
        return None


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.open()


@cache
def _coder() -> Coder:
    return Coder(_gazetteer(), registry())
