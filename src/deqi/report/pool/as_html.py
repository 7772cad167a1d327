"""A pool as one self-contained page: forest plots, tables, what should be known, sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from deqi.evidence import Source, read_sources
from deqi.evidence.pooling import PooledGroup, PoolResult
from deqi.report.page_tables import Table
from deqi.report.pool import sentences as say
from deqi.report.pool.axis import Axis, axis_for
from deqi.report.pool.forest import SIZES, forest_svg
from deqi.report.pool.tables import comparison_table, pooled_table, steps_table
from deqi.report.shell import render_page


def write_pool_html(
    result: PoolResult, table: str, left_out: Iterable[str] = (), reading: Iterable[str] = ()
) -> str:
    """The page on one pool; `table` is the name of the file it rests on.

    >>> from deqi.evidence import read_arms
    >>> from deqi.evidence.pooling import PoolQuestion, pool
    >>> page = write_pool_html(pool(read_arms(), PoolQuestion(outcome="pain")), "trials.csv")
    >>> page.startswith("<!DOCTYPE html>"), "<script" in page
    (True, False)
    """
    question = result.question
    groups = result.groups or ((result.whole,) if result.whole else ())
    axis = axis_for(groups, question.measure)
    sources = _sources(result)
    values = {
        "title": say.title(result),
        "table": table,
        "unit": result.unit,
        "favours": result.favours,
        "asked": say.asked(question),
        "groups": [_group(group, result, axis) for group in groups],
        "whole": _group(result.whole, result, axis) if result.groups and result.whole else None,
        "between": say.difference_between(result.between) if result.between else None,
        "warnings": (*reading, *result.warnings),
        "left_out": tuple(left_out),
        "set_aside": tuple(say.reasons_set_aside(result)),
        "rows": _set_aside(result),
        "limits": say.LIMITS,
        "weighed": say.weighed(question),
        "sources": sources,
        "numbers": {source.key: k for k, source in enumerate(sources, start=1)},
    }
    return render_page("pool/page.html.j2", values, ("pictures.css", "pool/page.css"))


def _group(group: PooledGroup, result: PoolResult, axis: Axis) -> dict[str, Any]:
    question, found = result.question, group.heterogeneity
    place = (*result.groups, result.whole).index(group)
    prefix, name = f"forest-{place}", say.group_name(group, question)
    tables = [comparison_table(group, question), pooled_table(group, question)]
    if group.leave_one_out:
        tables += [
            steps_table("Without one trial each", group.leave_one_out, question),
            steps_table("All trials up to this one", group.cumulative, question),
        ]
    keys = dict.fromkeys(key for contrast in group.contrasts for key in contrast.sources)
    return {
        "id": f"group-{place}",
        "name": name,
        "answer": say.answer(group, question),
        "pictures": [
            (size.name, forest_svg([group], question, size, prefix, result.favours, axis))
            for size in SIZES
        ],
        "prediction": say.prediction(found, question) if found else None,
        "spread": say.spread(found) if found else None,
        "without_one": say.without_one(group, question),
        "tables": [replace(t, caption=f"{name}. {t.caption}") for t in tables],
        "cited": tuple(keys),
    }


def _sources(result: PoolResult) -> tuple[Source, ...]:
    keys = dict.fromkeys(key for contrast in result.contrasts for key in contrast.sources)
    return tuple(read_sources()[key] for key in keys)


def _set_aside(result: PoolResult) -> Table:
    rows = tuple((f"{a.row}", a.trial, a.arm, a.reason) for a in result.set_aside)
    return Table("Each row that does not count", ("Row", "Trial", "Arm", "Why"), rows)
