"""A model whose weights are tuned by hand, and then by gradient descent; ``hand_tune`` says which models."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from dlwidgets.data import Dataset
from dlwidgets.demos.playing_demo import PlayingDemo
from dlwidgets.demos.rates import rate
from dlwidgets.demos.tuning.data import chosen_data, data_code
from dlwidgets.demos.tuning.history import History, verdict
from dlwidgets.demos.tuning.pictures import moves_frame
from dlwidgets.errors import InvalidValueError
from dlwidgets.nn.descent import descend, is_countable
from dlwidgets.nn.optimizers import SGD, Adam
from dlwidgets.nn.tiny_models import TinyModel
from dlwidgets.widgets.controls import button, hidden, slider
from dlwidgets.widgets.demo import Formula, Note

MOST_STEPS = 1000
TOO_FAR = (
    "Gradient descent has stopped: its next step would lead to numbers beyond 3.4e38, the largest that 32 bits hold. "
    "Choose a smaller learning rate, or reset."
)
GOAL_STEPS = 200
"""The target is what Adam finds in so many steps, with some room."""
GOAL_ROOM = 1.1
AS_WORDS = re.compile(r"\s*loss\s*<\s*(\d*\.?\d+(?:e[+-]?\d+)?)\s*")
"""A goal as the playground takes it."""


def _goal_or_none(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, str) and (said := AS_WORDS.fullmatch(value)):
        value = float(said[1])
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1e30:
        raise InvalidValueError(
            f"goal came as {value!r}; wanted a loss above 0, such as 0.3 or 'loss < 0.3'. Nothing was changed."
        )
    return float(value)


class TuningDemo(PlayingDemo):
    """Can you tune the weights by hand better than gradient descent?

    The base of ``HandTune``. A subclass declares the weights of one model as sliders, and draws what they do.

    Parameters
    ----------
    data, target, features, classes
        As in ``HandTune``.
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    model: ClassVar[str] = ""
    """The name of the model."""
    weight_names: ClassVar[tuple[str, ...]] = ()
    """The settings that are weights, in the order of the model."""
    least_goal: ClassVar[float] = 0.0
    """No target is smaller, unless it is set."""
    reading: ClassVar[tuple[str, ...]] = ()
    """What is what in the picture."""

    learning_rate = rate(0.03, label="Learning rate", help="How far each step of gradient descent goes.")
    n_steps = slider(50, 1, MOST_STEPS, step=1, label="Steps", help="How many steps gradient descent goes on.")
    goal = hidden(None, _goal_or_none, label="Target", help="The loss to beat; None for what Adam comes near to.")

    def __init__(
        self,
        data: Any = None,
        *,
        target: str | None = None,
        features: Sequence[str] | None = None,
        classes: Sequence[str] | None = None,
        **settings: Any,
    ) -> None:
        self.data = self._usual_data() if data is None else chosen_data(data, target, features, classes)
        self._data_code = data_code(data, target=target, features=features, classes=classes)
        self._tuned = self._tuned_model()
        self._left, self._is_over = 0, False
        self._history: History | None = None
        settings.setdefault("learning_rate", self._usual_rate())
        super().__init__(**settings)
        self._first_weights = self.weights

    @property
    def weights(self) -> tuple[float, ...]:
        """All weights of the model, in the order of ``weight_names``."""
        return tuple(getattr(self, name) for name in self.weight_names)

    @property
    def loss(self) -> float:
        """How wrong the model is now, 0 or above: mean squared error, or cross-entropy in nats."""
        return float(self._tuned.value(self.weights))

    @property
    def gradient(self) -> tuple[float, ...]:
        """How the loss changes with each weight, in the order of ``weight_names``."""
        return tuple(map(float, self._tuned.gradient(self.weights)))

    @property
    def best_loss(self) -> float:
        """The smallest loss since the beginning or the last reset."""
        return self._history.best_loss

    @property
    def history(self) -> History:
        """The places that were tried, with their losses, and who went there."""
        return self._history

    @property
    def is_beaten(self) -> bool:
        """Whether some loss was below the target."""
        return self.best_loss < self.goal

    @button("One step", help="Let gradient descent take one step from here.", key="n")
    def step(self) -> None:
        """Let gradient descent take one step from where the sliders stand."""
        self._descend(1)

    @button("Let gradient descent go on from here", help="Take the chosen number of steps at once.")
    def descend(self, n_steps: int | None = None) -> None:
        """Let gradient descent go on from where the sliders stand.

        Parameters
        ----------
        n_steps : int, optional
            How many steps, 1 to 1000; those of the slider by default.
        """
        if n_steps is not None:
            self.n_steps = n_steps
        self._descend(self.n_steps)

    @button("Play", help="Step by itself, until it is paused or all steps are taken.", key="p")
    def play(self) -> None:
        """Let gradient descent go on visibly, step by step, or pause if it does already."""
        self._left = self.n_steps
        super().play()

    def advance(self) -> bool:
        """Take one step of gradient descent, and tell whether another is left."""
        self._descend(1)
        self._left -= 1
        return self._left > 0 and not self._is_over

    @button("Reset", help="Go back to the first weights and forget the moves.")
    def reset(self) -> None:
        """Stop playing, go back to the weights that the demo began with, and forget the moves."""
        self.pause()
        with self.together():
            self.change(**dict(zip(self.weight_names, self._first_weights, strict=True)))
            self._begin()

    def settle(self, changed: set[str]) -> None:
        """Write down a move by hand."""
        if not is_countable([*self.weights, self.loss]):
            raise InvalidValueError("With these weights the loss is too large to compute with. Nothing was changed.")
        if self._history is None:
            self._begin()
        elif self.weights != self._history.places[-1]:
            moved = [name for name in self.weight_names if name in changed]
            self._history = self._history.moved(self.weights, self.loss, moved[0] if len(moved) == 1 else "")
            self._is_over = False
        if "learning_rate" in changed:
            self._is_over = False
        if self.goal is None:
            self.goal = self._usual_goal()

    def frame(self) -> Mapping[str, Any]:
        """Return the model over its data, and the moves."""
        return {**self._picture(), **moves_frame(self._history, self.goal)}

    def sentence(self) -> str:
        """Say how large the loss is, whether the target is beaten, and who has come how far."""
        over = f" {TOO_FAR}" if self._is_over else ""
        return f"{self._standing()}. {verdict(self._history, self.goal)}{over}"

    def notes(self) -> Iterable[Note | Formula]:
        """Return the weights with the slope along each, and the formula of the loss."""
        slopes = zip(self.weight_names, self.weights, self.gradient, strict=True)
        lines = tuple(f"{name} = {w:.4g}, slope of the loss {slope:.3g}" for name, w, slope in slopes)
        formula = Formula("The loss", (self._tuned.formula,))
        return Note("Weights", lines), formula, Note("How to read the picture", self.reading)

    def code_arguments(self) -> dict[str, str]:
        """Return the arguments that make this demo again, as source text by name; your own data stand as dots."""
        model = {} if self.model == "line" else {"model": repr(self.model)}
        arguments = self._data_code | model | super().code_arguments()
        for name, usual in (("goal", self._usual_goal()), ("learning_rate", self._usual_rate())):
            if getattr(self, name) == usual:
                arguments.pop(name, None)
        return arguments

    def _begin(self) -> None:
        self._history = History.begin(self.weights, self.loss)
        self._is_over = False

    def _descend(self, n_steps: int) -> None:
        """Go down from here, and put the sliders where that leads."""
        with self.together():
            descent = descend(self._tuned, SGD(self.learning_rate), self.weights, n_steps)
            self._history = self._history.descended(descent)
            self._is_over = descent.diverged_at is not None
            for name, weight in zip(self.weight_names, self._history.places[-1], strict=True):
                setattr(self, name, weight)

    def _usual_goal(self) -> float:
        """Return a loss that can be reached: near to what Adam finds from the model's usual weights."""
        usual = [self.traits()[name].default_value for name in self.weight_names]
        found = descend(self._tuned, Adam(0.1), usual, GOAL_STEPS).best_loss
        return float(f"{max(GOAL_ROOM * found, self.least_goal):.2g}")

    def _usual_data(self) -> Dataset:
        """Return the examples that are shown where none are given."""
        raise NotImplementedError

    def _tuned_model(self) -> TinyModel:
        """Return the model with the examples."""
        raise NotImplementedError

    def _usual_rate(self) -> float:
        """Return a learning rate that suits the examples."""
        raise NotImplementedError

    def _picture(self) -> dict[str, Any]:
        """Return the data sets of the model over its data."""
        raise NotImplementedError

    def _standing(self) -> str:
        """Say how large the loss is."""
        raise NotImplementedError
