"""A base map of the user's own, in one file: asked for in pieces, and drawn beneath the outlines."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenDesk
from .pmtiles import Colour, write_pictures, write_shapes

MAGENTA = (230, 20, 220)
SHADED_LAND = (242, 240, 237)
"""White land under an area of the user's own, in a third of the colour of lines."""
_SHARE = """async ([picture, colour]) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const drawing = canvas.getContext("2d");
  drawing.drawImage(image, 0, 0);
  const { data } = drawing.getImageData(0, 0, image.width, image.height);
  let found = 0;
  const near = (at) => colour.every((one, by) => Math.abs(data[at + by] - one) < 4);
  for (let at = 0; at < data.length; at += 4) if (near(at)) found += 4;
  return found / data.length;
}"""


def _share(page: Page, colour: Colour) -> float:
    """How much of the live map has a colour."""
    picture = page.locator(".map-frame").screenshot()
    blank = page.context.new_page()
    found: float = blank.evaluate(_SHARE, [base64.b64encode(picture).decode(), list(colour)])
    blank.close()
    return found


def _drawn_with(page: Page, colour: Colour) -> bool:
    """Wait until much of the live map has a colour."""
    for _ in range(40):
        if _share(page, colour) > 0.3:
            return True
        page.wait_for_timeout(250)
    return False


def test_pictures_of_ones_own_lie_beneath_the_outlines(open_desk: OpenDesk, tmp_path: Path, page: Page) -> None:
    file = tmp_path / "own.pmtiles"
    write_pictures(file, MAGENTA)
    desk = open_desk(basemap=file)
    asked: list[tuple[str | None, int]] = []
    page.on(
        "response",
        lambda answer: (
            answer.url.endswith(".pmtiles") and asked.append((answer.request.headers.get("range"), answer.status))
        ),
    )
    page.goto(f"{desk.url}/events")
    expect(page.locator(".map-frame canvas")).to_be_visible()
    assert _drawn_with(page, MAGENTA)
    assert asked and all(part and part.startswith("bytes=") and status == 206 for part, status in asked)


def test_shapes_of_ones_own_are_drawn_in_the_colours_of_the_desk(
    open_desk: OpenDesk, tmp_path: Path, new_page: Callable[..., Page]
) -> None:
    page = new_page(color_scheme="light")
    file = tmp_path / "own.pmtiles"
    write_shapes(file)
    page.goto(f"{open_desk(basemap=file).url}/events")
    expect(page.locator(".map-frame canvas")).to_be_visible()
    assert _drawn_with(page, SHADED_LAND)


def test_a_damaged_file_leaves_the_desks_own_map(open_desk: OpenDesk, tmp_path: Path, page: Page) -> None:
    file = tmp_path / "own.pmtiles"
    file.write_bytes(b"no archive " * 100)
    desk = open_desk(basemap=file)
    page.goto(f"{desk.url}/events")
    expect(page.locator(".map-frame canvas")).to_be_visible()
    expect(page.locator(".map-frame")).to_contain_text("base map cannot be read", timeout=30_000)


@pytest.mark.parametrize(
    ("asked", "status", "length"), [("bytes=0-6", 206, 7), ("bytes=-4", 206, 4), ("bytes=99999999-", 416, None)]
)
def test_parts_of_the_file_are_served_as_asked(
    open_desk: OpenDesk, tmp_path: Path, asked: str, status: int, length: int | None
) -> None:
    file = tmp_path / "own.pmtiles"
    write_pictures(file, MAGENTA)
    answer = httpx.get(f"{open_desk(basemap=file).url}/basemap/own.pmtiles", headers={"Range": asked})
    assert answer.status_code == status
    if length is not None:
        assert len(answer.content) == length
