"""Dispatches about one happening, written for these tests: what each of them tells is plain to see.

Three sources tell of one shelling with different tolls, one of them under an Arabic title. A fourth tells of shells a
day later near the same town: whether that is the same happening, a person has to say.
"""

from __future__ import annotations

import datetime as dt

from marsad.model import Dispatch

SHELLING = "Sample wire", "Sample radio", "Sample rescuers"
"""The sources of the three accounts; their tolls are 3, 5 and 9."""
UNSURE = "Sample monitor"
ARABIC_TITLE = "قصف على طفس"


def _told(source: str, day: int, text: str, title: str | None = None) -> Dispatch:
    return Dispatch(source=source, date=dt.date(2021, 3, day), title=title, text=text)


ACCOUNTS = (
    _told(
        SHELLING[0],
        10,
        "Syrian government forces shelled the market of Tafas in Daraa province on 9 March 2021. Three civilians were "
        "killed and ten others were injured.",
        "Market of Tafas shelled",
    ),
    _told(
        SHELLING[1],
        10,
        "Five civilians were killed on 9 March 2021 when Syrian government forces shelled the market of Tafas in Daraa "
        "province. Twelve people were injured, residents said.",
        ARABIC_TITLE,
    ),
    _told(
        SHELLING[2],
        12,
        "Rescuers said that nine civilians were killed by the shelling of the market of Tafas in Daraa province on "
        "9 March 2021. Syrian government forces fired artillery at the market.",
        "Nine dead in Tafas",
    ),
    _told(
        UNSURE,
        11,
        "Syrian government forces shelled farmland near Tafas in Daraa province on 10 March 2021. Nobody was hurt.",
        "Shells on Tafas",
    ),
    _told(
        "Sample agency",
        14,
        "Unidentified gunmen killed a former fighter of the Free Syrian Army in Nawa in Daraa province on 13 March "
        "2021. The al-Sanamayn Brigade denied that it was involved.",
        "Killing in Nawa",
    ),
)
