"""The docstrings of everything public, held to numpydoc's own validator."""

import inspect

import pytest
from numpydoc.validate import validate

import dlwidgets

IGNORED = {
    "GL01": "the summary stands on the line of the opening quotes",
    "GL02": "and a docstring of one line ends there",
    "ES01": "a summary that says it all needs no second paragraph",
    "SA01": "the lessons are the place that leads from one name to the next",
    "YD01": "our context managers yield nothing",
    "EX01": "an example stands where it helps",
}


def faults(name):
    """List what numpydoc has against one docstring."""
    report = validate(name)
    says_what_it_returns = "return" in report["docstring"].lower()  # a section for one plain value would repeat it
    asks = report["docstring"].strip().split("\n")[0].endswith("?")  # a demo's first line is its question
    ignored = {*IGNORED, *(["RT01"] if says_what_it_returns else []), *(["SS03"] if asks else [])}
    return [f"{code} {text}" for code, text in report["errors"] if code not in ignored]


def public_names():
    """Name everything that `dlwidgets.__all__` promises, with the methods and properties that are our own."""
    for name in dlwidgets.__all__:
        yield f"dlwidgets.{name}"
        promised = getattr(dlwidgets, name)
        if inspect.isclass(promised):
            yield from own_members(promised)


def own_members(promised):
    """Name the public functions and properties of a class where one of our own is the first to define them."""
    documented = (property, classmethod, staticmethod)
    for depth, kind in enumerate(promised.__mro__, start=1):
        above = promised.__mro__[depth:]
        for name, member in vars(kind).items() if kind.__module__.startswith("dlwidgets") else ():
            is_ours = inspect.isfunction(member) or isinstance(member, documented)
            if is_ours and not name.startswith("_") and not any(name in vars(other) for other in above):
                yield f"{kind.__module__}.{kind.__qualname__}.{name}"


# numpydoc looks at every attribute of a class, those that ipywidgets has retired too.
@pytest.mark.filterwarnings("ignore:Widget.[a-z_]+ is deprecated:DeprecationWarning")
def test_every_public_docstring_satisfies_numpydoc():
    found = {name: faults(name) for name in public_names()}

    assert {name: errors for name, errors in found.items() if errors} == {}


class Sample:
    """Sample of a class whose docstrings are wrong, for the test of the test."""

    def undocumented(self):
        """Count things"""

    def forgetful(self, rate):
        """Return the rate without saying what it is."""
        return rate


@pytest.mark.parametrize(("member", "code"), [("undocumented", "SS03"), ("forgetful", "PR01")])
def test_a_faulty_docstring_is_found(member, code):
    assert any(error.startswith(code) for error in faults(f"{__name__}.Sample.{member}"))
