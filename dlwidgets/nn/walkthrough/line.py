"""A line of arithmetic that can be written twice: with symbols, and with its numbers filled in."""

from dataclasses import dataclass
from math import floor, isclose, log10

from dlwidgets.nn.text import NOISE, number

DIGITS = 4
_TRANSCENDENTAL = ("e^{", r"\ln", r"\tanh")


@dataclass(frozen=True)
class Quantity:
    """A number with the symbol that formulas use for it.

    Parameters
    ----------
    latex : str
        The symbol, in LaTeX.
    value : float
        The number that was computed.
    """

    latex: str
    value: float


Term = str | Quantity


@dataclass(frozen=True)
class Line:
    r"""A quantity, and what it was computed from.

    Parameters
    ----------
    result : Quantity
        What stands left of the equals sign.
    right : tuple of str or Quantity
        What stands right of it: LaTeX, and quantities in their places.
    note : tuple of str or Quantity
        What stands behind it all, such as a reason.

    Examples
    --------
    >>> w, x = Quantity("w", -0.5), Quantity("x", 3.0)
    >>> line = Line(Quantity("z", -1.5), (w, r" \cdot ", x))
    >>> line.symbols, line.filled
    ('z = w \\cdot x', 'z = -0.5 \\cdot 3 = -1.5')
    """

    result: Quantity
    right: tuple[Term, ...]
    note: tuple[Term, ...] = ()

    @property
    def symbols(self) -> str:
        """The line in LaTeX, with a symbol for each number."""
        return f"{self.result.latex} = {''.join(t if isinstance(t, str) else t.latex for t in self.right + self.note)}"

    @property
    def filled(self) -> str:
        r"""The line in LaTeX with its numbers, to four digits; "≈" stands where one of them is rounded."""
        right, result, note = _filled(self.right), latex_number(self.result.value), _filled(self.note)
        first = _sign(self._quantities(self.right))
        second = r"\approx" if self._is_irrational else _sign([*self._quantities(self.right), self.result])
        text = f"{self.result.latex} {second if right == result else first} {right}"
        return f"{text}{note}" if right == result else f"{text} {second} {result}{note}"

    @property
    def numbers(self) -> dict[str, float]:
        """Every number of the line by its symbol."""
        return {q.latex: q.value for q in (self.result, *self._quantities(self.right + self.note))}

    @property
    def _is_irrational(self) -> bool:
        """Whether no decimal number is the result: so it is for e^z, ln(1 + e^z) and tanh(z), but for z = 0."""
        is_transcendental = any(f in term for f in _TRANSCENDENTAL for term in self.right if isinstance(term, str))
        return is_transcendental and any(q.value for q in self._quantities(self.right))

    @staticmethod
    def _quantities(terms: tuple[Term, ...]) -> list[Quantity]:
        return [term for term in terms if isinstance(term, Quantity)]


def latex_number(value: float) -> str:
    r"""Write a number in LaTeX with four digits; a share that would round to 1 keeps the digits that tell it from 1.

    Parameters
    ----------
    value : float
        The number.

    Returns
    -------
    str
        Such as ``0.7311``, ``0.999998`` or ``1.2 \times 10^{-7}``.
    """
    to_one = 1 - abs(value)
    # One minus such a share is what its slope and its logarithm are made of.
    digits = max(DIGITS, 1 - floor(log10(to_one))) if NOISE < to_one < 1 else DIGITS
    text = number(value, digits)
    if "e" not in text:
        return text
    mantissa, exponent = text.split("e")
    return rf"{mantissa} \times 10^{{{int(exponent)}}}"


def _sign(quantities: list[Quantity]) -> str:
    """Return "=" if no number loses anything when it is written down, else "≈"."""
    exact = all(isclose(float(number(q.value, DIGITS)), q.value, rel_tol=NOISE, abs_tol=NOISE) for q in quantities)
    return "=" if exact else r"\approx"


def _filled(terms: tuple[Term, ...]) -> str:
    """Join the terms with numbers in place of symbols; a negative one gets brackets where it follows an operator."""
    text = ""
    for term in terms:
        if isinstance(term, str):
            text += term
        else:
            value = latex_number(term.value)
            is_free = not text or text.rstrip()[-1] in "({|,=<>}"
            text += f"({value})" if value.startswith("-") and not is_free else value
    return text
