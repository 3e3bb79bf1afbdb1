"""The Keras program beside the blocks: read into a network, and written again when the blocks have changed."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dlwidgets.errors import DLWidgetsError
from dlwidgets.network import CodeError, NetworkSpec, ReadCode, read_code

STYLES = {"list": "one list", "add": "model.add"}
PACKAGES = {"keras": "keras", "tensorflow.keras": "tensorflow.keras"}

_LINE_END = re.compile(r"\r\n|\r|\n")

LONGEST = 500_000
"""Characters of a program that is read: some ten thousand lines."""
MOST_UNREAD = 20
"""Lines that can't be read and are named one by one."""
MOST_LAYERS = 100
"""More rows would bury what the page says."""


def require_few_layers(spec: NetworkSpec) -> NetworkSpec:
    """Refuse a network that is too long to be shown in rows.

    Parameters
    ----------
    spec : NetworkSpec
        The network.

    Returns
    -------
    NetworkSpec
        The same.

    Raises
    ------
    CodeError
        If it has more than ``MOST_LAYERS`` layers.
    """
    if len(spec.layers) > MOST_LAYERS:
        many = f"this network has {len(spec.layers):,} layers, and {MOST_LAYERS} are shown at most"
        raise CodeError("long", 1, f"{many}. Take some out, or go on with dlwidgets.NetworkSpec.")
    return spec


@lru_cache(maxsize=16)
def read_program(text: str) -> ReadCode:
    """Read a program whose network is known in full.

    Parameters
    ----------
    text : str
        The program.

    Returns
    -------
    ReadCode
        The network, and what could not be read and does not hinder.

    Raises
    ------
    CodeError
        If there is no network, something in it can't be read, or it has too many layers; the line is in the text.
    """
    if len(text) > LONGEST:
        raise CodeError("long", 1, f"the program has {len(text):,} characters, and {LONGEST:,} are read at most.")
    read = read_code(text)
    if read.lost:
        first = read.lost[0]
        end = "" if first.why.endswith((".", "?")) else "."
        raise CodeError("unread", first.line, f"{first.text.splitlines()[0]!r} can't be read: {first.why}{end}")
    require_few_layers(read.spec)
    return read


def written_program(spec: NetworkSpec, before: str, style: str, package: str) -> str:
    """Write a network as a program: into a learner's own one with the smallest change, else as a whole.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    before : str
        The program so far, which can be read; empty for none.
    style, package : str
        As for ``NetworkSpec.to_code``.

    Returns
    -------
    str
        The program.
    """
    whole = spec.to_code(style=style, package=package)
    if not before or before == read_program(before).spec.to_code(style=style, package=package):
        return whole
    return spec.to_code(style=style, package=package, into=before)


def style_of(text: str) -> str:
    """Tell which style a program is written in.

    Parameters
    ----------
    text : str
        The program.

    Returns
    -------
    str
        A key of ``STYLES``.
    """
    return "add" if ".add(" in text else "list"


def package_of(text: str) -> str:
    """Tell which package a program imports.

    Parameters
    ----------
    text : str
        The program.

    Returns
    -------
    str
        A key of ``PACKAGES``.
    """
    return "tensorflow.keras" if "tensorflow" in text else "keras"


@dataclass(frozen=True)
class Mistake:
    """Why a program can't be read."""

    line: int
    """Where, from 1 on."""
    says: str
    """What is wrong, as a sentence."""


def one_line_end(text: str) -> str:
    """Return a text as a page shows it: each line end is a single line feed.

    Parameters
    ----------
    text : str
        With line ends of any kind.

    Returns
    -------
    str
        The text with line feeds.
    """
    return _LINE_END.sub("\n", text)


def with_line_end_of(before: str, text: str) -> str:
    """Give a text the line ends of another.

    Parameters
    ----------
    before : str
        Its first line end is the one that is wanted.
    text : str
        With line ends of any kind.

    Returns
    -------
    str
        The text with line ends of one kind.
    """
    first = _LINE_END.search(before)
    return one_line_end(text).replace("\n", first[0] if first else "\n")


def mistake_in(text: str) -> Mistake | None:
    """Tell what keeps a program from being read.

    Parameters
    ----------
    text : str
        The program.

    Returns
    -------
    Mistake or None
        The first obstacle; None if there is none.
    """
    try:
        read_program(text)
    except CodeError as error:
        return Mistake(min(error.line, one_line_end(text).count("\n") + 1), f"Line {error.line}: {error.problem}")
    except DLWidgetsError as error:
        return Mistake(1, str(error))
    return None


def shown_code(text: str, draft: str | None) -> dict[str, Any]:
    """Describe for the page what stands in the editor.

    Parameters
    ----------
    text : str
        The program that was read last.
    draft : str or None
        What has been typed since and can't be read.

    Returns
    -------
    dict
        The text; what keeps it from being read, with its line; and what of it is left as it stands.
    """
    mistake = None if draft is None else mistake_in(draft)
    unread = read_program(text).unread if draft is None else ()
    return {
        "text": one_line_end(text if draft is None else draft),
        "mistake": None if mistake is None else {"line": mistake.line, "says": mistake.says},
        "unread": [{"line": one.line, "text": one.text, "why": one.why} for one in unread[:MOST_UNREAD]],
        "n_unread": len(unread),
    }
