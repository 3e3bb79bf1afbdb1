"""The way a perceptron has come: each step it took, so that it can go back."""

from dlwidgets.nn.perceptron import PerceptronRule, PerceptronState, Update


class PerceptronCourse:
    """Steps of the perceptron rule, forward and back.

    Parameters
    ----------
    rule : PerceptronRule
        The examples and the learning rate.
    start : PerceptronState
        Where the course begins.
    """

    def __init__(self, rule: PerceptronRule, start: PerceptronState) -> None:
        self.rule = rule
        self._states = [start]
        self._updates: list[Update] = []

    @property
    def start(self) -> PerceptronState:
        """Where the course began."""
        return self._states[0]

    @property
    def state(self) -> PerceptronState:
        """Where it stands."""
        return self._states[-1]

    @property
    def last_update(self) -> Update | None:
        """The update that led here; None at the start."""
        return self._updates[-1] if self._updates else None

    def step(self) -> Update | None:
        """Go on to the next mistake and learn from it; None if the learning is over."""
        if self.state.stop:
            return None
        state, update = self.rule.advance(self.state)
        if update is None:
            self._states[-1] = state  # only the reason to stop is new: one step back undoes an update
        else:
            self._states.append(state)
            self._updates.append(update)
        return update

    def back(self) -> bool:
        """Undo the last update. Returns whether there was one."""
        if not self._updates:
            return False
        self._updates.pop()
        self._states.pop()
        return True
