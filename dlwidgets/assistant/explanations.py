"""An error that stands under a program is explained: what its message means, in its own numbers, and what to do."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from math import prod

from dlwidgets.assistant.findings import BUG, Finding, Fix, Span
from dlwidgets.assistant.keras_api import identifiers
from dlwidgets.assistant.meanings import MEANINGS, Meaning
from dlwidgets.assistant.reading.paste import Traceback
from dlwidgets.assistant.reading.source import Source

_LONGEST = 240
"""Characters of a message that are repeated."""
_AROUND = re.compile(r"Exception encountered when calling .*?\)\.|Graph execution error:|Arguments received by .*", re.DOTALL)  # fmt: skip
_COLOURS = re.compile(r"\x1b?\[\d{1,2}m")
_HOMES = {"optimizer": "optimizers", "loss": "losses", "metric": "metrics", "initializer": "initializers", "regularizer": "regularizers"}  # fmt: skip
_RENAMED = {
    "lr": "learning_rate", "nb_epoch": "epochs", "epoch": "epochs", "output_dim": "units", "init": "kernel_initializer",
    "border_mode": "padding", "subsample": "strides", "p": "rate", "W_regularizer": "kernel_regularizer", "input": "inputs",
    "output": "outputs", "batch_input_shape": "batch_shape", "fit_generator": "fit", "evaluate_generator": "evaluate",
    "predict_generator": "predict", "predict_proba": "predict", "predict_classes": "predict(...).argmax(axis=1)",
    "get_config_from_json": "model_from_json", "append": "concat",
}  # fmt: skip


def explained(error: Traceback, source: Source, findings: list[Finding]) -> list[Finding]:
    """Put in front what an error under a program means, or the finding that is its cause.

    Parameters
    ----------
    error : Traceback
        The error under the program.
    source : Source
        The program.
    findings : list of Finding
        What the rules have found.

    Returns
    -------
    list of Finding
        With the explanation, unless a rule knows the cause.
    """
    message = _COLOURS.sub("", error.message)
    text = f"{message} {error.kind}".strip()
    found = ((meaning, match) for meaning in MEANINGS if (match := meaning.find(text)))
    meaning, match = next(found, (None, None))
    cause = _cause(meaning, _line_of(error, source), findings)
    if cause is not None:
        return [cause, *(one for one in findings if one is not cause)]
    line = _line_of(error, source)
    written = source.lines[line - 1] if source.lines else ""
    span = Span(line, len(written) - len(written.lstrip()), line, len(written))
    said = f"Python says: {error.kind}: {_core(message, match)}"
    if meaning is None or match is None:
        what, why = f"The program stopped with this error: {error.kind}.", said
        fix = "Read the last line of the message first; then print what stands in this line, and its shape."
    else:
        fields = _fields(match)
        what, why, fix = (one.format_map(fields) for one in (meaning.what, meaning.why, meaning.fix))
        why = f"{why} {said}"
    return [Finding("traceback", BUG, span, what, why, Fix(fix), stops=True), *findings]


def _line_of(error: Traceback, source: Source) -> int:
    """Find the line of an error: by its number, or by what stands there if the paste counts otherwise."""
    line = min(error.line or len(source.lines), len(source.lines))
    lines = [one.strip() for one in source.lines]
    if not error.text or (lines and lines[line - 1] == error.text):
        return max(line, 1)
    same = [place for place, one in enumerate(lines, 1) if one == error.text]
    return min(same, key=lambda place: abs(place - line), default=max(line, 1))


def _cause(meaning: Meaning | None, line: int, findings: list[Finding]) -> Finding | None:
    """Return the finding that is the cause of an error: of a rule for such errors, or about its line."""
    stopping = [one for one in findings if one.stops]
    if meaning is None:
        return stopping[0] if stopping else None
    rules = meaning.rules.split()
    here = [one for one in stopping if one.span.line <= line <= one.span.end_line]
    # Of several that may be it, the one that the program has come to last.
    before = sorted((one for one in findings if one.rule in rules and one.line <= line), key=lambda one: -one.line)
    both = [one for one in here if one in before]
    return next(iter([*both, *(one for one in before if one.stops), *here, *before]), None)


def _core(message: str, match: re.Match[str] | None) -> str:
    """Cut a message down to the sentences that say what is wrong."""
    if match is not None and match.start() > _LONGEST:
        message = message[message.rfind("  ", 0, match.start()) + 1 :]
    plain = " ".join(_AROUND.sub(" ", message).split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST].rpartition(' ')[0]} …"


class _Fields(dict[str, str]):
    """Texts by name; what is not there is empty."""

    def __missing__(self, name: str) -> str:
        return ""


def _fields(match: re.Match[str]) -> Mapping[str, str]:
    """Return what a message names, and what follows from it."""
    given = {name: value.strip() for name, value in match.groupdict().items() if value}
    given["name"] = given.get("name", given.get("called", "")).rstrip(".")
    count = given.get("count", given.get("size", ""))
    if count.isdigit():
        given["last"] = str(int(count) - 1)
    for name in ("came", "wanted"):
        # TensorFlow writes shapes without commas.
        given[name] = re.sub(r"(?<=\w) (?=\d)", ", ", given.get(name, ""))
        sizes = [int(one) for one in re.findall(r"\d+", given[name])]
        given[f"{name}_size"] = str(prod(sizes))
    given["s_wanted"] = "" if given.get("wanted") == "1" else "s"
    kind = given.get("kind", "")
    given["home"] = _HOMES.get(kind, "activations")
    near = _near(kind, given["name"])
    given["near"] = f" Near is '{near}'." if near else ""
    new = _RENAMED.get(given["name"], "")
    given["renamed"] = f" It is called {new} now." if new else ""
    return _Fields(given)


def _near(kind: str, name: str) -> str:
    """Return the name that was meant, if Keras has one that is near."""
    if kind not in {*_HOMES, "activation"}:
        return ""
    plain = {one.replace("_", ""): one for one in sorted(identifiers(kind)) if one.islower()}
    found = get_close_matches(name.lower().replace("_", ""), plain, n=1, cutoff=0.6)
    return plain[found[0]] if found else ""
