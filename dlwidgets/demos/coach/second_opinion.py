"""A language model's guess about a program: asked on demand, and shown only if the rules have nothing against it."""

import ast
import difflib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from typing import Any

from dlwidgets.assistant import Report, find_bugs
from dlwidgets.assistant.findings import BUG
from dlwidgets.errors import InvalidValueError, MissingExtraError, clear_call

INSTALL = 'pip install "dlwidgets[opinion]"'
TIMEOUT_S = 60
LONGEST_WORDS = 600
_LONGEST_ANSWER = 200_000
_ASKED = (
    "You help a beginner with a program for Keras 3. You get the program, what was found in it by rules that are "
    "right, and what could not be seen. Do not contradict the findings. Look for one thing that the findings do not "
    "say, or for the change that mends the first of them. Change as few lines as possible. Answer with one JSON "
    'object and nothing else: {"says": "a sentence or two for a beginner", "code": "the whole program, changed"}.'
)


@dataclass(frozen=True)
class Guess:
    """What a language model says about a program.

    Parameters
    ----------
    model : str
        Who guessed.
    before : str
        The program that was asked about.
    says : str
        What it says, in plain text; empty if there is nothing to show.
    code : str
        The program with its change; the same as before if there is nothing to show.
    problem : str
        Why nothing is shown, as a sentence; empty if something is.
    """

    model: str
    before: str
    says: str = ""
    code: str = ""
    problem: str = ""

    def __bool__(self) -> bool:
        return not self.problem

    @property
    def diff(self) -> str:
        """The change as lines with ``-`` and ``+``."""
        lines = difflib.unified_diff(self.before.split("\n"), self.code.split("\n"), lineterm="", n=0)
        return "\n".join(line for line in [*lines][2:] if not line.startswith("@@"))

    def __repr__(self) -> str:
        if self.problem:
            return self.problem
        return f"A guess of {self.model}, which may be wrong: {self.says}\n{self.diff}"

    def _repr_html_(self) -> str:
        words, _, change = repr(self).partition("\n")
        return f"<div class='dlw-report'><p>{escape(words)}</p><pre>{escape(change)}</pre></div>"


@clear_call
def second_opinion(code: str, *, endpoint: Any, model: str, key: str = "none") -> Guess:
    """Ask a language model of your own about a program; nothing is asked unless you call this.

    The program, and what the rules have found in it, are sent to the endpoint. What comes back is never run. It is
    shown only if the rules find no more in the changed program than in yours, and no part of your program is gone.

    Parameters
    ----------
    code : str
        The program.
    endpoint : str or client
        Address of a server that speaks OpenAI's protocol, also one on your own machine such as
        ``"http://localhost:11434/v1"``; or a client of it, such as ``openai.OpenAI()``.
    model : str
        The name by which the server knows the model.
    key : str
        The key that the server asks for, if it does.

    Returns
    -------
    Guess
        What it says and the change, or why nothing is shown.

    Raises
    ------
    InvalidValueError
        If a text is none.
    MissingExtraError
        If an address came and the package ``openai`` is not installed.

    References
    ----------
    https://platform.openai.com/docs/api-reference/chat

    Examples
    --------
    >>> dlw.second_opinion(code, endpoint="http://localhost:11434/v1", model="llama3")  # doctest: +SKIP
    """
    if not isinstance(model, str) or not model:
        raise InvalidValueError(f"model came as {model!r:.60}; wanted the name of a model, such as 'llama3'.")
    report = find_bugs(code)
    if not report.code.strip():
        return Guess(model, report.code, code=report.code, problem=report.unseen[0])
    try:
        answer = _answer(_client(endpoint, key), model, report)
    except MissingExtraError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever happens between here and a stranger's server costs nothing
        said = f"{type(error).__name__}: {error}"[:200]
        return Guess(model, report.code, code=report.code, problem=f"{model} did not answer ({said}).")
    return _judged(model, report, answer)


def _client(endpoint: Any, key: str) -> Any:
    if not isinstance(endpoint, str):
        return endpoint
    if find_spec("openai") is None:
        raise MissingExtraError(f"The client for language models is not installed. Run: {INSTALL}")
    import openai

    return openai.OpenAI(base_url=endpoint, api_key=key, timeout=TIMEOUT_S, max_retries=0)


def _answer(client: Any, model: str, report: Report) -> str:
    """Ask, and return the text that comes."""
    told = {
        "program": report.code,
        "findings": [{"line": one.line, "rule": one.rule, "what": one.what, "why": one.why} for one in report],
        "facts": [*report.checked],
        "not seen": [*report.unseen],
    }
    messages = [{"role": "system", "content": _ASKED}, {"role": "user", "content": json.dumps(told)}]
    done = client.chat.completions.create(model=model, messages=messages, temperature=0)
    return str(done.choices[0].message.content or "")


def _judged(model: str, report: Report, answer: str) -> Guess:
    """Return what an answer says if the rules have nothing against it."""
    says, code = _read(answer)
    problem = "" if says and code else "the answer is not in the form that was asked for"
    if not problem:
        problem = _objection(report, code)
    if problem:
        return Guess(model, report.code, code=report.code, problem=f"The guess of {model} is not shown: {problem}.")
    return Guess(model, report.code, says, code)


def _read(answer: str) -> tuple[str, str]:
    """Read words and program out of an answer; empty where it has none."""
    start, end = answer.find("{"), answer.rfind("}")
    if start < 0 or end < start or len(answer) > _LONGEST_ANSWER:
        return "", ""
    try:
        found = json.loads(answer[start : end + 1])
    except (ValueError, RecursionError):
        return "", ""
    parts = [found.get(name) for name in ("says", "code")] if isinstance(found, Mapping) else [None, None]
    if not all(isinstance(part, str) for part in parts):
        return "", ""
    words = "".join(sign for sign in " ".join(parts[0].split()) if sign.isprintable())
    return words[:LONGEST_WORDS], parts[1].replace("\r\n", "\n")


def _objection(report: Report, code: str) -> str:
    """Tell what the rules have against a change; empty if nothing."""
    try:
        gone = _calls(report.code) - _calls(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "its program is no Python"
    if code.strip() == report.code.strip():
        return "it changes nothing"
    if sum(gone.values()) > 1:
        return f"a part of your program is gone, {min(gone)}"
    after = find_bugs(code)
    before, now = (Counter(one.rule for one in each) for each in (report, after))
    news = next((one for one in after if one.level == BUG and now[one.rule] > before[one.rule]), None)
    if news is not None:
        return f"it would bring in a new bug: {news.what.rstrip('.')}"
    if report.bugs and not before - now:
        return "it leaves all findings as they are"
    return ""


def _calls(code: str) -> Counter[str]:
    """Count what a program calls, by name."""
    calls = (node.func for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    return Counter(call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls)
