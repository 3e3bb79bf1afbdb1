"""The JavaScript and CSS of the widgets: plain files in ``static/``, joined into one module for the browser."""

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"

_IMPORT = re.compile(r'^import .*? from "\./(?P<file>[\w.]+)";\n', re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


@cache
def script(name: str) -> str:
    """Return ``static/<name>`` with the files it imports in front of it, as one ES module.

    A widget's module reaches the page as text, where ``import "./other.js"`` would find nothing. Each file is
    a module of its own for the tests and for the reader; here their ``import`` and ``export`` lines go.
    """
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", _read(file))) for file in _in_order(name))


@cache
def style(name: str) -> str:
    """Return the text of ``static/<name>``, a style sheet."""
    return _read(name)


def _in_order(name: str) -> list[str]:
    """Name the files that ``name`` imports, directly or not, each once and before its users, then ``name``."""
    files: list[str] = []
    for match in _IMPORT.finditer(_read(name)):
        files += [file for file in _in_order(match["file"]) if file not in files]
    return [*files, name]


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")
