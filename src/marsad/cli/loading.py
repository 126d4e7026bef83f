"""The coder and its data, loaded when a command needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marsad.cli.messages import waiting

if TYPE_CHECKING:
    from marsad.coding.coder import Coder
    from marsad.gazetteer.lookup import Gazetteer
    from marsad.store.record import Record


def open_gazetteer() -> Gazetteer:
    """The gazetteer, unpacked before its first use."""
    from marsad.gazetteer.lookup import Gazetteer

    with waiting("opening the gazetteer (unpacked once)"):
        return Gazetteer.open()


def load_coder(*, gate: bool = True) -> Coder:
    """The coder with gazetteer, actors and language model."""
    from marsad.coding.coder import Coder

    gazetteer = open_gazetteer()
    with waiting("loading the actors and the language model"):
        coder = Coder(gazetteer, gate=gate)
        coder.version()
    return coder


def open_record(url: str | None, *, create: bool = False) -> Record:
    """The record that a command names, else that of `$MARSAD_RECORD`, else `marsad.db`; made if `create`."""
    from marsad.store.record import Record

    return Record.open(url, create=create)


def open_to_read(url: str | None) -> Record:
    """The record as it may leave: names that are hidden (`marsad redact`) are covered."""
    from marsad.store.redacting import redacted

    return redacted(open_record(url))
