"""The assistant's answer as HTML that stands on its own: in JupyterLab, in its colours, and in a saved page."""

from collections.abc import Sequence
from html import escape

from dlwidgets.assistant.findings import BUG, WARNING

_EDGE, _ALARM, _QUIET = "var(--jp-border-color1, #bdbdbd)", "var(--jp-error-color1, #d32f2f)", "var(--jp-ui-font-color2, #616161)"  # fmt: skip
_ACCENT = "var(--jp-brand-color1, #1976d2)"
_SIGNS = {BUG: "✕", WARNING: "▲", "question": "?", "advice": "i"}
_CODE = "margin: 2px 0; padding: 2px 6px; white-space: pre-wrap; overflow-wrap: anywhere; font-family: var(--jp-code-font-family, monospace); font-size: var(--jp-code-font-size, 13px); color: inherit; background: "  # fmt: skip
_TINTS = {"-": _ALARM, "+": _ACCENT}


def page(heading: str, cards: Sequence[str], notes: Sequence[str]) -> str:
    """Put an answer together.

    Parameters
    ----------
    heading : str
        How much was found.
    cards : sequence of str
        The findings, as `card` writes them.
    notes : sequence of str
        What was checked and what could not be seen.

    Returns
    -------
    str
        HTML without scripts.
    """
    below = "".join(f"<p style='margin: 4px 0; color: {_QUIET}'>{escape(note)}</p>" for note in notes if note)
    return (
        "<div class='dlw-report' style='max-width: 56em; line-height: 1.45; padding: 4px 0'>"
        f"<p style='margin: 4px 0 8px'><b>{escape(heading)}</b></p>{''.join(cards)}{below}</div>"
    )


def card(level: str, title: str, name: str, line: str, said: Sequence[tuple[str, str]], change: str) -> str:
    """Write one finding.

    Parameters
    ----------
    level : str
        How sure and how bad it is; it is shown by a sign and by the edge.
    title : str
        Where and what, as a sentence.
    name : str
        The level and the rule.
    line : str
        The line of the program.
    said : sequence of (str, str)
        What is told of it, each with the word before.
    change : str
        The lines that mend it, with their signs; empty if there is none.

    Returns
    -------
    str
        HTML without scripts.
    """
    is_wrong = level in {BUG, WARNING}
    edge = f"4px {'solid' if level == BUG else 'dashed'} {_ALARM if is_wrong else _EDGE}"
    sign = f"<b aria-hidden='true' style='color: {_ALARM if is_wrong else _QUIET}'>{_SIGNS[level]}</b>"
    parts = [f"<div>{sign} <b>{escape(title)}</b> <span style='color: {_QUIET}'>({escape(name)})</span></div>"]
    if line:
        parts.append(f"<pre style='{_CODE}var(--jp-layout-color2, #eeeeee)'>{escape(line)}</pre>")
    for word, text in said:
        parts.append(f"<div><i>{escape(word)}:</i> {escape(text)}</div>")
        if word == "Fix" and change:
            parts.append("".join(_changed(one) for one in change.split("\n")))
    return f"<div style='border: 1px solid {_EDGE}; border-left: {edge}; border-radius: 4px; padding: 4px 10px 6px; margin: 0 0 8px'>{''.join(parts)}</div>"


def _changed(line: str) -> str:
    tint = _TINTS.get(line[:1], _EDGE)
    return f"<pre style='{_CODE}color-mix(in srgb, {tint} 14%, transparent)'>{escape(line)}</pre>"
