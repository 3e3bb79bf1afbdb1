"""Patches for lists that are written in a program: elements, arguments and imported names added or taken out."""

import ast
from collections.abc import Collection, Sequence

from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.writing.text import Patch, ProgramText


def stands_alone(program: ProgramText, node: ast.AST) -> bool:
    """Tell whether a part has its lines for itself, but for a comma and a comment.

    Parameters
    ----------
    program : ProgramText
        The program.
    node : ast.AST
        An element, an argument or a statement.
    """
    return program.prefix(node) is not None and program.comment_after(comma_after(program, node)[1]) is not None


def comma_after(program: ProgramText, node: ast.AST) -> tuple[bool, int]:
    """Tell whether a comma follows a part on its line, and where what follows it starts.

    Parameters
    ----------
    program : ProgramText
        The program.
    node : ast.AST
        The part.
    """
    end = program.span(node)[1]
    rest = program.text[end : program.line_end(end)]
    if rest.lstrip(" \t").startswith(","):
        return True, end + rest.index(",") + 1
    return False, end


def trailing_comment(program: ProgramText, node: ast.AST) -> str:
    """Return the comment behind a part on its line, with the spaces before it; empty if there is none."""
    return (program.comment_after(comma_after(program, node)[1]) or "").rstrip()


def added_after(program: ProgramText, node: ast.AST, texts: Sequence[tuple[str, str]], *, first: int) -> list[Patch]:
    """Put elements behind another one, each on a line of its own if that one has one.

    Parameters
    ----------
    program : ProgramText
        The program.
    node : ast.AST
        The element before them.
    texts : sequence of tuple of str
        Each one's code and comment.
    first : int
        Line of the bracket that opens the list.

    Returns
    -------
    list of Patch
        One for the elements, and one for a comma that is missing.
    """
    end = program.span(node)[1]
    prefix = program.prefix(node)
    if prefix is None or node.lineno == first or not stands_alone(program, node):  # type: ignore[attr-defined]
        return [Patch(end, end, "".join(f", {text}" for text, _ in texts))]
    has_comma, place = comma_after(program, node)
    lines = [f"{program.newline}{prefix}{text},{comment}" for text, comment in texts]
    if not has_comma:
        text, comment = texts[-1]
        lines[-1] = f"{program.newline}{prefix}{text}{comment}"
    line_end = program.line_end(place)
    missing = [] if has_comma else [Patch(end, end, ",")]
    return [*missing, Patch(line_end, line_end, "".join(lines))]


def added_before(program: ProgramText, node: ast.AST, texts: Sequence[tuple[str, str]]) -> list[Patch]:
    """Put elements in front of another one, each on a line of its own if that one has one.

    Parameters
    ----------
    program : ProgramText
        The program.
    node : ast.AST
        The element behind them.
    texts : sequence of tuple of str
        Each one's code and comment.

    Returns
    -------
    list of Patch
        One.
    """
    prefix, start = program.prefix(node), program.span(node)[0]
    if prefix is None or not stands_alone(program, node):
        return [Patch(start, start, "".join(f"{text}, " for text, _ in texts))]
    start -= len(prefix)
    return [Patch(start, start, "".join(f"{prefix}{text},{comment}{program.newline}" for text, comment in texts))]


def without(program: ProgramText, nodes: Sequence[ast.AST], gone: Collection[int]) -> list[Patch]:
    """Take elements out of a list, with their commas and the comments beside them.

    Parameters
    ----------
    program : ProgramText
        The program.
    nodes : sequence of ast.AST
        All elements.
    gone : collection of int
        Places of those that go.

    Returns
    -------
    list of Patch
        They do not meet.
    """
    patches, place = [], 0
    while place < len(nodes):
        last = place
        while last + 1 < len(nodes) and place in gone and last + 1 in gone:
            last += 1
        if place in gone:
            patches += _without_run(program, nodes, place, last)
        place = last + 1
    return patches


def statement_out(program: ProgramText, node: ast.stmt, path: Sequence[ast.stmt], notes: Sequence[str] = ()) -> Patch:
    """Take a statement out, with the comment beside it.

    Parameters
    ----------
    program : ProgramText
        The program.
    node : ast.stmt
        The statement.
    path : sequence of ast.stmt
        The statements around it, and perhaps itself.
    notes : sequence of str
        Comments that stay in its place.

    Returns
    -------
    Patch
        It leaves a ``pass`` where nothing else would be left.

    Raises
    ------
    UnreadableError
        If other code stands on its lines.
    """
    if not stands_alone(program, node):
        raise UnreadableError("a statement shares its line")
    if any([node] in vars(around).values() for around in path):
        return Patch(*program.span(node), "pass")
    prefix = program.prefix(node)
    text = "".join(f"{prefix}{note}{program.newline}" for note in notes)
    return Patch(*program.whole_lines(*program.span(node)), text)


def _without_run(program: ProgramText, nodes: Sequence[ast.AST], first: int, last: int) -> list[Patch]:
    """Take neighbours out of a list."""
    if all(stands_alone(program, node) for node in nodes[first : last + 1]):
        return [Patch(*program.whole_lines(*program.span(node)), "") for node in nodes[first : last + 1]]
    start, end = program.span(nodes[first])[0], program.span(nodes[last])[1]
    if last + 1 < len(nodes):
        end = program.span(nodes[last + 1])[0]
    elif first:
        before = program.span(nodes[first - 1])[1]
        # A comment that stands between them stays.
        start = start if "#" in program.text[before:start] else before
    return [Patch(start, end, "")]
