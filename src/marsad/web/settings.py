"""How the desk is served: address, record, who may come in."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

MAX_UPLOAD = 20_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """The desk's settings, as `marsad serve` gives them.

    `record` is the record's URL (None: as `Record.open` finds it). `login`: everybody must log in; it may be off only
    on a loopback address, where `reviewer` is the name under which decisions are kept. `hosts` are names by which it
    may be called beside its own address. `secure`: it is reached by HTTPS, so cookies are sent over HTTPS only.
    `fetching`: dispatches may be added by their web address. `basemap` is a `.pmtiles` file of the user's own.
    `upload_bytes` is the most that one request may bring.
    """

    record: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    login: bool = False
    reviewer: str = "local"
    hosts: tuple[str, ...] = ()
    secure: bool = False
    demo: bool = False
    fetching: bool = False
    basemap: Path | None = None
    upload_bytes: int = MAX_UPLOAD


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
