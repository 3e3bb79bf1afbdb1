"""Edits that put lines and layers into a program, or take them out."""

import ast

from dlwidgets.assistant.facts import Facts
from dlwidgets.assistant.findings import Edit, Span
from dlwidgets.assistant.rules.rule import Writer
from dlwidgets.assistant.values import Name, Placed

Edits = tuple[Edit, ...]


def statement_of(facts: Facts, node: ast.AST) -> ast.stmt | None:
    """Return the innermost statement around a part of a program."""
    line = getattr(node, "lineno", 0)
    found = [
        one
        for one in facts.nodes
        if isinstance(one, ast.stmt) and one.lineno <= line <= (one.end_lineno or 0) and any(inner is node for inner in ast.walk(one))
    ]  # fmt: skip
    return max(found, key=lambda one: (one.lineno, -(one.end_lineno or 0)), default=None)


def above(write: Writer, node: ast.AST, *lines: str) -> Edits:
    """Put lines over the statement around a part."""
    statement = statement_of(write.facts, node)
    if statement is None:
        return ()
    indent = " " * write.span(statement).column
    return write.inserted("", statement, "".join(f"{line}\n{indent}" for line in lines)).edits


def below(write: Writer, node: ast.AST, *lines: str) -> Edits:
    """Put lines under the statement around a part."""
    statement = statement_of(write.facts, node)
    if statement is None:
        return ()
    indent = " " * write.span(statement).column
    return write.inserted("", statement, "".join(f"\n{indent}{line}" for line in lines), behind=True).edits


def alias_of(facts: Facts, path: str) -> str | None:
    """Return the name under which a program knows a library; None if it does not."""
    return next((name for name, held in facts.program.names.items() if held == Name(path)), None)


def imported(line: str) -> Edits:
    """Put an import over the program."""
    return (Edit(Span(1, 0, 1, 0), f"{line}\n"),)


def without(write: Writer, placed: Placed) -> Edits:
    """Take a layer out of its list, or its line out of the program."""
    node = placed.node
    for call in write.facts.nodes:
        listed = call.elts if isinstance(call, ast.List) else []
        if node in listed and listed.index(node) > 0:
            before, here = write.span(listed[listed.index(node) - 1]), write.span(node)
            return (Edit(Span(before.end_line, before.end_column, here.end_line, here.end_column), ""),)
    statement = statement_of(write.facts, node)
    alone = isinstance(statement, ast.Expr) and statement.value is node
    if statement is None or not (alone or _gives_back(statement, node)):
        return ()
    span = write.span(statement)
    is_whole = span.line == span.end_line and not write.facts.program.source.lines[span.line - 1][: span.column].strip()
    last = span.end_line >= len(write.facts.program.source.lines)
    return (Edit(Span(span.line, 0, span.end_line + 1, 0), "") if is_whole and not last else Edit(span, "pass"),)


def _gives_back(statement: ast.stmt, node: ast.AST) -> bool:
    """Tell ``x = Layer()(x)``, without which x stays what it was."""
    call = statement.value if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    if not isinstance(statement, ast.Assign) or not isinstance(call, ast.Call) or len(call.args) != 1 or call.keywords:
        return False
    given, target = call.args[0], statement.targets[0]
    same = isinstance(given, ast.Name) and isinstance(target, ast.Name) and given.id == target.id
    return same and node in {call, call.func}


def layer_before(write: Writer, placed: Placed, layer: str) -> Edits:
    """Put a layer in front of another one, written as that one is.

    Parameters
    ----------
    write : Writer
        Of the rule.
    placed : Placed
        The layer that comes behind.
    layer : str
        The new one, such as ``"Flatten()"``.

    Returns
    -------
    tuple of Edit
        Empty where it can't be told how.
    """
    node, call, kind = placed.node, placed.layer.node, placed.kind
    applied = isinstance(node, ast.Call) and len(node.args) == 1 and isinstance(node.args[0], ast.Name)
    written = write.text(call.func)
    if not isinstance(node, ast.Call) or not written.endswith(kind):
        return ()
    name, _, _ = layer.partition("(")
    prefix = written.removesuffix(kind)
    more: Edits = ()
    if not prefix and name not in write.facts.program.names and not write.facts.program.stars:
        alias = imported_name(write.facts, kind)
        if alias is None:
            return ()
        more = write.inserted("", alias, f", {name}", behind=True).edits
    if applied and node is not call and not (isinstance(node.func, ast.Attribute) and node.func.attr == "add"):
        given = node.args[0]
        return (*write.replaced("", given, f"{prefix}{layer}({write.text(given)})").edits, *more)
    if node is call:
        return (*write.inserted("", node, f"{prefix}{layer}, ").edits, *more)
    if isinstance(node.func, ast.Attribute) and node.func.attr == "add":
        indent = " " * write.span(node).column
        return (*write.inserted("", node, f"{write.text(node.func)}({prefix}{layer})\n{indent}").edits, *more)
    return ()


def imported_name(facts: Facts, name: str) -> ast.alias | None:
    """Find where a name is imported."""
    for node, _, _ in facts.program.imports:
        for alias in node.names:
            if alias.name == name and alias.asname is None:
                return alias
    return None


def argument_out(write: Writer, call: ast.Call, keyword: ast.keyword) -> Edits:
    """Take an argument out of a call."""
    parts = [*call.args, *call.keywords]
    place = parts.index(keyword)
    here = write.span(keyword)
    if place:
        before = write.span(parts[place - 1])
        return (Edit(Span(before.end_line, before.end_column, here.end_line, here.end_column), ""),)
    if len(parts) > 1:
        after = write.span(parts[1])
        return (Edit(Span(here.line, here.column, after.line, after.column), ""),)
    return (Edit(here, ""),)


def constant_of(facts: Facts, node: ast.AST, value: object) -> ast.Constant | None:
    """Find where the value of an expression is written out, if it is at one place only.

    Parameters
    ----------
    facts : Facts
        What is known of the program.
    node : ast.AST
        The expression, such as a name.
    value : object
        What it is worth.

    Returns
    -------
    ast.Constant, optional
        The expression itself if it is written out.
    """
    if isinstance(node, ast.Constant):
        return node
    found = [
        one
        for one in facts.nodes
        if isinstance(one, ast.Constant) and one.value == value and type(one.value) is type(value)
    ]
    return found[0] if len(found) == 1 else None


def without_entry(write: Writer, listed: ast.List, entry: ast.expr) -> Edits:
    """Take an entry out of a list."""
    place, here = listed.elts.index(entry), write.span(entry)
    if place:
        before = write.span(listed.elts[place - 1])
        return (Edit(Span(before.end_line, before.end_column, here.end_line, here.end_column), ""),)
    if len(listed.elts) == 1:
        return (Edit(here, ""),)
    after = write.span(listed.elts[1])
    return (Edit(Span(here.line, here.column, after.line, after.column), ""),)
