"""What page and API functions ask for: the open record, and whoever asks."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from marsad.store.record import Record
from marsad.web.query import Asked, asked
from marsad.web.security.viewers import Viewer, require
from marsad.web.settings import Settings


def _record(request: Request) -> Record:
    found: Record = request.app.state.record
    return found


def _settings(request: Request) -> Settings:
    found: Settings = request.app.state.settings
    return found


OpenRecord = Annotated[Record, Depends(_record)]
DeskSettings = Annotated[Settings, Depends(_settings)]
Listed = Annotated[Asked, Depends(asked)]
Reader = Annotated[Viewer, Depends(require("reader"))]
Reviewer = Annotated[Viewer, Depends(require("reviewer"))]
Admin = Annotated[Viewer, Depends(require("admin"))]
