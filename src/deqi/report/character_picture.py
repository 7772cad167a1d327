"""The picture in plain characters: scores, level, course expected without visits, forecast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from deqi.report.chart_ticks import choose_ticks
from deqi.report.picture import Band, Picture
from deqi.report.wording import short_day

LEFT = 5  # columns of the axis: two for the score, a space, the line, a space
TICK_COLUMNS = 11
LEVEL, BAND, WITHOUT, AHEAD, WITH_PLAN = "=", ":", "~", ".", "+"
ONE, SEVERAL, END = "o", "O", "|"


@dataclass
class Canvas:
    """A grid of characters: eleven rows of scores, 10 at the top, and columns of time."""

    starts_at: datetime
    ends_at: datetime
    n_columns: int
    cells: dict[tuple[int, int], str] = field(default_factory=dict)

    def column(self, at: datetime) -> int:
        """The column that holds a moment."""
        share = (at - self.starts_at) / (self.ends_at - self.starts_at)
        return min(max(int(share * self.n_columns), 0), self.n_columns - 1)

    def middle(self, column: int) -> datetime:
        """The moment in the middle of a column."""
        return self.starts_at + (column + 0.5) / self.n_columns * (self.ends_at - self.starts_at)

    def put(self, column: int, nrs: float, mark: str) -> None:
        """Set a mark on the row of the nearest whole score."""
        self.cells[column, min(max(round(nrs), 0), 10)] = mark

    def row(self, nrs: int) -> str:
        """One row as text."""
        return "".join(self.cells.get((k, nrs), " ") for k in range(self.n_columns)).rstrip()


def draw_characters(picture: Picture, width: int = 80) -> list[str]:
    """The picture as lines of at most `width` columns, with its key."""
    canvas = Canvas(picture.starts_at, picture.ends_at, width - LEFT)
    n_record = canvas.column(picture.record_ends_at)
    _fill(canvas, picture.forecast, range(n_record + 1, canvas.n_columns), AHEAD)
    _fill(canvas, picture.level, range(n_record), BAND)
    _line(canvas, picture.without_visits, range(n_record), WITHOUT)
    _line(canvas, picture.level, range(n_record), LEVEL)
    _line(canvas, picture.forecast_with_plan, range(n_record + 1, canvas.n_columns), WITH_PLAN)
    _scores(canvas, picture)
    if picture.forecast:
        for nrs in range(11):
            canvas.put(n_record, nrs, END)
    rows = [f"{nrs:>2} | {canvas.row(nrs)}".rstrip() for nrs in range(10, -1, -1)]
    return ["Pain, 0 to 10", *rows, *_axis(canvas), *_rows_below(canvas, picture), *_key(picture)]


def _fill(canvas: Canvas, bands: Sequence[Band], columns: range, mark: str) -> None:
    """The 80 % band, column by column."""
    for column in columns if bands else ():
        nrs = _nearest(bands, canvas.middle(column)).nrs
        for score in range(11):
            if round(nrs.lo80) <= score <= round(nrs.hi80):
                canvas.put(column, score, mark)


def _line(canvas: Canvas, bands: Sequence[Band], columns: range, mark: str) -> None:
    for column in columns if bands else ():
        canvas.put(column, _nearest(bands, canvas.middle(column)).nrs.median, mark)


def _nearest(bands: Sequence[Band], at: datetime) -> Band:
    return min(bands, key=lambda band: abs(band.at - at))


def _scores(canvas: Canvas, picture: Picture) -> None:
    places = Counter((canvas.column(dot.at), round(dot.nrs)) for dot in picture.dots)
    for (column, nrs), n in places.items():
        canvas.put(column, nrs, ONE if n == 1 else SEVERAL)


def _axis(canvas: Canvas) -> list[str]:
    """The time axis with its dates; the year stands by the first date and where it changes."""
    n_at_most = max(1, canvas.n_columns // (TICK_COLUMNS + 2))
    ticks = choose_ticks(canvas.starts_at, canvas.ends_at, n_at_most)
    marks, labels = ["-"] * canvas.n_columns, ""
    for tick in ticks:
        column = canvas.column(tick.at)
        label = f"{tick.label} {tick.year}".strip()
        if column + len(label) <= canvas.n_columns and column >= len(labels):
            marks[column] = "'"
            labels = labels.ljust(column) + label + " "
    margin = " " * LEFT
    return [f"   +-{''.join(marks)}", f"{margin}{labels}".rstrip()]


def _rows_below(canvas: Canvas, picture: Picture) -> list[str]:
    """Visits, planned visits, flares: one row of marks each, if there are any."""
    noon = timedelta(hours=12)
    midnight = datetime.min.time()
    flares = [datetime.combine(on, midnight) + noon for on in picture.flare_days]
    visits = _marks(canvas, picture.visits, "v")
    planned = _marks(canvas, picture.planned, "p")
    both = "".join(p if p != " " else v for v, p in zip(visits, planned, strict=True))
    care = _care(canvas, picture)
    rows = (("vis", both), ("fla", _marks(canvas, flares, "x")), ("oth", care))
    return [f"{name}: {row}".rstrip() for name, row in rows if row.strip()]


def _marks(canvas: Canvas, moments: Sequence[datetime], mark: str) -> str:
    columns = {canvas.column(at) for at in moments}
    return "".join(mark if k in columns else " " for k in range(canvas.n_columns))


def _care(canvas: Canvas, picture: Picture) -> str:
    """Columns in which other care was going on; its names are in the key."""
    spans = [(canvas.column(bar.from_at), canvas.column(bar.to_at)) for bar in picture.bars]
    return "".join(
        "#" if any(lo <= k <= hi for lo, hi in spans) else " " for k in range(canvas.n_columns)
    )


_Drawn = Callable[[Picture], object]
_KEY: tuple[tuple[_Drawn, str], ...] = (
    (lambda p: p.dots, f"{ONE} score, {SEVERAL} several scores"),
    (lambda p: p.level, f"{LEVEL} level of pain, {BAND} its 80 % band"),
    (lambda p: p.without_visits, f"{WITHOUT} level expected without visits"),
    (lambda p: p.forecast, f"{END} end of the record"),
    (lambda p: p.forecast, f"{AHEAD} forecast of one entry {{ahead}}, 80 %"),
    (lambda p: p.forecast_with_plan, f"{WITH_PLAN} median with the proposed visits"),
    (lambda p: p.visits, "v visit"),
    (lambda p: p.planned, "p proposed visit"),
    (lambda p: p.flare_days, "x day of a probable or reported flare"),
)


def _key(picture: Picture) -> list[str]:
    """The meaning of every mark that is drawn, one line of words; other care by name."""
    words = [text.format(ahead=picture.ahead) for is_drawn, text in _KEY if is_drawn(picture)]
    key = "Key: " + "; ".join(words)
    care = "; ".join(_care_words(picture))
    return [key + "."] + ([f"# other care: {care}."] if care else [])


def _care_words(picture: Picture) -> list[str]:
    return [f"{bar.what}, from {short_day(bar.from_at.date())}" for bar in picture.bars]
