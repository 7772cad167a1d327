"""Countries and time zones to choose from, as the time-zone database lists them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

Choices = list[tuple[str, str]]
NONE_YET = ("", "---------")  # nobody gets a country or an hour that was not chosen


@cache
def country_choices() -> Choices:
    """Codes of ISO 3166-1 with English names, by name.

    >>> [name for code, name in country_choices() if code == "DE"]
    ['Germany']
    """
    rows = (line.split("\t") for line in _lines("iso3166.tab"))
    return [NONE_YET, *sorted(((code, name) for code, name in rows), key=lambda row: row[1])]


@cache
def time_zone_choices() -> Choices:
    """Names such as Europe/Berlin.

    >>> ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos Aires") in time_zone_choices()
    True
    """
    zones = sorted(line.split("\t")[2] for line in _lines("zone.tab"))
    return [NONE_YET, *((zone, zone.replace("_", " ")) for zone in [*zones, "UTC"])]


def _lines(name: str) -> list[str]:
    text = (files("tzdata") / "zoneinfo" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
