"""What stands around pasted code: web pages, fences, changes, quotes of mail, numbers of lines. Lines stay where they are."""

import html
import re
from collections.abc import Iterator

_NAMES = (
    "a|b|body|br|code|div|em|font|head|html|i|li|meta|ol|p|pre|script|span|strong|style|table|tbody|td|title|tr|u|ul"
)
# Bounded: a page may hold any number of tags that never end.
_TAG = re.compile(rf"</?(?:{_NAMES})\b[^<>\n]{{0,500}}>|<!DOCTYPE[^<>]{{0,500}}>", re.IGNORECASE)
_BLOCK = re.compile(r"<(/?)(pre|code)\b[^<>\n]{0,500}>", re.IGNORECASE)
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_HUNK = re.compile(r"^@@ .*@@", re.MULTILINE)
_HEAD = re.compile(r"^(?:diff |index |--- |\+\+\+ |@@ |\\ No newline)")
_NUMBER = re.compile(r"^\s*(\d{1,5})(?:\s*[:|│.)]|(?=\s|$))")
_FEWEST = 3
"""Lines that make a list of numbers, or a quotation."""


def unwrapped(text: str) -> str:
    """Leave the code of a paste, without what a page, a mail or a tool has put around it.

    Parameters
    ----------
    text : str
        A paste that is no Python as it stands.

    Returns
    -------
    str
        The code; what has no wrapping comes back as it is.
    """
    for take_off in (_page, _fenced, _changed, _quoted, _numbered):
        text = take_off(text)
    return text


def _page(text: str) -> str:
    """Take the code out of the text of a web page."""
    if not re.match(r"\s*<[!a-zA-Z]", text) or not _TAG.search(text):
        return text
    shown = list(_shown(text))
    return html.unescape(_TAG.sub("", "\n".join(shown) if shown else text))


def _shown(text: str) -> Iterator[str]:
    """Yield what stands in the blocks of code of a page, without those inside of others."""
    start, name = 0, ""
    for tag in _BLOCK.finditer(text):
        closes, kind = tag[1], tag[2].lower()
        if not name and not closes:
            start, name = tag.end(), kind
        elif closes and kind == name:
            yield text[start : tag.start()]
            name = ""


def _fenced(text: str) -> str:
    """Leave out what stands around fences; a single one is no more than a line."""
    lines = text.split("\n")
    if sum(bool(_FENCE.match(line)) for line in lines) < 2:
        return "\n".join("" if _FENCE.match(line) else line for line in lines)
    kept, inside = [], False
    for line in lines:
        is_fence = bool(_FENCE.match(line))
        inside ^= is_fence
        kept.append(line if inside and not is_fence else "")
    return "\n".join(kept) if any(line.strip() for line in kept) else text


def _changed(text: str) -> str:
    """Take the new side of a change."""
    if not _HUNK.search(text):
        return text
    lines = (("" if _HEAD.match(line) or line.startswith("-") else line[1:]) for line in text.split("\n"))
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """Take the signs of a quotation away."""
    lines = text.split("\n")
    written = [line for line in lines if line.strip()]
    if len(written) < _FEWEST or not all(re.match(r"\s*>(?!>>)", line) for line in written):
        return text
    return "\n".join(re.sub(r"^\s*> ?", "", line) for line in lines)


def _numbered(text: str) -> str:
    """Take the numbers of the lines away."""
    lines = text.split("\n")
    found = [_NUMBER.match(line) for line in lines if line.strip()]
    numbers = [int(one[1]) for one in found if one is not None]
    if len(numbers) < max(_FEWEST, len(found)) or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return text
    bare = [_NUMBER.sub("", line) for line in lines]
    margin = min((len(line) - len(line.lstrip()) for line in bare if line.strip()), default=0)
    return "\n".join(line[margin:] for line in bare)
