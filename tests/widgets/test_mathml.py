"""Formulas as MathML: well-formed, true to their LaTeX, and refused where they can't be read."""

from xml.etree.ElementTree import fromstring

import pytest

from dlwidgets.widgets.mathml import mathml

NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"


def parsed(latex):
    """Read the MathML of a formula."""
    return fromstring(mathml(latex))  # noqa: S314 - it is our own


def tags(latex):
    """Name the elements of a formula in their order."""
    return [element.tag.removeprefix(NAMESPACE) for element in parsed(latex).iter()]


def words(latex):
    return "".join(parsed(latex).itertext())


@pytest.mark.parametrize(
    ("latex", "tag", "text"),
    [
        (r"\frac{\partial L}{\partial w_1}", "mfrac", "∂L∂w1"),
        (r"a \cdot b \times c", "mo", "a·b×c"),
        (r"\sum_{i=1}^n x_i^2", "munderover", "∑i=1nxi2"),
        (r"\sigma(z)", "mi", "σ(z)"),
        (r"w_{12}^{(3)}", "msubsup", "w12(3)"),
        (r"\hat{y}", "mover", "y^"),
        (r"\mathbf{w}", "mi", "𝐰"),
        (r"\underbrace{0.5 \cdot 2}_{\text{input}}", "munder", "0.5·2⏟input"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "mtable", "a=bc=d"),
        (r"\begin{cases} z & z > 0 \\ 0 & \text{else} \end{cases}", "mtable", "{zz>00else"),
        (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", "mtable", "[1234]"),
        (r"\sqrt{v} + \epsilon", "msqrt", "v+ϵ"),
        (r"\operatorname{ReLU}(z)", "mo", "ReLU(z)"),
        (r"\boxed{x}", "menclose", "x"),
        (r"x - 0.05", "mn", "x−0.05"),
    ],
)
def test_what_a_lesson_writes_is_known(latex, tag, text):
    assert tag in tags(latex)
    assert words(latex) == text


def test_the_sign_of_a_number_stands_close_to_it_and_that_of_a_subtraction_does_not():
    signs = [
        one.get("form", "")
        for one in parsed(r"z = (-0.4) \cdot 3 - 2 + (1, -1) = -5 - (+1)").iter()
        if one.text in {"−", "+"}
    ]
    assert signs == ["prefix", "", "", "prefix", "prefix", "", "prefix"]


@pytest.mark.parametrize(
    "text", ["a < b", "x & y", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", 'say "hi"']
)
def test_text_stays_text(text):
    formula = parsed(rf"x = \text{{{text}}}")
    assert formula.find(f".//{NAMESPACE}mtext").text == text.replace(" ", "\u00a0")
    assert formula.get("alttext") == rf"x = \text{{{text}}}"
    assert {element.tag for element in formula.iter()} == {
        NAMESPACE + tag for tag in ("math", "mrow", "mi", "mo", "mtext")
    }


def test_a_formula_is_a_display_of_its_own():
    assert parsed("x").get("display") == "block"


@pytest.mark.parametrize("latex", [r"x \class{dlw-focus}{y} z", r"\class{dlw-focus}{\frac{y}{x}}"])
def test_a_part_can_be_brought_to_the_fore(latex):
    (focus,) = parsed(latex).iterfind(".//*[@class='dlw-focus']")
    assert focus.find(f".//{NAMESPACE}mi").text == "y"


def test_a_colour_ends_with_its_part():
    formula = parsed(r"\textcolor{#c2185b}{x} + y")
    (coloured,) = formula.iterfind(".//*[@mathcolor='#c2185b']")
    assert "".join(coloured.itertext()) == "x"


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{1}{",
        r"\left( x",
        "x_{",
        "x}",
        "a & b",
        r"\nosuch{x}",
        r"\frc{1}{2}",
        "$x$",
        r"\begin{aligned} x",
        "x^1^2",
    ],
)
def test_malformed_latex_is_a_bug_that_names_the_formula(latex):
    with pytest.raises(ValueError, match="This LaTeX can't be read") as refused:
        mathml(latex)
    assert latex in str(refused.value)
