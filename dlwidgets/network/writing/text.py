"""The text of a program with its syntax tree, and where each part of the tree stands in the text."""

import ast
import io
import re
import textwrap
import tokenize
import warnings
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.reading.errors import CodeError
from dlwidgets.network.reading.values import Unread

_LINE_END = re.compile(r"\r\n|\r|\n")
_PROMPT = re.compile(r"[ \t]*(?:>>>|\.\.\.(?!:)|In \[\d*\]:|\.\.\.:)(?: |$)")
_FIRST_PROMPT = re.compile(r"[ \t]*(?:>>>|In \[\d*\]:)(?: |$)")
_COMMAND = re.compile(r"\s*(?:[\w.]+\?{1,2}\s*|[\w, ]+=\s*[!%].*)")
"""Such as ``model.add?`` and ``files = !ls``."""
_FENCES = ("```", "~~~")
_STRANGER = re.compile(r"character .*\bU\+([0-9A-F]+)")
_SIGNS = {
    'a straight quote, ",': "“”„«»″",
    "a straight quote, ',": "‘’‚′",
    "a minus sign, -,": "–—−",
    "a star, *,": "×",
    "three dots": "…",
}
_REST = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|$)")


@dataclass(frozen=True)
class Patch:
    """Another text in the place of a part of a program."""

    start: int
    end: int
    text: str


class ProgramText:
    """A program as its text and its tree.

    Parameters
    ----------
    text : str
        The program, perhaps with a notebook's own commands or prompts.

    Raises
    ------
    CodeError
        If the text is no Python.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = _LINE_END.split(text)
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
        self._margins = [0] * len(self.lines)
        self._margins[0] = 1 if text[:1] == "\ufeff" else 0
        self._codes: list[str] = self.lines
        self.magic: list[Unread] = []
        self.tree = self._parsed()

    @property
    def newline(self) -> str:
        """What ends the program's lines."""
        found = _LINE_END.search(self.text)
        return found[0] if found else "\n"

    def _parsed(self) -> ast.Module:
        """Parse the program; what stands around the Python of a notebook or a console is left out if it has to be."""
        try:
            return _tree(self.text[self._margins[0] :])
        except CodeError:
            self.magic = [
                Unread(number, line.strip(), what, matters=False)
                for number, line in enumerate(self.lines, start=1)
                if (what := _no_python(line))
            ]
            if not self._strip():
                raise
        return _tree("\n".join(self._codes))

    def _strip(self) -> bool:
        """Leave out commands, prompts and a common indentation; tell whether there were any."""
        commands = {one.line for one in self.magic}
        numbered = enumerate([self.lines[0].removeprefix("\ufeff"), *self.lines[1:]], start=1)
        codes = [_without(line) if number in commands else line for number, line in numbered]
        prompted = any(map(_FIRST_PROMPT.match, codes))
        if prompted:
            marks = [_PROMPT.match(line) for line in codes]
            codes = [line[mark.end() :] if mark else "" for line, mark in zip(codes, marks, strict=True)]
        self._codes = textwrap.dedent("\n".join(codes)).split("\n")
        pairs = zip(self.lines, self._codes, strict=True)
        self._margins = [len(line) - len(code) if line.endswith(code) else 0 for line, code in pairs]
        return bool(commands) or prompted or self._codes != self.lines

    def _offset(self, line: int, column: int) -> int:
        """Return the place in the text of a line from 1 on and a column in bytes, as `ast` counts them."""
        code = self._codes[line - 1][self._margins[0] if line == 1 and self._codes is self.lines else 0 :]
        characters = column if code.isascii() else len(code.encode()[:column].decode())
        return self._starts[line - 1] + self._margins[line - 1] + characters

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return where a part of the tree starts and ends in the text."""
        start = self._offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]
        return start, self._offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def source(self, node: ast.AST) -> str:
        """Return a part of the tree as it is written."""
        start, end = self.span(node)
        return self.text[start:end]

    def prefix(self, node: ast.AST) -> str | None:
        """Return what stands before the first thing on a line: spaces and prompts; None if there is code."""
        line = node.lineno - 1  # type: ignore[attr-defined]
        start = self.span(node)[0]
        before = self.text[self._starts[line] + self._margins[line] : start]
        return None if before.strip() else self.text[self._starts[line] : start]

    def comment_after(self, end: int) -> str | None:
        """Return the rest of a line if nothing but a comment is there; None if there is code."""
        found = _REST.match(self.text, end)
        return found[0] if found else None

    def line_start(self, place: int) -> int:
        """Return where the line of a place starts."""
        return self._starts[bisect_right(self._starts, place) - 1]

    def line_end(self, place: int) -> int:
        """Return where the line of a place ends, before the line break."""
        found = _LINE_END.search(self.text, place)
        return found.start() if found else len(self.text)

    def whole_lines(self, start: int, end: int) -> tuple[int, int]:
        """Return where the lines of a part start and end, with their last line break."""
        found = _LINE_END.search(self.text, end)
        return self.line_start(start), found.end() if found else len(self.text)

    def comments(self, start: int = 0, end: int | None = None) -> list[str]:
        """Return the comments between two places, in their order."""
        text = self.text[start:end]
        try:
            tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
        except (tokenize.TokenError, SyntaxError):
            return [line.strip() for line in _LINE_END.split(text) if line.lstrip().startswith("#")]
        return [token.string for token in tokens if token.type == tokenize.COMMENT]

    def in_lines(self) -> str:
        """Return the program with a line of its own for each statement."""
        patches = []
        for node in ast.walk(self.tree):
            body = getattr(node, "body", None)
            for one, after in pairwise(body if isinstance(body, list) else []):
                if after.lineno == one.end_lineno and (prefix := self._line_prefix(one)) is not None:
                    patches.append(Patch(self.span(one)[1], self.span(after)[0], f"{self.newline}{prefix}"))
        return self.patched(patches)

    def _line_prefix(self, node: ast.stmt) -> str | None:
        """Return the spaces before the statements of a line; None if they stand behind a colon."""
        start = self.line_start(self.span(node)[0])
        line = self.text[start : self.span(node)[0]]
        before = line[: len(line) - len(line.lstrip())]
        return before if ":" not in line else None

    def patched(self, patches: Iterable[Patch]) -> str:
        """Return the text with some parts changed."""
        parts, place = [], 0
        for patch in sorted(patches, key=lambda one: (one.start, one.end)):
            if patch.start < place:
                raise UnreadableError("two changes meet")
            parts += [self.text[place : patch.start], patch.text]
            place = patch.end
        return "".join([*parts, self.text[place:]])


def _no_python(line: str) -> str | None:
    """Say what a line is that stands around the Python of a notebook or of a page; None if it may be Python."""
    start = line.lstrip("\ufeff \t")
    if start.startswith(_FENCES):
        return "this is the edge of a program in a text, no part of it"
    return "this is a command of the notebook" if start[:1] in {*"%!?"} or _COMMAND.fullmatch(line) else None


def _without(line: str) -> str:
    """Return what stands in the place of a line that is no Python: a statement, or nothing at the program's edge."""
    return re.sub(r"\S.*", "" if line.lstrip().startswith(_FENCES) else "pass", line)


def _mend(message: str) -> str:
    """Say how a text becomes Python, from what Python says of it: what text programs put in for a sign has a sign."""
    found = _STRANGER.search(message)
    stranger = chr(int(found[1], 16)) if found else ""
    if stranger.isspace():
        return (
            f"Type an ordinary space in place of the special blank U+{ord(stranger):04X}, which pages and texts have."
        )
    return next(
        (f"Type {sign} in its place." for sign, others in _SIGNS.items() if stranger and stranger in others), "Mend it."
    )


def _tree(text: str) -> ast.Module:
    """Parse a text, or say in which line it is no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        end = "" if error.msg.endswith("?") else "."
        raise CodeError(
            "syntax", error.lineno or 1, f"this is not Python: {error.msg}{end} {_mend(error.msg)}"
        ) from None
    except (ValueError, RecursionError, MemoryError) as error:
        what = "it is nested too deeply" if not isinstance(error, ValueError) else f"{error}"
        raise CodeError("syntax", 1, f"this can't be read as Python: {what}.") from None
