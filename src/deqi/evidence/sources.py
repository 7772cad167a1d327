"""Where every figure and rule was read. A key such as `haake2007` stands for one row."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from deqi.records import OutsideMeaningError

NOT_CHECKED = "identifier not checked"


@dataclass(frozen=True, slots=True)
class Source:
    """A publication, guideline or page, as far as it was seen. Empty parts were not seen.

    Attributes
    ----------
    key : what statements and docstrings cite, such as `haake2007`.
    authors, year, title, journal, volume, pages : as printed at the place where it was read.
    doi, pmid : identifiers that were seen, never completed from memory.
    address : where the figure was read; often a copy, so cite the publication.
    """

    key: str
    authors: str
    year: str
    title: str
    journal: str
    volume: str
    pages: str
    doi: str
    pmid: str
    address: str

    @property
    def is_checked(self) -> bool:
        """Whether an identifier was seen."""
        return bool(self.pmid or (self.doi and self.doi != NOT_CHECKED))

    @property
    def identifier(self) -> str:
        """The identifiers in words."""
        if not self.is_checked:
            return NOT_CHECKED
        parts = (("doi", self.doi), ("PMID", self.pmid))
        return ", ".join(f"{name} {value}" for name, value in parts if value)

    @property
    def citation(self) -> str:
        """The source in one line, without its address."""
        return " ".join(
            part
            for part in (self._who, _ended(self.title), self._where, f"{self.identifier}.")
            if part
        )

    @property
    def short(self) -> str:
        """First author, year and identifier, for a page with little room.

        >>> read_sources()["yuan2009"].short
        'Yuan J 2009, doi 10.1016/j.ctim.2008.10.003'
        """
        who = self.authors.split(", ")[0] or self.title
        return f"{' '.join(part for part in (who, self.year) if part)}, {self.identifier}"

    @property
    def _who(self) -> str:
        names = self.authors.split(", ")
        who = f"{names[0]} et al." if len(names) > 3 else self.authors
        return _ended(who)

    @property
    def _where(self) -> str:
        issue = f"{self.volume}:{self.pages}" if self.volume and self.pages else ""
        issue = issue or self.volume or self.pages
        dated = ";".join(part for part in (self.year, issue) if part)
        where = " ".join(part for part in (self.journal, dated) if part)
        return f"{where}." if where else ""


@cache
def read_sources() -> dict[str, Source]:
    """Every source by its key.

    Examples
    --------
    >>> read_sources()["haake2007"].journal
    'Archives of Internal Medicine'
    """
    text = (files("deqi.evidence") / "sources.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["key"]: Source(**row) for row in rows}


def cite(key: str) -> str:
    """The source behind a key, in one line.

    Raises OutsideMeaningError for a key that is not in the list.

    >>> print(cite("yuan2009"))
    Yuan J et al. Different frequencies of acupuncture treatment for chronic low back pain: an
    assessor-blinded pilot randomised controlled trial. Complementary Therapies in Medicine
    2009;17(3):131-140. doi 10.1016/j.ctim.2008.10.003.
    """
    sources = read_sources()
    if key not in sources:
        raise OutsideMeaningError(
            f"Source key '{key}' is not known. Expected one of those that "
            "`deqi evidence sources` lists. Correct the key, or add its row to sources.csv."
        )
    return sources[key].citation


def describe_sources() -> tuple[str, ...]:
    """All sources as lines of text: those with an identifier first, then those without one.

    >>> lines = describe_sources()
    >>> lines[0]
    'Sources with an identifier that was seen:'
    """
    sources = sorted(read_sources().values(), key=lambda source: source.key)
    checked = [source for source in sources if source.is_checked]
    unchecked = [source for source in sources if not source.is_checked]
    return (
        "Sources with an identifier that was seen:",
        *(_line(source) for source in checked),
        "",
        "Sources whose identifier was not checked:",
        *(_line(source) for source in unchecked),
    )


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("?", ".")) or not sentence else f"{sentence}."


def _line(source: Source) -> str:
    read_at = f" Read at {source.address}" if source.address else ""
    return f"  [{source.key}] {source.citation}{read_at}"
