"""What page and API functions ask for: the open record, and whoever asks."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from marsad.store.record import Record
from marsad.store.redacting import redacted
from marsad.web.query import Asked, asked
from marsad.web.security.viewers import Viewer, require, viewer_of
from marsad.web.settings import Settings


def _record(request: Request) -> Record:
    """The record as the asker may see it: hidden names are covered for readers, not for those who review."""
    found: Record = request.app.state.record
    viewer = viewer_of(request)
    return found if viewer is not None and viewer.may("reviewer") else redacted(found)


def _settings(request: Request) -> Settings:
    found: Settings = request.app.state.settings
    return found


OpenRecord = Annotated[Record, Depends(_record)]
DeskSettings = Annotated[Settings, Depends(_settings)]
Listed = Annotated[Asked, Depends(asked)]
Reader = Annotated[Viewer, Depends(require("reader"))]
Reviewer = Annotated[Viewer, Depends(require("reviewer"))]
Admin = Annotated[Viewer, Depends(require("admin"))]
