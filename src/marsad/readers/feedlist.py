"""Which feeds are watched, how often and how? The user's list of feeds, a TOML file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from marsad.errors import DataError


class WatchedFeed(BaseModel):
    """One feed of the list.

    `source` overrules the feed's own title. `articles`: where the feed has only a summary of an entry, the page that
    it links to is fetched and read instead. `minutes` from one look at the feed to the next; None: as for all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    source: str | None = Field(None, min_length=1)
    articles: bool = False
    minutes: float | None = Field(None, gt=0)

    @field_validator("url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname:
            raise ValueError("is no address that begins with http:// or https://")
        return value


class FeedList(BaseModel):
    """The feeds, and what holds for all of them.

    `minutes` from one look at a feed to the next; `delay` in seconds from one request to a host to the next;
    `contact` is an address that stands in the User-Agent, so that a site can ask who comes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    feed: list[WatchedFeed] = Field(min_length=1)
    minutes: float = Field(30, gt=0)
    delay: float = Field(5, ge=0)
    contact: str = Field("", pattern=r"^[\x20-\x7e]*$")


def read_feed_list(path: Path) -> FeedList:
    """The list of feeds in a TOML file. Raises `DataError` that names the entry that breaks the schema."""
    try:
        entries = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise DataError(f"{path}: no such file; see docs/reading.md for how a list of feeds looks") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: not valid TOML: {error}") from error
    try:
        found = FeedList.model_validate(entries)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
        raise DataError(f"{path}: {where}: {first['msg']}") from None
    urls = [feed.url for feed in found.feed]
    twice = next((url for url in urls if urls.count(url) > 1), None)
    if twice:
        raise DataError(f"{path}: {twice} stands in the list twice")
    return found
