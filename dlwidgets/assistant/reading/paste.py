"""A paste becomes Python: notebooks, prompts, magics and smart quotes are taken apart, a traceback is kept."""

import ast
import json
import re
import textwrap
from dataclasses import dataclass
from typing import Any

from dlwidgets.assistant.reading.wrappings import unwrapped

LONGEST = 400_000
"""Characters; the longest programs of courses have a tenth of that."""

LONGEST_NOTEBOOK = 20_000_000
"""Characters; most of a notebook is its pictures, which are not read."""

_PROMPT = re.compile(r"^\s*(?:>>> ?|In \[\d*\]: ?)")
_ANSWER = re.compile(r"^\s*Out ?\[\d*\]:")
_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of signs, as a text has them that was read in the wrong way."""
_MORE = re.compile(r"^\s*(?:\.\.\.: ?|\.\.\. ?)")
_MAGIC = re.compile(r"^(\s*)(?:[!%]|\w+\s*=\s*[!%]|\?*[\w.]+\?+\s*$|\?+[\w.]+\s*$)")
_FENCE = re.compile(r"^\s*```")
_TRACEBACK = re.compile(r'^\s*(?:Traceback \(most recent call last\)|-{20,}\s*$|File "[^"]*", line \d+\s*$)')
_ERROR = re.compile(r"^(?:[\w.]*\.)?(\w*(?:Error|Exception|Interrupt))(?:: ?(.*))?$")
_FRAME = re.compile(
    r'File "[^"]*", line (?P<line>\d+)|^\s*File [^"]\S*:(?P<row>\d+)|^Cell In ?\[\d+\], line (?P<cell>\d+)'
    r"|^(?:~?/|[A-Z]:|<ipython-input)\S* in "
)
_ARROW = re.compile(r"^-+> ?(?P<line>\d+)\b(?P<text>.*)")
_LIBRARY = re.compile(r"site-packages|dist-packages|/lib/python|Python\d*\\Lib\\", re.IGNORECASE)
_LONGEST_MESSAGE = 20_000
"""Characters of what an error says."""
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " "})
_INVISIBLE = str.maketrans(dict.fromkeys(["\ufeff", "\u200b"], ""))


@dataclass(frozen=True)
class Traceback:
    """An error that stands under a program.

    Parameters
    ----------
    kind : str
        Such as ``"ValueError"``.
    message : str
        What it says.
    line : int, optional
        The last line of the learner's own program that it names.
    text : str
        What stands in that line, if it is told.
    """

    kind: str
    message: str
    line: int | None = None
    text: str = ""


@dataclass(frozen=True)
class Paste:
    """A pasted text, taken apart.

    Parameters
    ----------
    code : str
        What is meant as Python.
    traceback : Traceback, optional
        The error under it.
    problem : str
        Why nothing of it can be read, as a sentence; empty if something can.
    """

    code: str
    traceback: Traceback | None = None
    problem: str = ""


def take_apart(text: str) -> Paste:
    """Find the Python in a paste.

    Parameters
    ----------
    text : str
        A script, a notebook's JSON, a session with prompts, with or without a traceback.

    Returns
    -------
    Paste
        What was found.
    """
    text = _HALVES.sub("\ufffd", text).lstrip("\ufeff")
    sample = text[:LONGEST]
    if "\0" in sample or sum(one < " " and one not in "\t\n\r\f" for one in sample) > len(sample) // 50:
        return Paste("", None, "This is no text of a program: it has signs that no editor writes.")
    cells = _notebook(text) if len(text) <= LONGEST_NOTEBOOK else None
    if cells is None and re.match(r'\s*\{\s*"cells"\s*:.*"cell_type"', sample, re.DOTALL):
        return Paste(
            "",
            None,
            "This looks like the file of a notebook, but not like all of it. Paste its whole text, or the code of its cells.",
        )
    if len(text if cells is None else cells) > LONGEST:
        return Paste("", None, f"This text has {len(text):,} characters; up to {LONGEST:,} are read. Paste less of it.")
    if cells is not None:
        return Paste(textwrap.dedent(_without_magics(_without_prompts(_plain(cells)))))
    text = _plain(text)
    if _is_python(text):
        return Paste(text)
    code, traceback = _without_traceback(text)
    code = _without_prompts(unwrapped(code))
    return Paste(textwrap.dedent(_without_magics(code)), traceback)


def _plain(text: str) -> str:
    """Leave out what nobody sees, and end lines as Python does."""
    return text.translate(_INVISIBLE).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")


def _is_python(text: str) -> bool:
    """Tell a text that needs no work, so that all of it stays as it is; JSON is Python too."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return not text.lstrip().startswith("{")


def straight_quotes(code: str) -> str:
    """Return code with the quotes of a keyboard.

    Parameters
    ----------
    code : str
        Code from a text editor or a web page.

    Returns
    -------
    str
        As long as before.
    """
    return code.translate(_QUOTES)


def _notebook(text: str) -> str | None:
    """Return the code of a notebook's cells, or None if the text is no notebook."""
    if not text.lstrip().startswith(("{", "[")) or '"cell' not in text:
        return None
    try:
        notebook: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    found = []
    for cell in _cells(notebook):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", cell.get("input", ""))
            found.append("".join(map(str, source)) if isinstance(source, list) else str(source))
    return "\n\n".join(_cell(one) for one in found)


def _cells(notebook: Any) -> list[Any]:
    """List the cells of a notebook, also of one of the old format, or copied without the rest of it."""
    if isinstance(notebook, dict) and isinstance(sheets := notebook.get("worksheets"), list):
        return [cell for sheet in sheets for cell in _cells(sheet)]
    cells = notebook.get("cells") if isinstance(notebook, dict) else notebook
    return cells if isinstance(cells, list) else []


def _cell(code: str) -> str:
    """Leave a cell out that is of another language."""
    return "" if re.match(r"\s*%%(?!time|capture|timeit)", code) else code


def _without_traceback(text: str) -> tuple[str, Traceback | None]:
    """Cut the last error out of a text."""
    lines = text.split("\n")
    start = next(
        (place for place, line in enumerate(lines) if _TRACEBACK.match(line) and _is_error(lines, place)), None
    )
    end = next((place for place in range(len(lines) - 1, -1, -1) if _ERROR.match(lines[place])), None)
    if end is None or (start is None and end < len(lines) * 2 // 3):
        return text, None
    last = _end_of_message(lines, end)
    found = Traceback(*_error(lines[end:last]), *_own_line(lines[start or end : end]))
    kept = lines[: end if start is None else start]
    return "\n".join(kept if start is None else kept + lines[last:]), found


def _is_error(lines: list[str], place: int) -> bool:
    """Tell a row of dashes above an error, or the place of a SyntaxError, from lines of a program."""
    if "File" in lines[place]:
        return any(_ERROR.match(line) for line in lines[place + 1 : place + 5])
    return "Traceback" in lines[place] or any("Traceback" in line for line in lines[place : place + 2])


def _error(lines: list[str]) -> tuple[str, str]:
    found = _ERROR.match(lines[0])
    kind, message = (found[1], found[2] or "") if found else ("", "")
    whole = " ".join([message, *(line.strip() for line in lines[1:])]).strip()
    # Errors of a compiled graph tell at the end what is wrong.
    return kind, whole if len(whole) <= _LONGEST_MESSAGE else f"{whole[:2000]} {whole[2000 - _LONGEST_MESSAGE :]}"


def _end_of_message(lines: list[str], end: int) -> int:
    """Find where the program goes on behind an error; what stands between fences is part of the message."""
    is_inside = False
    for place in range(end + 1, len(lines)):
        is_inside ^= bool(_FENCE.match(lines[place]))
        if not is_inside and re.match(r"(?:import|from|def|class|model|>>>)\b", lines[place]):
            return place
    return len(lines)


def _own_line(lines: list[str]) -> tuple[int | None, str]:
    """Return the last line of the learner's own that the way to an error names, and what stands there."""
    found: tuple[int | None, str] = (None, "")
    is_own = True
    for place, line in enumerate(lines):
        frame, arrow = _FRAME.search(line), _ARROW.match(line)
        if frame:
            is_own = not _LIBRARY.search(line)
            number = frame["line"] or frame["row"] or frame["cell"]
            below = lines[place + 1].strip() if place + 1 < len(lines) else ""
            # A notebook shows the line below with others around it, an arrow before it.
            if is_own and number:
                found = int(number), "" if frame["line"] is None else below
        elif arrow and is_own:
            found = int(arrow["line"]), arrow["text"].strip()
    return found


def _without_prompts(code: str) -> str:
    """Take the prompts of a session away, and what it printed."""
    lines = code.split("\n")
    if not any(_PROMPT.match(line) for line in lines):
        return code
    kept, inside, whole = [], False, False
    for line in lines:
        first, more = _PROMPT.match(line), _MORE.match(line)
        # A prompt alone in its line has a whole cell under it.
        whole = first[0].strip() == line.strip() != ">>>" if first else whole and not _ANSWER.match(line)
        inside = bool(first or (inside and more))
        start = first or more
        kept.append(line[start.end() :] if inside and start else line if whole else "")
    return "\n".join(kept)


def _without_magics(code: str) -> str:
    """Put nothing in place of what only a notebook understands; the lines stay where they are."""
    kept = []
    depth = 0
    for line in code.split("\n"):
        magic = _MAGIC.match(line) if depth <= 0 else None
        kept.append(f"{magic[1]}pass" if magic else line)
        depth += sum(line.count(sign) for sign in "([{") - sum(line.count(sign) for sign in ")]}")
    return "\n".join(kept)
