"""A table of trials to a pooled answer: rows chosen, compared, and weighed together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from deqi.evidence.arms import COMPARATOR_WORDS, ArmRow, Direction, Stat
from deqi.evidence.pooling.build import Cluster, build, directions_of, is_turned
from deqi.evidence.pooling.models import (
    Block,
    Sample,
    chance_of_chi2,
    fit_normal,
    fit_random,
    heterogeneity_of,
    mean_at,
    tau2_dersimonian_laird,
    tau2_reml,
)
from deqi.evidence.pooling.question import (
    ROW_WISE,
    SHORT_TERM_WEEKS,
    KnappHartung,
    Measure,
    PoolQuestion,
)
from deqi.evidence.pooling.results import (
    Between,
    Contrast,
    Fit,
    Heterogeneity,
    PooledGroup,
    PoolResult,
    SetAside,
    Step,
)
from deqi.evidence.pooling.select import CHANGE, FINAL, select
from deqi.records import OutsideMeaningError

MOST_STEPS = 200  # trials; above, pools without each of them would take minutes and say little
MIN_FOR_STEPS = 3  # trials
_SHORT = f"up to {SHORT_TERM_WEEKS:g} weeks"


def pool(arms: Sequence[ArmRow], question: PoolQuestion | None = None) -> PoolResult:
    """What a table of trials shows when its comparisons are weighed together.

    Parameters
    ----------
    arms : rows of a table, such as `read_arms()`.
    question : what is asked; by default standardised mean differences of everything there is.

    Returns
    -------
    PoolResult
        With ratios as natural logarithms; differences in the unit of `measure`.

    Raises
    ------
    OutsideMeaningError
        If no comparison is left, or the rows cannot be compared in this measure.

    Examples
    --------
    >>> from deqi.evidence import read_arms
    >>> answer = pool(read_arms(), PoolQuestion(outcome="pain", by="comparator"))
    >>> [(group.name, group.k) for group in answer.groups]
    [('sham', 3), ('usual_care', 1), ('none', 1), ('active', 1)]
    """
    question = question or PoolQuestion()
    candidates, aside = select(arms, question)
    clusters, empty = build(candidates, question)
    if not clusters:
        raise OutsideMeaningError(_nothing_left((*aside, *empty)))
    clusters = tuple(sorted(clusters, key=_by_year))
    names = sorted({cluster.contrasts[0].group for cluster in clusters}, key=_in_order)
    groups = tuple(_pooled(name, _within(clusters, name), question) for name in names if name)
    is_whole = question.by not in ROW_WISE
    rows = [row for candidate in candidates for row in candidate.rows]
    directions = directions_of(rows)
    return PoolResult(
        question=question,
        contrasts=tuple(contrast for cluster in clusters for contrast in cluster.contrasts),
        whole=_pooled("", clusters, question) if is_whole else None,
        groups=groups,
        between=_between(clusters, groups, question) if len(groups) > 1 else None,
        set_aside=tuple(sorted((*aside, *empty), key=lambda item: item.row)),
        warnings=(
            *_wrong_way(rows),
            *_warnings(clusters, groups, directions, question),
        ),
        favours=_favours(directions, question),
        unit=_unit(rows, question),
    )


def _in_order(group: str) -> tuple[int, str]:
    """Comparators as they are usually told, short before long term, and the rest by letters."""
    first = [*COMPARATOR_WORDS, _SHORT]
    return (first.index(group) if group in first else len(first), group)


def _within(clusters: Sequence[Cluster], name: str) -> tuple[Cluster, ...]:
    return tuple(cluster for cluster in clusters if cluster.contrasts[0].group == name)


def _by_year(cluster: Cluster) -> tuple[int, str]:
    first = cluster.contrasts[0]
    return (first.year or 0, first.trial)


def _sample(clusters: Sequence[Cluster]) -> Sample:
    contrasts = [contrast for cluster in clusters for contrast in cluster.contrasts]
    blocks, place = [], 0
    for cluster in clusters:
        if cluster.covariance is not None:
            places = tuple(range(place, place + len(cluster.contrasts)))
            blocks.append(Block(places, cluster.covariance))
        place += len(cluster.contrasts)
    return Sample.of([c.estimate for c in contrasts], [c.variance for c in contrasts], blocks)


def _pooled(name: str, clusters: Sequence[Cluster], question: PoolQuestion) -> PooledGroup:
    sample = _sample(clusters)
    random, heterogeneity = _random(sample, question)
    laird = tau2_dersimonian_laird(sample) if len(sample) > 1 else 0.0
    trials = list(dict.fromkeys(cluster.contrasts[0].trial for cluster in clusters))
    has_steps = MIN_FOR_STEPS <= len(trials) <= MOST_STEPS
    return PooledGroup(
        name=name,
        contrasts=tuple(contrast for cluster in clusters for contrast in cluster.contrasts),
        random=random,
        dersimonian_laird=fit_normal(sample, laird, question.level, "DerSimonian-Laird"),
        fixed=fit_normal(sample, 0.0, question.level, "fixed effect"),
        heterogeneity=heterogeneity,
        weights_percent=tuple(100 * float(w) for w in sample.weights(random.tau2)),
        leave_one_out=tuple(_without(trials, clusters, question)) if has_steps else (),
        cumulative=tuple(_up_to(trials, clusters, question)) if has_steps else (),
    )


def _random(sample: Sample, question: PoolQuestion) -> tuple[Fit, Heterogeneity | None]:
    if len(sample) == 1:
        return fit_normal(sample, 0.0, question.level, "a single comparison"), None
    tau2 = tau2_reml(sample)
    random = fit_random(sample, tau2, question.knapp_hartung, question.level)
    return random, heterogeneity_of(sample, tau2, random, question.level)


def _without(
    trials: Sequence[str], clusters: Sequence[Cluster], question: PoolQuestion
) -> Iterator[Step]:
    for trial in trials:
        others = [cluster for cluster in clusters if cluster.contrasts[0].trial != trial]
        yield _step(trial, others, question)


def _up_to(
    trials: Sequence[str], clusters: Sequence[Cluster], question: PoolQuestion
) -> Iterator[Step]:
    for n, trial in enumerate(trials, start=1):
        so_far = [cluster for cluster in clusters if cluster.contrasts[0].trial in trials[:n]]
        yield _step(trial, so_far, question)


def _step(trial: str, clusters: Sequence[Cluster], question: PoolQuestion) -> Step:
    sample = _sample(clusters)
    random, _ = _random(sample, question)
    return Step(trial, len(sample), random, random.tau2)


def _between(
    clusters: Sequence[Cluster], groups: Sequence[PooledGroup], question: PoolQuestion
) -> Between:
    """Sub-group means against each other, each with its own tau2 and its plain variance."""
    pairs = [mean_at(_sample(_within(clusters, g.name)), g.random.tau2) for g in groups]
    means = Sample.of([mean for mean, _ in pairs], [variance for _, variance in pairs])
    middle, _ = mean_at(means, 0.0)
    q = float(((means.z - middle) ** 2 / means.d).sum())
    in_groups = Counter(trial for g in groups for trial in {c.trial for c in g.contrasts})
    df = len(groups) - 1
    return Between(q, df, chance_of_chi2(df, q), max(in_groups.values()) > 1)


def _nothing_left(aside: Sequence[SetAside]) -> str:
    reasons = Counter(item.reason for item in aside).most_common(6)
    told = "; ".join(f"{n} row{'s' * (n != 1)}: {reason}" for reason, n in reasons)
    return (
        f"No comparison is left to pool. {told or 'The table has no rows'}. Ask for another "
        "measure, outcome or comparator, or fill in what is missing."
    )


def _favours(directions: Sequence[Direction | None], question: PoolQuestion) -> str:
    if directions == (None,):
        return "which side favours acupuncture is not stated: the table has no column `direction`"
    is_high_better = directions == (Direction.HIGHER_BETTER,)
    is_high_better = is_high_better and not is_turned(directions, question)
    if question.measure.is_ratio:
        return f"{'above' if is_high_better else 'below'} 1 favours acupuncture"
    return f"{'above' if is_high_better else 'below'} 0 favours acupuncture"


def _unit(rows: Sequence[ArmRow], question: PoolQuestion) -> str:
    if question.measure is Measure.SMD:
        return "standard deviations"
    if question.measure is Measure.MD:
        top = question.to_scale or rows[0].scale_max
        return "points" if top is None else f"points of a scale from 0 to {top:g}"
    return "difference in risk" if question.measure is Measure.RD else "ratio"


def _wrong_way(rows: Sequence[ArmRow]) -> Iterator[str]:
    """Trials in which every arm got worse: mostly a fall that was written as a positive number."""
    changes: dict[str, list[bool]] = {}
    for row in rows:
        if row.stat is Stat.CHANGE and row.mean is not None and row.direction is not None:
            is_rise = row.mean > 0
            is_worse = is_rise == (row.direction is Direction.LOWER_BETTER) and row.mean != 0
            changes.setdefault(row.trial, []).append(is_worse)
    worse = [trial for trial, arms in changes.items() if all(arms)]
    if worse:
        yield (
            f"By the signs of their changes every arm got worse in: {', '.join(worse)}. If an "
            "improvement is written as a positive number there, turn the signs; as they stand, the "
            "pool points the wrong way."
        )


def _warnings(
    clusters: Sequence[Cluster],
    groups: Sequence[PooledGroup],
    directions: Sequence[Direction | None],
    question: PoolQuestion,
) -> Iterator[str]:
    contrasts = [contrast for cluster in clusters for contrast in cluster.contrasts]
    memory = _trials(c for c in contrasts if c.is_from_memory)
    if memory:
        yield f"Figures from memory are in: {memory}. Nobody has compared them with the papers."
    pools = [group.contrasts for group in groups] or [tuple(contrasts)]
    mixed = [p for p in pools if {c.scores for c in p} >= {CHANGE, FINAL}]
    if question.measure is Measure.SMD and mixed:
        final = _trials(c for p in mixed for c in p if c.scores == FINAL)
        yield (
            "Final and change scores are mixed in a standardised difference, though their SDs "
            f"differ. Final scores are in: {final}. Say --scores change, --scores final or --by "
            "scores to see them apart."
        )
    if is_turned(directions, question):
        yield "Scales on which more is better were turned, so that lower is better in all."
    if question.by != "comparator" and len({c.comparator for c in contrasts}) > 1:
        names = ", ".join(dict.fromkeys(_words(c.comparator) for c in contrasts))
        yield f"Several comparators are in one pool ({names}); say --by comparator to part them."
    if any(cluster.covariance is not None for cluster in clusters):
        yield (
            "Comparisons that share an arm are weighed with their covariance, so that nobody "
            "counts twice."
        )
    if question.by == "term" and any(c.week is None for c in contrasts):
        yield f"Some rows state no week; they are neither up to nor after {SHORT_TERM_WEEKS:g}."
    yield from _warnings_of_intervals(clusters, groups, question)
    yield from (f"{c.trial}: {note}." for c in contrasts for note in c.notes if "SDs:" in note)


def _warnings_of_intervals(
    clusters: Sequence[Cluster], groups: Sequence[PooledGroup], question: PoolQuestion
) -> Iterator[str]:
    pooled = groups or (_pooled("", clusters, question),)
    single = [_words(group.name) for group in pooled if group.k == 1]
    if single:
        which = f": {'; '.join(single)}" if any(single) else ""
        yield f"A single comparison, shown and not pooled{which}."
    for group in pooled:
        name = f"{_words(group.name)}: " if group.name else ""
        if group.k == 2:
            yield _capital(
                f"{name}two comparisons cannot show how much trials differ; the Knapp-Hartung "
                "interval rests on one degree of freedom, and no prediction is given."
            )
        full = question.knapp_hartung is KnappHartung.FULL
        if full and group.random.hi - group.random.lo < group.fixed.hi - group.fixed.lo - 1e-12:
            yield _capital(
                f"{name}the trials agree more closely than chance would have them, and the "
                "Knapp-Hartung interval is narrower than that of a fixed effect; see "
                "--knapp-hartung at-least-1."
            )


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _words(name: str) -> str:
    return COMPARATOR_WORDS.get(name, name)


def _trials(contrasts: Iterator[Contrast]) -> str:
    return ", ".join(dict.fromkeys(contrast.trial for contrast in contrasts))
