"""An exercise of the gym: a right program with one mistake in it, or two, and what counts as found and as mended."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from random import Random

from dlwidgets.assistant import RULES, Finding, Report, find_bugs
from dlwidgets.assistant.findings import BUG, WARNING
from dlwidgets.assistant.mutations import MUTATIONS, Mutation
from dlwidgets.demos.coach.gym_programs import PROGRAMS

LEVELS = {
    1: ("names", "Python stops with a message"),
    2: ("endings", "last layer, loss and metrics"),
    3: ("shapes", "shapes of data and layers"),
    4: ("data models workflow", "it runs, and learns the wrong thing"),
    5: ("names endings shapes data models workflow", "two mistakes of any kind"),
}
"""By level: the families of mistakes, and what they are about."""
_QUOTED = re.compile(r"'(\w*)'")
N_NAMES = 4
"""Names of mistakes to choose from."""


@dataclass(frozen=True)
class Exercise:
    """A program with a mistake.

    Parameters
    ----------
    right, broken : str
        The program before and after.
    rules : tuple of str
        The rules that find what was done to it.
    names : tuple of str
        Rules to choose from, among them those that found it.
    """

    right: str
    broken: str
    rules: tuple[str, ...]
    names: tuple[str, ...]

    @cached_property
    def report(self) -> Report:
        """What the rules find in the broken program."""
        return find_bugs(self.broken)

    def findings(self, report: Report) -> list[Finding]:
        """Return what a report finds of the mistakes of this exercise.

        Parameters
        ----------
        report : Report
            Of a program that was made of it.

        Returns
        -------
        list of Finding
            In the order of the report.
        """
        return [one for one in report if one.rule in self.rules]

    @cached_property
    def lines(self) -> frozenset[int]:
        """The lines that count as the place of a mistake, from 1 on: where it shows, or was put in."""
        shown = {line for one in self.findings(self.report) for line in range(one.span.line, one.span.end_line + 1)}
        before = Counter(self.right.split("\n"))
        changed = set()
        for number, line in enumerate(self.broken.split("\n"), start=1):
            before[line] -= 1
            if before[line] < 0:
                changed.add(number)
        return frozenset(shown | changed)

    def left(self, report: Report) -> str:
        """Tell what is not right yet in a program that is to be mended.

        Parameters
        ----------
        report : Report
            Of the program as it is now.

        Returns
        -------
        str
            A sentence; empty if it is mended.
        """
        if self.findings(report):
            return "The mistake is still there."
        news = [one for one in report if one.level in {BUG, WARNING}]
        if news:
            return f"The mistake is gone, but now another one is there: {RULES[news[0].rule].title}"
        gone = _calls(self.right) - _calls(report.code)
        if gone:
            return f"The mistake is gone, but so is a part of the program: {min(gone)}."
        return ""


@lru_cache(maxsize=64)
def exercise(level: int, seed: int, number: int) -> Exercise:
    """Make an exercise.

    Parameters
    ----------
    level : int
        A key of ``LEVELS``.
    seed, number : int
        Which one: the same numbers make the same exercise.

    Returns
    -------
    Exercise
        A program whose mistakes the rules find, and nothing else in it.
    """
    random = Random(f"{level} {seed} {number}")  # noqa: S311 - it keeps no secret
    wanted = 2 if level == max(LEVELS) else 1
    # Each program in its turn, so that two exercises in a row are of different kinds.
    turn = random.sample(PROGRAMS, len(PROGRAMS))
    right, (broken, rules) = next(
        (right, found) for right in turn if (found := _broken(right, level, wanted, random)) is not None
    )
    others = sorted({one.rule for one in _of_level(level)} & RULES.keys() - set(rules))
    names = [*rules, *random.sample(others, N_NAMES - len(rules))]
    return Exercise(right, broken, rules, tuple(random.sample(names, len(names))))


def _broken(right: str, level: int, wanted: int, random: Random) -> tuple[str, tuple[str, ...]] | None:
    """Break a program as often as is wanted, so that just that is found; None if it can't be."""
    broken, rules = right, ()
    operators = list(_of_level(level))
    for operator in random.sample(operators, len(operators)):
        made = operator.apply(broken, random)
        if made is not None and _is_wrong(made, {*rules, operator.rule}):
            broken, rules = made, (*rules, operator.rule)
        if len(rules) == wanted:
            # Quotes of another kind would show the place.
            return (broken if "'" in right else _QUOTED.sub(r'"\1"', broken)), rules
    return None


def _is_wrong(made: str, rules: set[str]) -> bool:
    """Tell whether just these rules find something in a program, and nothing that is a matter of taste."""
    found = find_bugs(made)
    return {one.rule for one in found} == rules and all(one.level in {BUG, WARNING} for one in found)


def _of_level(level: int) -> Iterator[Mutation]:
    families = LEVELS[level][0].split()
    return (one for one in MUTATIONS if one.breaks.__module__.rpartition(".")[2] in families)


def _calls(code: str) -> Counter[str]:
    """Count what a program calls, by name."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Counter()
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return Counter(call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls)
