"""What follows from a changed setting of a playground: new examples, a new start, or just another look."""

from collections.abc import Iterable, Sequence

import numpy as np

from dlwidgets.data import Dataset
from dlwidgets.demos.playing_field.blueprint import OPTIMIZERS, USUAL, Array, Blueprint
from dlwidgets.demos.playing_field.examples import DRAWN, OWN, POINTS, examples_of, from_points, named
from dlwidgets.demos.playing_field.features import FEATURES
from dlwidgets.demos.playing_field.losses import endings
from dlwidgets.demos.playing_field.maps import require_values
from dlwidgets.demos.playing_field.training import PlaygroundTraining
from dlwidgets.errors import InvalidValueError

SOURCE = {"data", "noise", "seed"}
EXAMPLES = {*SOURCE, "points", "train_share"}
STRUCTURE = {"layers", "activations", "n_layers", "neurons", "activation"}
OTHER_WEIGHTS = {"data", *STRUCTURE, *FEATURES, "own_features", "loss"}
"""Settings after which there are other weights, and those that were set by hand are none of them."""
ANEW = {*EXAMPLES, *OTHER_WEIGHTS, "hand_set"}
"""Settings after which training starts again."""
ON = {"batch_size", "optimizer", "momentum", "memory", "frozen", "frozen_layers"}
"""Settings after which training goes on from the weights as they are."""
SHOWN = 1e30
PLACE = {"layer", "neuron", "link"}


class PlaygroundSettling(PlaygroundTraining):
    """What follows?

    The part of the playground that answers to changed settings.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    kept = (
        "_plan",
        "_examples",
        "_weights",
        "_history",
        "_epochs_before",
        "_measured",
        "_legs",
        "_farthest",
        "_earlier_runs",
    )

    @property
    def source(self) -> Dataset:  # type: ignore[override]
        """The chosen data set, both parts, with the learner's own changes."""
        base = named_or_own(self)
        if self.points is None or not base.class_names:
            return base
        drawn = from_points(self.points)
        names = (*base.class_names, *map(str, range(base.n_classes, drawn.n_classes)))
        return Dataset("own points", drawn.X, drawn.y, base.feature_names, names, units=base.units)

    @property
    def may_edit(self) -> bool:
        """Whether the learner may change the examples on the plane."""
        return self._controls.is_free("points") and bool(self.source.class_names)

    def settle(self, changed: set[str]) -> None:
        """Follow changed settings; where only the epoch has moved on, as many times a second, nothing follows."""
        if changed != {"moment"} or self.moment != self.epoch:
            self._settle_what_trains(changed)
        self._settle_place(changed)

    def _settle_what_trains(self, changed: set[str]) -> None:
        """Bring examples, network and trainer into step."""
        self._settle_examples(changed)
        self._settle_layers(changed)
        if "optimizer" in changed and "memory" not in changed:
            self.memory = usual_memory(self.optimizer)
        if not self.features:
            raise InvalidValueError("The network needs something to work with. Tick a feature, such as x₁.")
        require_values(self.features, self._examples)
        before, self._plan = getattr(self, "_plan", None), self._planned_network()
        if changed & OTHER_WEIGHTS and "hand_set" not in changed:
            self.hand_set = []
        if changed & ANEW:
            self._start_again()
        elif "moment" in changed and self.moment != self.epoch:
            self._go_to(self.moment)
        elif changed & ON or (before and bool(before.dropout) != bool(self._plan.dropout)):
            self._carry_on()
        elif self._trainer is not None:
            self._move_numbers(before)
        if "speed" in changed and self._trainer is not None:
            self._trainer.epochs_per_s = self.speed or None
        if self.goal and changed & {"goal", *ANEW}:
            self._goal_for_keras()
        self.moment = self.epoch

    def _settle_examples(self, changed: set[str]) -> None:
        """Draw, read and part the examples; points that were changed by hand stay until other data are chosen."""
        is_other = changed & SOURCE and "points" not in changed
        if is_other or not named_or_own(self).class_names:
            self.points = None
        if self.loss not in endings(self.source):
            self.loss = next(iter(endings(self.source)))
        if changed & EXAMPLES:
            in_square = self.data in DRAWN or self.data == POINTS
            before = getattr(self, "_examples", None)
            self._examples = examples_of(self.source, self.train_share, self.seed, is_in_square=in_square)
            if not changed & SOURCE and before is not None and before.is_scaled:
                self._examples = self._examples.moved_to(before)

    def disabled(self) -> Iterable[str]:
        """Return the controls that can do nothing just now."""
        unused = [] if self.data in DRAWN and self.points is None else ["noise"]
        is_hidden = 1 <= self.layer <= len(self.layers)
        unused += [] if self.layers and (is_hidden or not self.layer) else ["neurons", "activation"]
        unused += [] if self.layer else ["neuron", "link", "value"]
        unused += {"momentum", "memory"} - {*OPTIMIZERS[self.optimizer][2].values()}
        unused += [] if self.regularization != "none" else ["regularization_rate"]
        unused += [] if self.layers else ["dropout"]
        unused += [] if self.last_epoch else ["moment"]
        unused += [] if self._examples.test is not None else ["show_test"]
        unused += [] if self.source.class_names else ["discretize", "show_wrong"]
        return [*unused, *([] if self.may_edit else ["new_class"])]

    def _planned_network(self) -> Blueprint:
        rate = self.regularization_rate
        return Blueprint(
            self.features,
            tuple(self.layers),
            tuple(self.activations),
            self.sizes[-1],
            self.ending,
            self.optimizer,
            self.learning_rate,
            self.momentum,
            self.memory,
            rate if self.regularization == "l1" else 0.0,
            rate if self.regularization == "l2" else 0.0,
            self.dropout if self.layers else 0.0,
            tuple(self.frozen_layers),
        )

    def _move_numbers(self, before: Blueprint | None) -> None:
        """Hand on what moves while it trains."""
        names = ("learning_rate", "l1", "l2", *(("dropout",) if self._plan.dropout else ()))
        news = {name: getattr(self._plan, name) for name in names if getattr(before, name) != getattr(self._plan, name)}
        if news and self._trainer is not None:
            self._trainer.change(**news)

    def _settle_layers(self, changed: set[str]) -> None:
        """Bring the list of layers and the controls for one of them into step."""
        sizes = list(self.layers)
        if "layers" not in changed:
            if "n_layers" in changed:
                sizes = [*sizes, *[2] * self.n_layers][: self.n_layers]
            chosen = range(len(sizes)) if not self.layer else [self.layer - 1]
            if "neurons" in changed:
                sizes = [self.neurons if i in chosen else size for i, size in enumerate(sizes)]
        kinds = list(self.activations)
        if "activations" not in changed and "activation" in changed:
            chosen = range(len(kinds)) if not self.layer else [self.layer - 1]
            kinds = [self.activation if i in chosen else kind for i, kind in enumerate(kinds)]
        kinds = [*kinds, *[kinds[-1] if kinds else self.activation] * len(sizes)][: len(sizes)]
        self.layers, self.activations, self.n_layers = sizes, kinds, len(sizes)
        beyond = [layer for layer in self.frozen_layers if not 1 <= layer <= len(sizes) + 1]
        if beyond and "frozen_layers" in changed:
            raise InvalidValueError(f"frozen_layers names layer {beyond[0]}; there are layers 1 to {len(sizes) + 1}.")
        if "frozen" in changed and "frozen_layers" not in changed:
            chosen = range(1, len(sizes) + 1) if not self.layer else [self.layer]
            others = {*self.frozen_layers} - {*chosen}
            self.frozen_layers = sorted(others | {*chosen} if self.frozen else others)
        self.frozen_layers = [layer for layer in self.frozen_layers if layer not in beyond]

    def _settle_place(self, changed: set[str]) -> None:
        """Keep what is chosen among what there is, set the chosen weight, and show what holds for it."""
        self.layer = min(max(0, self.layer), len(self.layers) + 1)
        self.neuron = min(max(1, self.neuron), self.layer_size)
        self.link = min(max(0, self.link), self.n_links)
        if "value" in changed and self.layer and not changed & {*ANEW, *PLACE}:
            edit = [self.layer, self.neuron, self.link, self.value]
            weights = with_edits(self._weights, [edit])
            self.hand_set = [*self.hand_set, edit]
            self._carry_on(weights)
        self.value = shown_weight(self._weights, self.layer, self.neuron, self.link) if self.layer else 0.0
        hidden = self.layers[min(max(self.layer, 1), len(self.layers)) - 1] if self.layers else self.neurons
        self.neurons = hidden
        if self.activations:
            self.activation = self.activations[min(max(self.layer, 1), len(self.layers)) - 1]
        held = range(1, len(self.layers) + 1) if not self.layer else [self.layer]
        self.frozen = bool(len(held)) and {*held} <= {*self.frozen_layers}

    def _first_weights(self) -> list[Array]:
        return with_edits(self._plan.first_weights(self.seed), self.hand_set)


def usual_memory(optimizer: str) -> float:
    """Return for how long slopes are remembered if nobody says."""
    return USUAL["rho" if optimizer == "rmsprop" else "beta_2"]


def named_or_own(demo: PlaygroundSettling) -> Dataset:
    """Return the data set without the learner's own changes."""
    is_own = demo.own_data is not None and demo.data == OWN
    return demo.own_data if is_own and demo.own_data else named(demo.data, demo.noise, demo.seed)


def shown_weight(weights: Sequence[Array], layer: int, neuron: int, link: int) -> float:
    """Return a weight, or a bias where the link is 0; 0 if it is no number that a slider can show."""
    kernel, bias = weights[2 * layer - 2 : 2 * layer]
    number = float(kernel[link - 1, neuron - 1] if link else bias[neuron - 1])
    return number if abs(number) < SHOWN else 0.0


def with_edits(weights: Sequence[Array], edits: Iterable[Sequence[float]]) -> list[Array]:
    """Return copies of weights in which some are set by hand; refuse those that there are not."""
    changed = [array.copy() for array in weights]
    for *place, value in edits:
        layer, neuron, link = map(int, place)
        kernel = changed[2 * layer - 2] if 1 <= layer <= len(changed) // 2 else np.zeros((0, 0))
        if not (1 <= neuron <= kernel.shape[1] and link <= kernel.shape[0]):
            raise InvalidValueError(
                f"hand_set names layer {layer}, neuron {neuron}, from {link}: this network has no such weight."
            )
        if link:
            kernel[link - 1, neuron - 1] = value
        else:
            changed[2 * layer - 1][neuron - 1] = value
    return changed
