"""What stands under a picture: lines of text, and formulas."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dlwidgets.errors import InvalidValueError
from dlwidgets.widgets.mathml import mathml


def _lines(kind: str, title: Any, lines: Any) -> tuple[str, ...]:
    """Return the lines if they are texts under a title; a single text is no list of them."""
    listed = tuple(lines) if isinstance(lines, Iterable) and not isinstance(lines, str) else (None,)
    if not isinstance(title, str) or not all(isinstance(line, str) for line in listed):
        raise InvalidValueError(
            f"{kind} takes a title and a tuple of texts, such as {kind}('Sum', ('1 + 1 = 2',)); "
            f"got {title!r:.40} and {lines!r:.60}."
        )
    return listed


@dataclass(frozen=True)
class Note:
    """Some lines under the picture, folded away by a click on their title.

    Parameters
    ----------
    title : str
        What the lines are about.
    lines : tuple of str
        Plain text, in letters of one width.

    Examples
    --------
    >>> Note("Sum", ("0.5 × 2 = 1",)).title
    'Sum'
    """

    title: str
    lines: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", _lines("Note", self.title, self.lines))

    def spec(self) -> dict[str, Any]:
        """Describe the note for the page.

        Returns
        -------
        dict
            The title and the lines.
        """
        return {"title": self.title, "lines": self.lines}


@dataclass(frozen=True)
class Formula:
    r"""Some formulas under the picture's sentence, folded away by a click on their title.

    Each is LaTeX without dollar signs, and has a line of its own. Among much else, these are known: ``\frac``,
    ``\partial``, ``\cdot``, ``\times``, ``\sum``, Greek letters, indices and exponents, ``\hat``, ``\mathbf``,
    ``\underbrace{}_{}``, ``\begin{aligned}``, ``\begin{cases}``, ``\begin{bmatrix}``, ``\text{}`` and
    ``\operatorname{}``.

    A part is brought to the fore with ``\class{dlw-focus}{...}``, in the accent of the page's theme and underlined, or
    with ``\boxed{}``. ``\textcolor{#c2185b}{...}`` gives a colour of one's own, which should read on dark and light.

    Parameters
    ----------
    title : str
        What the formulas are about.
    latex : tuple of str
        One display formula each.

    Examples
    --------
    >>> Formula("Chain rule", (r"\frac{dL}{dw} = \frac{dL}{dz} \cdot \class{dlw-focus}{\frac{dz}{dw}}",)).title
    'Chain rule'
    """

    title: str
    latex: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "latex", _lines("Formula", self.title, self.latex))

    def spec(self) -> dict[str, Any]:
        """Describe the formulas for the page.

        Returns
        -------
        dict
            The title, and the formulas as MathML.

        Raises
        ------
        ValueError
            If a formula can't be read.
        """
        return {"title": self.title, "mathml": tuple(mathml(line) for line in self.latex)}
