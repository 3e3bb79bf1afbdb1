"""The ``dlwidgets`` command: open the lessons, copy them, check the machine, renew the lessons' outputs."""

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from dlwidgets.errors import DLWidgetsError

__all__ = ["main"]

_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that a learner typed.

    Parameters
    ----------
    argv : sequence of str, optional
        The words after ``dlwidgets``; by default those of the command line. No command means ``open``.

    Returns
    -------
    int
        The exit code: 0 if it worked, 1 if not (a sentence on stderr says why), 130 after Ctrl-C.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or (words[0].startswith("-") and words[0] not in {"-h", "--help", "--version"}):
        words.insert(0, "open")
    options = _parser().parse_args(words)
    try:
        return options.run(options)
    except DLWidgetsError as error:
        print(f"dlwidgets: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    """Describe the commands and their options."""
    parser = argparse.ArgumentParser(
        prog="dlwidgets",
        description="Deep learning in live lessons. Without a command, opens the first lesson in JupyterLab.",
    )
    parser.add_argument("--version", action="version", version=f"dlwidgets {version('dlwidgets')}")
    commands = parser.add_subparsers(metavar="command", required=True)
    _add_open(commands.add_parser("open", help="open JupyterLab on the first lesson (the default)"))
    _add_copy(commands.add_parser("copy", help="copy the lessons to a folder of yours"))
    check = commands.add_parser("check", help="say whether the lessons can run here, and what is missing")
    check.set_defaults(run=_check)
    _add_build(commands.add_parser("build-lessons", help="run the lessons and renew their outputs (authors)"))
    return parser


def _add_open(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``open``."""
    parser.add_argument("--port", type=_port, help="where to listen (default: the first free port from 8888)")
    parser.add_argument("--no-browser", action="store_true", help="print the address and open no browser")
    parser.add_argument("--folder", type=Path, help="the folder of lessons to open")
    parser.add_argument("--allow-root", action="store_true", help="run as root, in a container of your own")
    parser.set_defaults(run=_open)


def _add_copy(parser: argparse.ArgumentParser) -> None:
    """Add the argument of ``copy``."""
    parser.add_argument("folder", type=Path, nargs="?", help="default: dlwidgets-lessons in your home")
    parser.set_defaults(run=_copy)


def _add_build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``build-lessons``."""
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="default: every lesson")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a lesson is stale")
    parser.set_defaults(run=_build)


def _port(text: str) -> int:
    """Read a port number."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        message = f"a port is a whole number from 1 to 65535, not {text!r}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


# Each command's own module is imported when it runs, so that `dlwidgets --help` stays instant.


def _open(options: argparse.Namespace) -> int:
    from dlwidgets.cli.server import open_lessons

    return open_lessons(
        options.folder, port=options.port, browser=not options.no_browser, allow_root=options.allow_root
    )


def _copy(options: argparse.Namespace) -> int:
    from dlwidgets.cli.folders import HOME_FOLDER, copy_lessons

    print(copy_lessons(options.folder or HOME_FOLDER))
    return 0


def _check(_options: argparse.Namespace) -> int:
    from dlwidgets.cli.machine import report

    return report()


def _build(options: argparse.Namespace) -> int:
    from dlwidgets.cli.lessons import build

    return build(options.files, check=options.check)
