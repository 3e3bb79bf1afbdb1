"""How does one training step work, number by number?"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from dlwidgets.charts.diagram import network_diagram
from dlwidgets.demos.playing_demo import PlayingDemo
from dlwidgets.demos.stepper.gradient_check import GradientCheck, check_gradients
from dlwidgets.demos.stepper.picture import STAGE_TITLES, Picture
from dlwidgets.demos.stepper.start import FITTED, dataset_of, first_settings, fitting_settings
from dlwidgets.demos.stepper.training_demo import TrainingDemo
from dlwidgets.errors import UnknownNameError, unknown_name
from dlwidgets.nn import Step, Walkthrough
from dlwidgets.nn.walkthrough import STAGES
from dlwidgets.widgets.controls import button
from dlwidgets.widgets.demo import Formula, Note
from dlwidgets.widgets.pointer import PointerEvent

CHECKING = ("Keras computes the gradients too. The first time, TensorFlow takes some seconds to load.",)


class BackpropStepper(TrainingDemo):
    """How does one training step work, number by number?

    Next goes through the four stages of a training step with real numbers: guess, measure, blame, update. Every number
    can be changed on the way.

    Parameters
    ----------
    layers : sequence of int, optional
        The number of inputs, then of neurons in each layer, 1 to 64: ``[2, 2, 1]`` unless data say otherwise.
    X, y : array_like, shapes (n, n_inputs) and (n, n_outputs), optional
        The batch, 32 examples at most. ``y`` may also hold one class number for each example.
    data : str, Dataset, data frame, path of a CSV file, or (X, y), optional
        Such as ``"iris"``: a few of its examples become the batch.
    target : str, optional
        The column of the frame or file that is to be predicted.
    activations : sequence of str, optional
        One for each layer: ``"tanh"`` for hidden layers, and for the output what suits the targets.
    loss : str, optional
        Keras' name of a loss; by default what suits the targets.
    **settings
        First values of settings such as ``optimizer``, ``learning_rate``, ``weights`` (in Keras' order), ``seed``;
        ``hide`` and ``lock``.

    Raises
    ------
    InvalidValueError
        If a layer, a weight or a setting is impossible, or the loss does not suit the output layer.
    UnknownNameError
        If there is no such data set, activation, loss, optimizer or setting.
    DataError
        If the batch does not fit the layers, or has gaps.

    References
    ----------
    D. E. Rumelhart, G. E. Hinton and R. J. Williams (1986), https://doi.org/10.1038/323533a0

    Examples
    --------
    >>> stepper = BackpropStepper(layers=[1, 1], X=[[2]], y=[[3]], weights=[[[0.5]], [0]], activations=["linear"])
    >>> stepper.loss_value, stepper.gradients["w1[1,1]"]
    (4.0, -8.0)
    >>> stepper.goto("w1[1,1]").sentence
    'This weight gets -8 of the blame, because -4 arrives at the output, and 2 came through this weight.'
    """

    def __init__(
        self,
        layers: Sequence[int] | None = None,
        X: Any = None,
        y: Any = None,
        *,
        data: Any = None,
        target: str | None = None,
        activations: Sequence[str] | None = None,
        loss: str | None = None,
        **settings: Any,
    ) -> None:
        dataset = dataset_of(data, target)
        self._names = (dataset.feature_names, dataset.class_names) if dataset else ((), ())
        given = {"layers": layers, "X": X, "y": y, "activations": activations, "loss": loss}
        named = {name for name, value in given.items() if value is not None}
        super().__init__(named | settings.keys(), **settings, **first_settings(given, dataset))
        self.on_pointer(self._choose_part)

    @property
    def step(self) -> Step:
        """The present step: its ``formula``, ``filled``, ``sentence``, ``numbers``, ``nodes`` and ``edges``."""
        return self._walk.steps[self.position]

    @button("Back", help="Go one step back.", key="ArrowLeft")
    def back(self) -> None:
        """Go one step back; at the first step, to the end of the training step before. Does nothing at the start."""
        with self.together():
            earlier = self._earlier()
            if earlier is not None:
                self.position = earlier
            elif self._past:
                self.undo_training_step()
                self.position = len(self._walk.steps) - 1

    @button("Next", help="Go one step on; at the end, on to the next training step.", key="ArrowRight")
    def next(self) -> Step:
        """Go one step on; after the last one, begin the next training step with the new weights.

        Returns
        -------
        Step
            The step that is shown now.

        Raises
        ------
        InvalidValueError
            If the new weights are too large to compute; then nothing is changed.
        """
        with self.together():
            later = next((place for place in self._places() if place > self.position), None)
            if later is not None:
                self.position = later
            else:
                self.next_training_step()
                self.position = self._places()[0]
        return self.step

    play = PlayingDemo.play

    @button("Check the gradients", help="Let Keras compute them too, and compare. This loads TensorFlow.", key="c")
    def start_check(self) -> None:
        """Begin to compare the gradients beside the notebook: loading TensorFlow takes some seconds."""
        with self.together():
            self._verdict = CHECKING
        threading.Thread(target=self._check_aside, name="dlwidgets-check", daemon=True).start()

    def check(self) -> GradientCheck:
        """Compare every gradient with Keras and with finite differences; loads TensorFlow.

        Returns
        -------
        GradientCheck
            All numbers; ``is_right`` says whether they agree, ``wrong`` which do not.

        Raises
        ------
        MissingExtraError
            If Keras or TensorFlow is not installed.
        """
        walk, (X, y) = self._walk, self._batch()
        checked = check_gradients(walk.training_step, X, y, self.gradients)
        with self.together():
            if self._walk is walk:  # else it is about numbers that are no longer shown
                self._verdict = checked.lines
        return checked

    def advance(self) -> bool:
        """Go one step on; there is always another."""
        self.next()
        return True

    def goto(self, place: int | str) -> Step:
        """Go to a step.

        Parameters
        ----------
        place : int or str
            The number of a step from 0, a stage such as ``"blame"``, or a weight such as ``"w1[2,1]"``: where it is
            blamed.

        Returns
        -------
        Step
            The step that is shown now.

        Raises
        ------
        UnknownNameError
            If there is no such stage or weight.
        InvalidValueError
            If there is no such step.
        """
        if isinstance(place, str):
            place = _place_of(place, self._walk)
        self.position = place
        return self.step

    def blame_path(self, weight: str) -> list[Step]:
        """Return the steps by which the blame reaches a weight.

        Parameters
        ----------
        weight : str
            Its name, such as ``"w1[2,1]"`` or ``"b1[1]"``.

        Returns
        -------
        list of Step
            In order; the last is the weight's own.

        Raises
        ------
        UnknownNameError
            If there is no such weight.
        """
        return [self._walk.steps[i] for i in self._walk.path_to(weight)]

    def chart(self) -> Any:
        """Draw the network and the losses."""
        return network_diagram()

    def frame(self) -> Mapping[str, Any]:
        """Return what is known at the present step."""
        losses = self.losses
        picture = Picture(self._walk, self.position, self._followed(), self._shown_names())
        return {
            **picture.frame(),
            "losses": {"update": np.arange(len(losses)) + self.n_updates - len(losses) + 1, "loss": losses},
            "last_update": max(5, self.n_updates),
        }

    def sentence(self) -> str:
        """Say which step this is, and what happens in it."""
        place = f"{STAGE_TITLES[self.step.stage]}, step {self.position + 1} of {len(self._walk.steps)}"
        example = f", example {self.example + 1} of {len(self.X)}" if len(self.X) > 1 else ""
        return f"{place}{example}. {self.step.title}: {self.step.sentence}"

    def notes(self) -> Iterable[Formula | Note]:
        """Return the formula with symbols and with numbers, and what a check has found."""
        lines = self.step.lines
        yield Formula("In symbols", tuple(line.symbols for line in lines))
        yield Formula("With the numbers", tuple(line.filled for line in lines))
        if self._verdict:
            yield Note("Are the gradients right?", self._verdict)

    def disabled(self) -> Iterable[str]:
        """Return what can do nothing just now."""
        if not self._past and self._earlier() is None:
            yield "back"
        if len(self.X) == 1:
            yield from ("next_example", "batch")
        if not self._is_weight:
            yield "follow"

    def code_arguments(self) -> dict[str, str]:
        """Return the arguments that make this demo again, as source text by name."""
        arguments = super().code_arguments()
        batch = fitting_settings(self.layers, {})
        output = fitting_settings(self.layers, {"X": self.X, "y": self.y})
        for name in FITTED:
            if getattr(self, name) == (batch if name in {"X", "y"} else output)[name]:
                arguments.pop(name, None)
        # They follow from the others.
        return {name: text for name, text in arguments.items() if name not in {"value", "stage", "activation"}}

    @property
    def _is_weight(self) -> bool:
        return self.part[0] in "wb"

    def _followed(self) -> list[int]:
        return self._walk.path_to(self.part) if self.follow and self._is_weight else []

    def _places(self) -> Sequence[int]:
        """Return the steps that Next and Back visit."""
        return self._followed() or range(len(self._walk.steps))

    def _earlier(self) -> int | None:
        return next((place for place in reversed(self._places()) if place < self.position), None)

    def _check_aside(self) -> None:
        with self.telling():
            self.check()

    def _choose_part(self, event: PointerEvent) -> None:
        """Choose the number that is clicked on."""
        if event.action != "click" or "part" in self._controls.locked:
            return
        picture = Picture(self._walk, self.position, self._followed(), self._shown_names())
        part = (event.datum or {}).get("part") or picture.layout.part_at(event.x, event.y, len(self.layers) - 1)
        if part:
            self.part = part

    def _shown_names(self) -> tuple[Sequence[str], Sequence[str]]:
        """Return the names of the data's features and classes, where they fit the layers."""
        inputs, outputs = self._names
        return inputs if len(inputs) == self.layers[0] else (), outputs if len(outputs) == self.layers[-1] else ()


def _place_of(name: str, walk: Walkthrough) -> int:
    """Return the step where a stage begins or a weight is blamed."""
    if name in STAGES:
        return walk.start_of(name)
    try:
        return walk.index_of(name)
    except UnknownNameError:
        weights = [weight.name for weight in walk.weights]
        raise unknown_name("stage or weight", name, [*STAGES, *weights]) from None
