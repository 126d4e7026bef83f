"""How does a dispatch come in by the browser? Pasted, as files, or by the address of a public page."""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response, UploadFile
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from marsad.errors import MarsadError, ReadError
from marsad.model import Dispatch
from marsad.readers import dispatch_from_text, parse_date, read_paths
from marsad.readers.html import read_html
from marsad.store.record import Record
from marsad.web import knowledge
from marsad.web.access import DeskSettings, OpenRecord, Reviewer
from marsad.web.rendering import page
from marsad.web.security.fetching import fetch

router = APIRouter(include_in_schema=False)
_PAGE_BYTES = 5_000_000
_MOST = 200
"""Dispatches that one file may bring; coding more takes longer than a browser waits."""


@router.get("/dispatches/add")
def add_page(request: Request, viewer: Reviewer) -> Response:
    """The form."""
    return page(request, "add.html.j2", told=[], problems=[], given={})


@router.post("/dispatches/add")
def add(
    request: Request,
    record: OpenRecord,
    viewer: Reviewer,
    settings: DeskSettings,
    text: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    source: Annotated[str, Form()] = "",
    date: Annotated[str, Form()] = "",
    url: Annotated[str, Form()] = "",
    address: Annotated[str, Form()] = "",
    files: list[UploadFile] | None = None,
) -> Response:
    """Code and store what was given. What cannot be read is told; the rest is added."""
    given = {"text": text, "title": title, "source": source, "date": date, "url": url, "address": address}
    problems: list[str] = []
    found: list[Dispatch] = []
    sent = [one for one in files or [] if one.filename]
    try:
        day = parse_date(date) if date.strip() else None
        if text.strip():
            known = {key: value for key, value in (("title", title), ("url", url)) if value.strip()}
            found.append(dispatch_from_text(text.replace("\r\n", "\n"), known, date=day, source=source.strip() or None))
        if address.strip():
            if not settings.fetching:
                raise HTTPException(403, "this desk does not fetch pages; start it with --fetching")
            content, final = fetch(address.strip(), limit=_PAGE_BYTES)
            fetched = read_html(content, stem=None, date=day, source=source.strip() or None)
            found.append(fetched.model_copy(update={"url": fetched.url or final}))
    except (MarsadError, ValueError) as error:
        problems.append(str(error))
    else:
        for one in sent:
            found += _uploaded(one, problems)
    told = [_stored(record, one, problems) for one in found]
    kept = [one for one in told if one is not None]
    if not found and not problems:
        problems.append("nothing was given: paste a text or choose files")
    if len(kept) == 1 and not problems:
        return RedirectResponse(f"/dispatches/{kept[0][0]}", 303)
    status = 422 if problems and not kept else 200
    return page(request, "add.html.j2", status=status, told=kept, problems=problems, given=given if problems else {})


def _uploaded(sent: UploadFile, problems: list[str]) -> list[Dispatch]:
    """The dispatches in an uploaded file. Only the ending of its name is used, never its path."""
    name = (sent.filename or "").replace("\\", "/").rpartition("/")[2]
    ending = Path(name).suffix.lower()
    ending = ending if ending[1:].isalnum() and len(ending) <= 9 else ".txt"

    def refuse(error: MarsadError) -> None:
        problems.append(f"{name}: {str(error).partition(': ')[2] or error}")

    with tempfile.TemporaryDirectory(prefix="marsad-upload-") as folder:
        path = Path(folder, f"dispatch{ending}")
        with path.open("wb") as file:
            while chunk := sent.file.read(1 << 20):
                file.write(chunk)
        found = list(islice(read_paths([path], on_error=refuse), _MOST + 1))
    if len(found) <= _MOST:
        return found
    problems.append(f"{name}: holds more than {_MOST} dispatches; add it in a terminal: marsad add FILE")
    return []


def _stored(record: Record, dispatch: Dispatch, problems: list[str]) -> tuple[str, str, str] | None:
    """Code and store one dispatch: its id, its title, and what became of it."""
    title = dispatch.title or dispatch.text[:80]
    if record.knows(dispatch):
        return dispatch.id, title, "was here already"
    try:
        added = record.add(
            dispatch, knowledge.code(dispatch), retrieved_at=dispatch.retrieved_at, reader=dispatch.reader or "desk"
        )
    except ReadError as error:
        problems.append(f"{title}: {error}")
        return None
    what = "a near copy of another dispatch" if added.what == "repost" else "added"
    return added.dispatch_id, title, f"{what}, {added.events} events"
