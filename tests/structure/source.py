"""The project's own source, read and never imported."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Import:
    """One imported module or name; ``lazy`` ones stand in a function or are there for types only."""

    line: int
    module: str
    names: tuple[str, ...]
    lazy: bool


@cache
def project_files() -> tuple[str, ...]:
    """List the files that git knows or would take."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return tuple(name for name in listed.stdout.splitlines() if (ROOT / name).is_file())


def package_sources(suffix: str) -> dict[str, str]:
    """Read the package's files of one kind: their paths, and their texts."""
    names = (name for name in project_files() if name.startswith("dlwidgets/") and name.endswith(suffix))
    return {name: (ROOT / name).read_text("utf-8") for name in names}


def imports(text: str) -> Iterator[Import]:
    """Find what a module imports, wherever that stands."""
    tree = ast.parse(text)
    lazy = {node for block in ast.walk(tree) if _is_lazy(block) for node in ast.walk(block)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(node.lineno, alias.name, (), node in lazy)
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            yield Import(node.lineno, "." * node.level + (node.module or ""), names, node in lazy)


def _is_lazy(node: ast.AST) -> bool:
    """Tell a block that does not run when its module is imported."""
    if isinstance(node, ast.If):
        return ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
