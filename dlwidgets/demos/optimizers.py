"""Which optimizer finds the way down?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from dlwidgets.charts.descent import SURFACE, optimizer_race
from dlwidgets.demos.playing_demo import PlayingDemo
from dlwidgets.demos.race import LABELS, LAST_STEPS, RACERS, Race, race_frame, race_sentence, state_lines, winner
from dlwidgets.demos.race_surfaces import MODELS, SURFACES, RaceSurfaces
from dlwidgets.demos.rates import nearest_rate, rate
from dlwidgets.errors import InvalidValueError
from dlwidgets.nn.descent import Descent
from dlwidgets.nn.landscapes import Landscape
from dlwidgets.nn.optimizer import Optimizer, State
from dlwidgets.widgets.controls import button, choice, hidden, slider, toggle
from dlwidgets.widgets.demo import Formula, Note
from dlwidgets.widgets.pointer import PointerEvent

MOST_STEPS = LAST_STEPS[-1]
FURTHEST_START = 1e6
HOW_TO = Note(
    "How to choose the start",
    (
        "Click on the surface, or drag the ring. All optimizers begin there.",
        "By keyboard, on the picture: the arrows move a pointer, Enter chooses its place.",
        "Stars: the lowest places that are known. Each shade is one step of the logarithm of the loss.",
    ),
)


def _start_or_none(place: Any) -> list[float] | None:
    if place is None:
        return None
    try:
        w = [float(at) for at in place]
    except (TypeError, ValueError):
        w = []
    if len(w) != 2 or not np.abs(w).max() <= FURTHEST_START:  # NaN compares as False
        raise InvalidValueError(
            f"start came as {place!r}; wanted two numbers within ±{FURTHEST_START:g}, such as (-1, 2). "
            "Nothing was changed."
        )
    return w


def _entry(name: str, *, is_shown: bool) -> Any:
    label = RACERS[name].label
    return toggle(value=is_shown, label=label, help=f"Whether {label} takes part.")


class Optimizers(PlayingDemo):
    """Which optimizer finds the way down?

    Several optimizers race from one start on a loss surface: a famous one, or that of a model with two weights on
    your data.

    Parameters
    ----------
    data : str, Dataset, data frame, path of a CSV file, or (X, y), optional
        Examples for the surfaces of a line and of a neuron: one feature, and numbers or two classes. Iris petals
        by default.
    target : str, optional
        The column of the frame or file that holds the answers.
    features : sequence of one name, optional
        Which feature to use.
    classes : pair of names, optional
        Which two classes to use.
    **settings
        First values of settings such as ``surface``, ``start``, ``learning_rate``; ``hide`` and ``lock``.

    Raises
    ------
    UnknownNameError
        If a surface, data set, feature, class or setting does not exist.
    DataError
        If the data have gaps, text, more than one feature or 1,000 examples, or do not suit the model.
    InvalidValueError
        If the start or a setting is out of range or no number.

    References
    ----------
    S. Ruder (2016), An overview of gradient descent optimization algorithms, https://arxiv.org/abs/1609.04747

    Examples
    --------
    >>> demo = Optimizers(surface="bowl", learning_rate=0.5, n_steps=2)
    >>> demo.paths["sgd"].tolist()
    [[-3.0, 2.0], [-1.5, 1.0], [-0.75, 0.5]]
    """

    surface = choice("ravine", SURFACES, label="Surface", help="The loss that shall become small.")
    scaled = toggle(value=False, label="Scale feature", help="Bring data to mean 0 and spread 1.")
    show_sgd = _entry("sgd", is_shown=True)
    show_momentum = _entry("momentum", is_shown=True)
    show_nesterov = _entry("nesterov", is_shown=False)
    show_rmsprop = _entry("rmsprop", is_shown=True)
    show_adagrad = _entry("adagrad", is_shown=False)
    show_adam = _entry("adam", is_shown=True)
    show_adamw = _entry("adamw", is_shown=False)
    learning_rate = rate(
        0.03,
        label="Learning rate",
        help="How far each step goes. RMSprop and Adam go about this far, however steep it is.",
    )
    momentum = slider(0.9, 0, 0.99, step=0.01, label="Momentum", help="How much of the last change goes on.")
    beta_1 = slider(0.9, 0, 0.99, step=0.01, label="beta_1", help="How long Adam remembers gradients.")
    beta_2 = slider(0.999, 0, 0.999, step=0.001, label="beta_2", help="How long Adam remembers their squares.")
    n_steps = slider(40, 0, MOST_STEPS, step=1, label="Steps", help="How many steps are taken; go back and forth.")
    start = hidden(None, _start_or_none, label="Start", help="Where all begin; None for the surface's own place.")

    def __init__(
        self,
        data: Any = None,
        *,
        target: str | None = None,
        features: Sequence[str] | None = None,
        classes: Sequence[str] | None = None,
        **settings: Any,
    ) -> None:
        if isinstance(data, str) and data in SURFACES:
            raise InvalidValueError(f"{data!r} is a surface and no data. Write Optimizers(surface={data!r}).")
        self._surfaces = RaceSurfaces(data, target, features, classes)
        self._race: Race | None = None
        surface = settings.setdefault("surface", self._surfaces.usual)
        if surface in SURFACES:
            landscape, _shades = self._surfaces.get(surface, is_scaled=settings.get("scaled") is True)
            settings.setdefault("learning_rate", nearest_rate(landscape.learning_rate))
        super().__init__(**settings)
        self.on_pointer(self._choose_start)

    @property
    def landscape(self) -> Landscape:
        """The loss surface, with its value and gradient at any place."""
        return self._surfaces.get(self.surface, is_scaled=self.scaled)[0]

    @property
    def race(self) -> Race:
        """The race on this surface from this start."""
        start = self.landscape.start if self.start is None else tuple(self.start)
        if self._race is None or (self._race.landscape, self._race.start) != (self.landscape, start):
            self._race = Race(self.landscape, start)
        return self._race

    @property
    def optimizers(self) -> dict[str, Optimizer]:
        """The optimizers that take part, by name."""
        return {name: racer.make(self) for name, racer in RACERS.items() if getattr(self, f"show_{name}")}

    @property
    def descents(self) -> dict[str, Descent]:
        """The way of each optimizer so far, by name."""
        return self.race.ways(self.optimizers, self.n_steps)

    @property
    def paths(self) -> dict[str, np.ndarray]:
        """The weights after each step, shape (steps + 1, 2), by name of the optimizer."""
        return {name: way.path for name, way in self.descents.items()}

    @property
    def losses(self) -> dict[str, np.ndarray]:
        """The loss after each step, shape (steps + 1,), by name of the optimizer."""
        return {name: way.losses for name, way in self.descents.items()}

    @property
    def states(self) -> dict[str, State]:
        """What each optimizer remembers now, by name."""
        return {name: way.states[-1] for name, way in self.descents.items()}

    @property
    def diverged(self) -> dict[str, int]:
        """The step at which the numbers grew too large, by name of those optimizers that it happened to."""
        return {name: way.diverged_at for name, way in self.descents.items() if way.diverged_at}

    @property
    def winner(self) -> str | None:
        """The name of the optimizer with the lowest loss now; None if none is left."""
        return winner(self.descents)

    @button("Step", help="Let each optimizer take one step.", key="n")
    def step(self) -> None:
        """Let each optimizer take one step; does nothing after the last one."""
        self.n_steps = min(self.n_steps + 1, MOST_STEPS)

    @button("Back", help="Undo the last step of each.", key="b")
    def back(self) -> None:
        """Undo the last step of each optimizer; does nothing at the start."""
        self.n_steps = max(self.n_steps - 1, 0)

    play = PlayingDemo.play  # here it stands between its neighbours, as in other demos

    @button("Run", help="Take all steps at once.")
    def run(self) -> str | None:
        """Take all steps at once.

        Returns
        -------
        str or None
            The name of the optimizer with the lowest loss; None if none is left.
        """
        self.n_steps = MOST_STEPS
        return self.winner

    @button("Reset", help="Go back to the start.")
    def reset(self) -> None:
        """Stop playing and go back to the start."""
        self.pause()
        self.n_steps = 0

    def advance(self) -> bool:
        """Let each optimizer take one step, and tell whether another may follow."""
        self.step()
        return self.n_steps < MOST_STEPS

    def settle(self, changed: set[str]) -> None:
        """Turn to another surface or start when it has changed, with a learning rate that suits it."""
        if changed & {"surface", "scaled"}:
            if "learning_rate" not in changed:
                self.learning_rate = nearest_rate(self.landscape.learning_rate)
            if "start" not in changed:
                self.start = None

    def disabled(self) -> Iterable[str]:
        """Return the controls that can do nothing just now."""
        return [
            *(["step", "play", "run"] if self.n_steps == MOST_STEPS else []),
            *(["back", "reset"] if self.n_steps == 0 else []),
            *([] if self.surface in MODELS else ["scaled"]),
        ]

    def chart(self) -> Any:
        """Return the surface with the paths, the key, and the losses."""
        return optimizer_race(LABELS)

    def frame(self) -> Mapping[str, Any]:
        """Return the surface, and how far each optimizer has come."""
        return {
            "surface": self._surfaces.get(self.surface, is_scaled=self.scaled)[1],
            **race_frame(self.race, self.descents, self.n_steps),
        }

    def sentence(self) -> str:
        """Say who is lowest, where the others are, and who has diverged."""
        return race_sentence(self.race, self.descents, self.n_steps)

    def notes(self) -> Iterable[Note | Formula]:
        """Return the state of each optimizer in numbers, the formulas, and how to choose the start."""
        rules = (
            rf"\text{{{RACERS[name].label}: }} {line}" for name, o in self.optimizers.items() for line in o.formula
        )
        return (
            Note("The optimizers now", state_lines(self.race, self.descents)),
            Formula("The loss", (self.landscape.formula,)),
            Formula("One step", tuple(rules)),
            HOW_TO,
        )

    def code_arguments(self) -> dict[str, str]:
        """Return the arguments that make this demo again, as source text by name; your own data stand as dots."""
        return self._surfaces.code | super().code_arguments()

    def _choose_start(self, event: PointerEvent) -> None:
        if event.chart == SURFACE and event.action != "delete" and self._controls.is_free("start"):
            self.start = [event.x, event.y]
