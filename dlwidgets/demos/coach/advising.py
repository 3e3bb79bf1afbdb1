"""A guess of the learner's own language model beside the findings: asked by a button, in a thread of its own."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import urlsplit

from dlwidgets.demos.coach.proving import Proving
from dlwidgets.demos.coach.second_opinion import Guess, second_opinion
from dlwidgets.demos.working_demo import Work
from dlwidgets.errors import InvalidValueError
from dlwidgets.training.worker import Worker
from dlwidgets.widgets.controls import action

NOBODY = 'No language model was given: dlw.CodeAssistant(endpoint="http://localhost:11434/v1", model="llama3").'
CHANGED = "The program has changed meanwhile: ask again."


class Advising(Proving):
    """What does another one think of this program?

    Nobody is asked unless an endpoint was given and the learner asks; the program is never run.

    Parameters
    ----------
    endpoint : str or client, optional
        A server that speaks OpenAI's protocol, or a client of it; as in `second_opinion`.
    model : str
        The name by which the server knows the model.
    key : str
        The key that the server asks for; it is no part of ``state`` and never reaches the page.
    **settings
        First values of settings, ``hide`` and ``lock``.

    Raises
    ------
    InvalidValueError
        If an endpoint comes without the name of a model.
    """

    def __init__(self, *, endpoint: Any = None, model: str = "", key: str = "none", **settings: Any) -> None:
        if endpoint is not None and (not isinstance(model, str) or not model):
            raise InvalidValueError(f"model came as {model!r:.60}; wanted the name of a model, such as 'llama3'.")
        self._endpoint, self._model, self._key = endpoint, model, key
        self._guess: Guess | None = None
        self._asking = Worker(self, "_ask", "_answered")
        super().__init__(**settings)

    @property
    def _works(self) -> Iterable[Work]:
        return (*super()._works, self._asking)

    @property
    def guess(self) -> Guess | None:
        """What the language model said last of the program as it is now; None if nothing."""
        return self._guess

    @action
    def ask_model(self) -> None:
        """Ask the language model, beside the notebook; its answer comes under the findings.

        Raises
        ------
        InvalidValueError
            If no language model was given.
        """
        if self._endpoint is None:
            raise InvalidValueError(NOBODY)
        self._guess = None
        self._asking.start()
        self.refresh()

    @action
    def take_guess(self) -> None:
        """Make the change that the language model proposes; undo takes it back.

        Raises
        ------
        InvalidValueError
            If it proposes none.
        """
        if not self._guess:
            raise InvalidValueError("There is no guess whose change could be made.")
        self.change(code=with_changes(self.code, self._guess.before, self._guess.code))

    def settle(self, changed: set[str]) -> None:
        """Forget a guess about another program."""
        super().settle(changed)
        if self._guess is not None and self._guess.before != self.report.code:
            self._guess = None

    def opinion(self) -> Mapping[str, Any] | None:
        """Describe the guess for the page; None where nobody can be asked.

        Returns
        -------
        dict, optional
            Plain values.
        """
        if self._endpoint is None:
            return None
        where = urlsplit(self._endpoint).netloc if isinstance(self._endpoint, str) else ""
        shown = {"model": self._model, "where": where, "is_asked": self._asking.is_working, "diff": []}
        guess = self._guess
        if guess is None:
            return shown
        if not guess:
            return shown | {"problem": guess.problem}
        diff = [[line[0], line[1:]] for line in guess.diff.split("\n") if line[:1] in {"-", "+"}]
        return shown | {"says": guess.says, "diff": diff}

    def _ask(self) -> bool:
        """Ask once; called in a thread of its own."""
        found = second_opinion(self.report.code, endpoint=self._endpoint, model=self._model, key=self._key)
        is_old = found.before != self.report.code
        self._guess = Guess(self._model, self.report.code, problem=CHANGED) if is_old else found
        return False

    def _answered(self, error: BaseException | None) -> None:
        if self.datasets:  # a closed demo has let go of them
            with self.telling():
                self.refresh()
                if error is not None:
                    raise error


def with_changes(own: str, before: str, after: str) -> str:
    """Make the change of one text in another that has the same lines but for those that only a notebook understands.

    Parameters
    ----------
    own : str
        The text to change.
    before, after : str
        The text as it was asked about, and as it came back.

    Returns
    -------
    str
        The changed text.
    """
    lines, old, new = own.split("\n"), before.split("\n"), after.split("\n")
    for kind, start, end, first, last in reversed(SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()):
        if kind != "equal":
            # What only a notebook understands was not asked about.
            kept = [lines[place] for place in range(start, end) if lines[place] != old[place]]
            lines[start:end] = [*kept, *new[first:last]]
    return "\n".join(lines)
