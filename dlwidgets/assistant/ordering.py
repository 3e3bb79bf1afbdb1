"""Which findings come first: one for each cause, and room for what fails silently beside what Keras has renamed."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from dlwidgets.assistant.findings import BUG, WARNING, Edit, Finding, Fix
from dlwidgets.assistant.rules import RULES

_OLD_NAMES_FIRST = 2


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by what to read first.

    Parameters
    ----------
    findings : iterable of Finding
        What the rules have found.

    Returns
    -------
    list of Finding
        What stops the program, then bugs, then the rest, each by line. Of old names, the same one is told once, and
        from the third on they come behind what is wrong without a message.
    """
    listed = _together(sorted(findings, key=lambda one: one.order))
    old = [one for one in listed if RULES[one.rule].is_new]
    late = {id(one) for one in old[_OLD_NAMES_FIRST:]}
    grave = {BUG, WARNING}
    return sorted(listed, key=lambda one: (one.level not in grave, one.level in grave and id(one) in late))


def _together(findings: list[Finding]) -> list[Finding]:
    """Tell of an old name once, however often it is written; the fix mends all places."""
    kept: dict[tuple[str, str], Finding] = {}
    for one in findings:
        key = (one.rule, one.what if RULES[one.rule].is_new else f"{one.span}")
        first = kept.setdefault(key, one)
        if (
            first is not one
            and first.fix is not None
            and one.fix is not None
            and _are_apart(first.fix.edits, one.fix.edits)
        ):
            kept[key] = replace(first, fix=Fix(first.fix.words, (*first.fix.edits, *one.fix.edits)))
    return list(kept.values())


def _are_apart(some: tuple[Edit, ...], others: tuple[Edit, ...]) -> bool:
    """Tell whether edits touch different pieces, and each finding has one."""
    places = [(edit.span.line, edit.span.column, edit.span.end_line, edit.span.end_column) for edit in (*some, *others)]
    places.sort()
    return bool(some) and bool(others) and all(one[2:] <= other[:2] for one, other in pairwise(places))
