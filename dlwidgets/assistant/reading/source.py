"""Python text becomes a tree; where it is broken, the broken statement is left out and the rest is read."""

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import parso

from dlwidgets.assistant.findings import Span
from dlwidgets.assistant.reading.paste import straight_quotes

_MOST_REPAIRS = 40
_LONGEST_FOR_PARSO = 40_000
_DEEPEST = 60
_OPENED = re.compile(r"[(\[{]")
_TOO_DEEP = (RecursionError, MemoryError)


@dataclass(frozen=True)
class Broken:
    """A statement that is no Python.

    Parameters
    ----------
    line : int
        Where it stands, from 1 on.
    message : str
        What Python says.
    """

    line: int
    message: str


class Source:
    """A program's text with its tree.

    Parameters
    ----------
    code : str
        The text.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self.broken: list[Broken] = []
        self.mended = ""
        self.tree = self._parse()
        self.lines = self.code.split("\n")

    def _parse(self) -> ast.Module:
        tree, error = _tree(self.code)
        if tree is None and straight_quotes(self.code) != self.code:
            self.broken.append(Broken(_first_difference(self.code), "quotes of a text editor are no quotes of Python"))
            self.code = straight_quotes(self.code)
            tree, error = _tree(self.code)
        if tree is not None or error is None:
            return tree or ast.Module([], [])
        self.broken.append(error)
        lines = _without_errors(self.code)
        for _ in range(_MOST_REPAIRS):
            tree, error = _tree("\n".join(lines))
            if tree is not None:
                return tree
            place = min(max(error.line, 1), len(lines)) - 1 if error else 0
            lines[place] = _blank(lines[place]) if lines[place].strip() != "pass" else ""
        return ast.Module([], [])

    def span(self, node: ast.AST) -> Span:
        """Return where a part of the tree stands, in characters.

        Parameters
        ----------
        node : ast.AST
            The part.

        Returns
        -------
        Span
            Its place.
        """
        line, end = getattr(node, "lineno", 1), getattr(node, "end_lineno", None)
        end = end or line
        return Span(
            line,
            self._column(line, getattr(node, "col_offset", 0)),
            end,
            self._column(end, getattr(node, "end_col_offset", None) or 0),
        )

    def text(self, node: ast.AST) -> str:
        """Return a part of the program as it is written.

        Parameters
        ----------
        node : ast.AST
            The part.

        Returns
        -------
        str
            Its text.
        """
        span = self.span(node)
        lines = self.lines[span.line - 1 : span.end_line]
        if not lines:
            return ""
        lines[-1] = lines[-1][: span.end_column]
        lines[0] = lines[0][span.column :]
        return "\n".join(lines)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All parts of the tree, listed once for all who look at them."""
        return list(ast.walk(self.tree))

    @cached_property
    def quote(self) -> str:
        """The quotes that most texts of the program stand in."""
        texts = [one for one in self.nodes if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        signs = Counter(sign for one in texts for sign in self.text(one)[:1] if sign in "'\"")
        return '"' if signs['"'] > signs["'"] else "'"

    def _column(self, line: int, offset: int) -> int:
        """Turn Python's count of bytes into a count of characters."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return offset if text.isascii() else len(text.encode()[:offset].decode(errors="ignore"))


def _tree(code: str) -> tuple[ast.Module | None, Broken | None]:
    """Parse code, or say what is wrong with it."""
    try:
        return ast.parse(code), None
    except SyntaxError as error:
        return None, Broken(error.lineno or 1, error.msg)
    except (ValueError, *_TOO_DEEP):
        return None, Broken(_deepest_line(code), "it is nested too deeply to be read")


def is_python(code: str) -> bool:
    """Tell whether Python can read a text."""
    return _tree(code)[0] is not None


def _deepest_line(code: str) -> int:
    lines = code.split("\n")
    return max(range(len(lines)), key=lambda place: len(lines[place])) + 1


@cache
def _grammar() -> Any:
    return parso.load_grammar()  # type: ignore[attr-defined]


def _without_errors(code: str) -> list[str]:
    """Leave out the statements that parso can't read."""
    lines = code.split("\n")
    deep = any(len(_OPENED.findall(line)) > _DEEPEST for line in lines)
    if len(code) > _LONGEST_FOR_PARSO or deep or max(map(len, lines)) > _LONGEST_FOR_PARSO // 10:
        return lines
    try:
        # Without a cache: it would keep every program that was ever pasted, on disk too.
        module = _grammar().parse(code, cache=False, diff_cache=False)
        spots = _error_lines(module)
    except _TOO_DEEP:
        return lines
    for start, end in spots:
        for place in range(start - 1, min(end, len(lines))):
            lines[place] = _blank(lines[place]) if place == start - 1 else ""
    return lines


def _error_lines(module: Any) -> list[tuple[int, int]]:
    """List the lines of broken statements."""
    found, waiting = [], [module]
    while waiting:
        node = waiting.pop()
        if node.type in {"error_node", "error_leaf"}:
            found.append((node.start_pos[0], node.end_pos[0] - (node.end_pos[1] == 0)))
        else:
            waiting += getattr(node, "children", [])
    return found


def _blank(line: str) -> str:
    """Put a statement that does nothing in place of a line."""
    return f"{line[: len(line) - len(line.lstrip())]}pass"


def _first_difference(code: str) -> int:
    straight = straight_quotes(code)
    place = next(place for place, (one, other) in enumerate(zip(code, straight, strict=True)) if one != other)
    return code.count("\n", 0, place) + 1
