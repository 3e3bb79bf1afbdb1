"""From a text to a report: read, known, judged by each rule, and the fixes tried out."""

import ast
import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dlwidgets.assistant.explanations import explained
from dlwidgets.assistant.facts import Facts, loss_of, targets
from dlwidgets.assistant.findings import BUG, Finding
from dlwidgets.assistant.ordering import in_order
from dlwidgets.assistant.reading.imports import OTHER_FRAMEWORKS
from dlwidgets.assistant.reading.paste import take_apart
from dlwidgets.assistant.reading.program import Program
from dlwidgets.assistant.reading.source import Source
from dlwidgets.assistant.report import FIRST, Report
from dlwidgets.assistant.rules import RULES, Rule
from dlwidgets.assistant.values import Array
from dlwidgets.errors import InvalidValueError, a_kind, clear_call

_LOG = logging.getLogger(__name__)
_MOST_FIXES, _LARGE = 8, 20_000
"""Fixes that are tried out, and from how many parts of a program on only those of the findings to read first."""


@clear_call
def find_bugs(code: str, *, known: Mapping[str, Array] | None = None, style: bool = False) -> Report:
    """Find what is wrong in a Keras program, without running anything of it.

    Parameters
    ----------
    code : str
        A script, the JSON of a notebook, or a paste with prompts, magics and the error that came.
    known : mapping of str to Array, optional
        What is known from elsewhere of variables that the program uses, such as those of a notebook, by name.
    style : bool, default False
        Whether to tell of habits too that change little.

    Returns
    -------
    dlwidgets.assistant.Report
        What was found, the worst first, what was checked, and what could not be seen.

    Raises
    ------
    InvalidValueError
        If something else than a text comes.

    Examples
    --------
    >>> [finding.rule for finding in find_bugs("from keras.layers.core import Dense")]
    ['removed-import']
    """
    if not isinstance(code, str):
        raise InvalidValueError(f"A program is a text, but {a_kind(code)} came. Paste the code as a text.")
    if not isinstance(known or {}, Mapping) or not all(isinstance(one, Array) for one in (known or {}).values()):
        raise InvalidValueError(
            f"known takes what is known of variables, such as {{'X': dlwidgets.assistant.values.Array(...)}}; got {known!r:.60}."
        )
    paste = take_apart(code)
    if paste.problem:
        return Report("", (), (), (paste.problem,))
    if not paste.code.strip() and paste.traceback is None:
        return Report(paste.code, (), (), ("There is no code yet. Paste a program that trains a network.",))
    facts = _facts(paste.code, known or {}, style=style)
    findings = _with_tried_fixes(facts, _judged(facts))
    if paste.traceback is not None:
        findings = explained(paste.traceback, facts.program.source, findings)
    unseen = _unseen(facts)
    return Report(facts.program.source.code, tuple(findings), _checked(facts), unseen)


def _facts(code: str, known: Mapping[str, Array], *, style: bool = False) -> Facts:
    program = Program(Source(code), known)
    try:
        program.run()
    except Exception:  # noqa: BLE001 - a learner's program may be stranger than anybody thought
        _LOG.debug("A program could not be followed to its end.", exc_info=True)
        program.stopped = True
    return Facts(program, style)


def _judged(facts: Facts) -> list[Finding]:
    """Ask each rule; of several findings with one cause, keep the first."""
    asked = [
        one for one in RULES.values() if not (one.is_new and facts.is_old) and (facts.asks_style or not one.is_off)
    ]
    found = [one for rule in asked for one in _asked(rule, facts)]
    kept: dict[tuple[str, int, int], Finding] = {}
    for one in found:
        if not any(_hides(other, one) for other in found):
            kept.setdefault((one.rule, one.span.line, one.span.column), one)
    return in_order(kept.values())


def _hides(cause: Finding, one: Finding) -> bool:
    """Tell whether a finding follows from another one about the same model."""
    known = one.rule in RULES[cause.rule].hides and None not in (cause.about, one.about)
    return known and cause.about.meets(one.about)


def _asked(rule: Rule, facts: Facts) -> list[Finding]:
    """Ask one rule; if it stumbles over a program, it says nothing, and the others are asked all the same."""
    try:
        return [*rule.check(facts)]
    except Exception:  # noqa: BLE001 - as above
        _LOG.debug("The rule %s could not judge a program.", rule.name, exc_info=True)
        return []


def _with_tried_fixes(facts: Facts, findings: list[Finding]) -> list[Finding]:
    """Keep only those edits after which the finding is gone and no new bug is there."""
    code, known = facts.program.source.code, facts.program.known
    most = _MOST_FIXES if len(facts.nodes) < _LARGE else FIRST
    tried = []
    for place, one in enumerate(findings):
        if one.fix is not None and one.fix.edits:
            works = place < most and _works(one.fix.apply(code), known, one, findings)
            tried.append(one if works else replace(one, fix=replace(one.fix, edits=())))
        else:
            tried.append(one)
    return tried


def _works(mended: str, known: Mapping[str, Array], finding: Finding, before: list[Finding]) -> bool:
    """Try an edit out: read the mended program again."""
    facts = _facts(mended, known, style=RULES[finding.rule].is_off)
    if facts.program.source.broken and _count(before, "unreadable-or-undefined") == 0:
        return False
    after = _judged(facts)
    gone = _count(after, finding.rule) < _count(before, finding.rule)
    return gone and all(_count(after, one.rule) <= _count(before, one.rule) for one in after if one.level == BUG)


def _count(findings: Iterable[Finding], name: str) -> int:
    return sum(one.rule == name for one in findings)


def _checked(facts: Facts) -> tuple[str, ...]:
    """Say what was looked at."""
    models = facts.program.models
    if not models and not facts.program.layers:
        return ()
    counts = (
        f"{n} {word}{'' if n == 1 else 's'}"
        for n, word in ((len(models), "model"), (len(facts.program.layers), "layer"))
    )
    words = f"{' with '.join(counts)} {'was' if len(models) == 1 else 'were'} read"
    losses = sorted({loss for _, compiled in facts.pairs if (loss := loss_of(compiled))})
    return (f"{words}{f', and how they fit the loss {losses[0]}' if losses else ''}; {len(RULES)} rules were asked.",)


def _unseen(facts: Facts) -> tuple[str, ...]:
    """Say what could not be seen."""
    program, found = facts.program, []
    modules = {path.split(".")[0] for _, path, _ in program.imports}
    other = next((OTHER_FRAMEWORKS[one] for one in sorted(modules) if one in OTHER_FRAMEWORKS), None)
    if other is not None and not program.models:
        found.append(f"This is {other}; only programs with Keras are read.")
    elif not program.models and any(isinstance(one, ast.ClassDef) for one in program.source.tree.body):
        found.append("Models that are classes of the program's own are read layer by layer only.")
    elif not program.models:
        found.append("There is no Keras model here that could be read.")
    if program.stopped:
        found.append("The program is too long or its loops are; only its beginning was followed.")
    if any(one.is_open for one in program.models):
        found.append("Not all layers of a model could be seen.")
    if any(targets(one) is None for one in facts.fits):
        found.append("I could not see how y was made, so nothing was said about its coding and range.")
    return tuple(found)
