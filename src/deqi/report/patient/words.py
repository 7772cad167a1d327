"""The words of the patient's own picture, in each language in which it can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deqi.records import OutsideMeaningError

OneOrMore = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """One language. In braces stands what is put in; of a pair, the first is for one.

    Attributes
    ----------
    nothing : no score was ever written.
    silent : none lately, the last one on `{day}`.
    once, always, between : one score, equal scores, different scores of the last days.
    """

    language: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    full_date: str
    decimal_sign: str
    nothing: str
    silent: str
    once: str
    always: str
    between: str
    picture_title: str
    scale: str
    drawn: str
    none_drawn: str
    range_drawn: str
    gaps: str
    scores: OneOrMore
    visits: OneOrMore
    visit_row: str
    visit_mark: str
    date_head: str
    pain_head: str
    visit_head: str

    def day(self, on: date) -> str:
        """A date with its year.

        >>> words_in("en").day(date(2026, 5, 3)), words_in("es").day(date(2026, 5, 3))
        ('3 May 2026', '3 de mayo de 2026')
        """
        return self.full_date.format(day=on.day, month=self.months[on.month - 1], year=on.year)

    def short_day(self, on: date) -> str:
        """A date without its year, as it fits under an axis."""
        return f"{on.day} {self.short_months[on.month - 1]}"

    def number(self, nrs: float) -> str:
        """A score with at most two decimals, and none that say nothing.

        >>> words_in("en").number(4.0), words_in("en").number(4.5), words_in("es").number(4.25)
        ('4', '4.5', '4,25')
        """
        return f"{nrs:.2f}".rstrip("0").rstrip(".").replace(".", self.decimal_sign)

    def count(self, n: int, noun: OneOrMore) -> str:
        """A number with its noun.

        >>> words_in("en").count(1, words_in("en").visits), words_in("es").count(0, ("día", "días"))
        ('1 visit', '0 días')
        """
        return f"{n} {noun[0] if n == 1 else noun[1]}"


ENGLISH = Words(
    language="en",
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    short_months=(
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ),
    full_date="{day} {month} {year}",
    decimal_sign=".",
    nothing="Nothing written yet.",
    silent="Nothing written in the last {n_days} days; you last wrote on {day}.",
    once="In the last {n_days} days you wrote your pain down once, and it was {middle}.",
    always=(
        "In the last {n_days} days your pain was {middle} every time, written down on {n_written} "
        "of {n_days} days."
    ),
    between=(
        "In the last {n_days} days your pain was between {lo} and {hi}, with {middle} in the "
        "middle, written down on {n_written} of {n_days} days."
    ),
    picture_title="Your pain from {first} to {last}",
    scale="Pain: 0 none, 10 worst imaginable",
    drawn="{scores} on {n_written} of {n_days} days",
    none_drawn="Nothing written in these {n_days} days",
    range_drawn=", from {lo} to {hi} on a scale from 0 to 10",
    gaps="Days without a score are left empty.",
    scores=("score", "scores"),
    visits=("visit", "visits"),
    visit_row="Visits",
    visit_mark="visit",
    date_head="Date",
    pain_head="Pain (0 to 10)",
    visit_head="Visit",
)

SPANISH = Words(
    language="es",
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    short_months=(
        *("ene", "feb", "mar", "abr", "may", "jun"),
        *("jul", "ago", "sept", "oct", "nov", "dic"),
    ),
    full_date="{day} de {month} de {year}",
    decimal_sign=",",
    nothing="Todavía no hay nada escrito.",
    silent="No hay nada escrito en los últimos {n_days} días; lo último es del {day}.",
    once="En los últimos {n_days} días anotó su dolor una vez, y fue {middle}.",
    always=(
        "En los últimos {n_days} días su dolor fue siempre {middle}, anotado en {n_written} de "
        "{n_days} días."
    ),
    between=(
        "En los últimos {n_days} días su dolor estuvo entre {lo} y {hi}, con {middle} en el medio, "
        "anotado en {n_written} de {n_days} días."
    ),
    picture_title="Su dolor del {first} al {last}",
    scale="Dolor: 0 ninguno, 10 el peor imaginable",
    drawn="{scores} en {n_written} de {n_days} días",
    none_drawn="No hay nada escrito en estos {n_days} días",
    range_drawn=", de {lo} a {hi} en una escala de 0 a 10",
    gaps="Los días sin anotar quedan vacíos.",
    scores=("anotación", "anotaciones"),
    visits=("visita", "visitas"),
    visit_row="Visitas",
    visit_mark="visita",
    date_head="Fecha",
    pain_head="Dolor (0 a 10)",
    visit_head="Visita",
)

LANGUAGES = {words.language: words for words in (ENGLISH, SPANISH)}


def words_in(language: str) -> Words:
    """The words of a language.

    Raises
    ------
    OutsideMeaningError
        If the picture is not written in that language.
    """
    if language not in LANGUAGES:
        raise OutsideMeaningError(
            f"The language is '{language}'; the patient's picture is written in "
            f"{' and '.join(LANGUAGES)}. Give one of these."
        )
    return LANGUAGES[language]
