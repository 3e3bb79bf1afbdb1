"""Formulas made of LaTeX into MathML, which the page draws by itself: no script from elsewhere, no internet."""

import re
from functools import lru_cache
from itertools import pairwise
from xml.etree.ElementTree import Element, tostring  # writes only

REFERENCE = re.compile(r"&#x([0-9A-Fa-f]+);")
ALIGNED = re.compile(r"\\(begin|end)\{aligned\}")
SIGNS, AFTER = {"−", "+"}, {"(", "[", ",", "=", "·", "×", "≈", "←"}
"""Behind one of these, a sign belongs to the number that follows and has no space around it."""
UNREAD = re.compile(r"\\.+|[&{}$]")
"""What the library passes on as if it were the name of a variable: unknown commands, and braces that don't match."""


@lru_cache(maxsize=1024)
def mathml(latex: str) -> str:
    r"""Return one display formula.

    Parameters
    ----------
    latex : str
        Mathematics without dollar signs, such as ``\frac{\partial L}{\partial w_1}``.

    Returns
    -------
    str
        A ``<math>`` element, well-formed whatever stands in ``\text{}``; its ``alttext`` is the LaTeX.

    Raises
    ------
    ValueError
        If the LaTeX is malformed, or holds a command that is not known.

    References
    ----------
    https://www.w3.org/TR/mathml-core/

    Examples
    --------
    >>> mathml("x < 1").partition("alttext=")[2]
    '"x &lt; 1"><mrow><mi>x</mi><mo>&lt;</mo><mn>1</mn></mrow></math>'
    """
    from latex2mathml.converter import convert_to_element

    try:
        # The library knows this environment by another name.
        formula = convert_to_element(ALIGNED.sub(r"\\\1{align*}", latex), display="block")
    except Exception as error:
        raise ValueError(f"This LaTeX can't be read, {type(error).__name__}: {latex}") from error
    formula.set("alttext", latex)
    for element in formula.iter():
        text = element.text or ""
        if element.tag == "mi" and UNREAD.fullmatch(text):
            raise ValueError(f"This LaTeX can't be read at {text!r}: {latex}")
        # The library writes characters as references, which would be escaped once more.
        element.text = REFERENCE.sub(lambda found: chr(int(found[1], 16)), text)
    _bind_signs(formula)
    return tostring(formula, encoding="unicode")


def _bind_signs(formula: Element) -> None:
    """Let the sign of a number stand close to it: without a word, a page takes it for a subtraction."""
    for parent in formula.iter():
        for before, element in pairwise(parent):
            if _character(element) in SIGNS and _character(before) in AFTER:
                element.set("form", "prefix")


def _character(element: Element) -> str:
    """Return the character of an operator; empty for anything else."""
    return element.text or "" if element.tag == "mo" else ""
