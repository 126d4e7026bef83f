"""The page in a real browser: on paper, on a phone, in the dark, and never on the network."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, sync_playwright

from marsad.exports.situation.html import write_situation
from marsad.exports.situation.page import situation
from marsad.exports.situation.period import Period
from marsad.incidents.accounts import Incident

from .examples import account, incident, killed, member, one, place

TOWNS = ("Tafas", "Nawa", "Jasim", "Inkhil", "Dael", "Busra", "Sanamayn", "Muzayrib", "Yadudah", "Tal Shihab")
TYPES = (
    "armed_clash", "shelling", "attack", "explosive_device", "air_strike", "abduction", "arrest", "raid", "protest",
    "deployment", "drone_strike",
)  # fmt: skip
MEMBERS = (
    member("side_a", "5th Corps and allied local fighters", "State forces", "sy-5th-corps"),
    member("side_b", "unidentified gunmen on motorcycles", "Political militia"),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    program = next((found for name in names if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


def month(number: int) -> list[Incident]:
    """So many incidents of a month in ten towns, a third of them told differently by two sources."""
    found = []
    for n in range(number):
        where = place(TOWNS[n % 10], latitude=32.6 + n % 10 * 0.04, longitude=36.0 + n % 7 * 0.05)
        when = dt.date(2021, 3, 1 + n % 31)
        kind = TYPES[n % len(TYPES)]
        first = account(
            when, killed(n % 12), source="Horan monitoring network", type=kind, where=where, members=MEMBERS
        )
        second = account(when, killed(n % 12 + 2), source="State news agency", type=kind, where=where, members=MEMBERS)
        found.append(incident(first, second) if n % 3 == 0 else incident(first))
    return [*found, one(dt.date(2021, 2, 11), killed(3))]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    march = Period(dt.date(2021, 3, 1), dt.date(2021, 3, 31))
    path = tmp_path / "march.html"
    with path.open("w", encoding="utf-8") as stream:
        write_situation(situation(month(90), march, title="Daraa, Syria"), stream)
    return path


def test_a_month_prints_to_two_pages_of_a4(browser: Browser, file: Path, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(file.as_uri())
    page.pdf(path=tmp_path / "march.pdf", prefer_css_page_size=True, print_background=True)
    pages = pypdf.PdfReader(tmp_path / "march.pdf").pages
    assert len(pages) == 2
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]
    assert "Key figures" in pages[0].extract_text().replace("KEY FIGURES", "Key figures")
    assert "What this report cannot know" in pages[1].extract_text()


def test_the_page_asks_for_nothing_and_fits_a_phone(browser: Browser, file: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_has_the_contrast_of_wcag_aa_in_both_themes(browser: Browser, file: Path, theme: str) -> None:
    page = browser.new_page(color_scheme=theme)  # type: ignore[arg-type]
    page.goto(file.as_uri())
    least = page.evaluate(
        """() => {
          const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
          const channels = (colour) => {
            canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data];
          };
          const light = ([r, g, b]) => {
            const linear = [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
            return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
          };
          const behind = (element) => {
            for (let at = element; at; at = at.parentElement) {
              const back = channels(getComputedStyle(at).backgroundColor);
              if (back[3] === 255) return back;
            }
            return [255, 255, 255];
          };
          let least = 21;
          for (const element of document.querySelectorAll("main *")) {
            const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
            if (!own || element.closest("title, .frame")) continue;
            const style = getComputedStyle(element);
            const ink = light(channels(element.closest("svg") ? style.fill : style.color));
            const paper = light(behind(element));
            least = Math.min(least, (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05));
          }
          return least;
        }"""
    )
    assert least >= 4.5
