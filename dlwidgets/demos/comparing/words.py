"""What a comparison says: numbers, headings, and who is ahead by how much."""

import math
from collections.abc import Sequence
from itertools import combinations

from dlwidgets.compare.result import RaceResult


def percent(share: float) -> str:
    """Write a share as percent."""
    return f"{100 * share:.1f} %"


def seconds(value: float) -> str:
    """Write a time; nothing where it is not known."""
    if math.isnan(value):
        return ""
    return f"{1000 * value:.2g} ms" if value < 0.0995 else f"{value:.1f} s"


def count(value: float) -> str:
    """Write a number; a dash where nobody can say."""
    return "–" if math.isnan(value) else f"{value:,.0f}"


def heading(n_right: int, n_test: int, epoch: int | None, *, is_fresh: bool) -> str:
    """Say how one contestant does on the shown split.

    Parameters
    ----------
    n_right, n_test : int
        Right answers, and how many there could be.
    epoch : int or None
        Where a network in training stands.
    is_fresh : bool
        Whether it has learned with the settings as they are.

    Returns
    -------
    str
        One line.
    """
    if not is_fresh:
        return "learns anew …"
    now = "" if epoch is None else f", epoch {epoch}"
    return f"{percent(n_right / n_test)} of {n_test} test examples right{now}"


def verdict(result: RaceResult) -> str:
    """Say who was ahead how often, for each pair of contestants that have gone through the same seeds.

    Parameters
    ----------
    result : RaceResult
        What is known.

    Returns
    -------
    str
        A sentence; empty with less than two seeds or contestants.
    """
    done = {one.name: {o.seed: o.accuracy for o in one.outcomes if not o.error} for one in result}
    ranked = [name for name in result.ranking() if len(done[name]) > 1][:2]
    said = [_pair(a, done[a], b, done[b]) for a, b in combinations(ranked, 2)]
    return " ".join(filter(None, said))


def _pair(a: str, of_a: dict[int, float], b: str, of_b: dict[int, float]) -> str:
    seeds = sorted(of_a.keys() & of_b.keys())
    if len(seeds) < 2:
        return ""
    ahead, behind = (sum(sign * (of_a[seed] - of_b[seed]) > 0 for seed in seeds) for sign in (1, -1))
    lead = sum(of_a[seed] - of_b[seed] for seed in seeds) / len(seeds)
    equal = len(seeds) - ahead - behind
    even = f", equal in {equal}" if equal else ""
    close = " That is no clear lead." if behind + equal >= ahead else ""
    return (
        f"On average {a} is {100 * lead:.1f} points ahead of {b}: better with {ahead} of {len(seeds)} seeds, "
        f"worse with {behind}{even}.{close}"
    )


def listed(names: Sequence[str]) -> str:
    """Write names as words."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
