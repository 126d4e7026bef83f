"""What was asked for, in words: a filter as people would say it."""

from __future__ import annotations

from marsad.codebook.countries import countries
from marsad.exports.words import label
from marsad.store.filters import Filter


def title_of(filter: Filter) -> str:
    """The area of a filter as a heading: "Tafas", "Daraa, Syria", "All places"."""
    country = countries().get(filter.country or "")
    parts = (filter.place, filter.admin1, country.name if country else filter.country)
    return ", ".join(dict.fromkeys(part for part in parts if part)) or "All places"


def filter_words(filter: Filter) -> list[str]:
    """The conditions of a filter beside area and period, one phrase each; empty where there are none."""
    review = {"open": "not reviewed yet", "done": "reviewed"}.get(filter.review or "", filter.review or "")
    phrases = [
        ("types: " + ", ".join(label(key) for key in filter.types)) if filter.types else "",
        ("status: " + ", ".join(filter.statuses)) if filter.statuses else "",
        ("with " + ", ".join(filter.actors)) if filter.actors else "",
        "between {:g}, {:g} and {:g}, {:g} degrees east and north".format(*filter.box) if filter.box else "",
        ("told by " + ", ".join(filter.sources)) if filter.sources else "",
        f"dispatch {filter.dispatch_id}" if filter.dispatch_id else "",
        f"incident {filter.incident_id}" if filter.incident_id else "",
        review,
        "" if filter.contradicted is None else "contradicted" if filter.contradicted else "not contradicted",
        f"at least {filter.min_killed} killed" if filter.min_killed else "",
        f"at least {filter.min_casualties} killed or injured" if filter.min_casualties else "",
        f"text “{filter.text}”" if filter.text else "",
        f"changed since {filter.updated_since:%Y-%m-%d %H:%M}" if filter.updated_since else "",
    ]
    return [phrase for phrase in phrases if phrase]
