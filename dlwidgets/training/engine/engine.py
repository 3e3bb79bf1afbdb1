"""What takes optimizer steps: a traced loop where the model allows it, Keras' own single steps where it does not."""

import warnings
from typing import Any

import numpy as np

from dlwidgets.training.engine.beginning import first_steps
from dlwidgets.training.engine.compiled import evaluated_at_once
from dlwidgets.training.engine.live_constants import LiveConstants
from dlwidgets.training.engine.many_steps import ManySteps
from dlwidgets.training.engine.material import Material
from dlwidgets.training.engine.order import Order, Rows
from dlwidgets.training.engine.paths import Choice, Path, path_named, refusal, wished
from dlwidgets.training.engine.reports import NO_LOSSES, Losses, Report, reported_names
from dlwidgets.training.engine.shape import Shape
from dlwidgets.training.engine.single_steps import SingleSteps, running_metrics
from dlwidgets.training.engine.steps import Steps
from dlwidgets.training.engine.values import State, Variables
from dlwidgets.training.error_words import is_out_of_memory


class Engine:
    """Takes optimizer steps with a compiled Keras model on data that lie on the device.

    Parameters
    ----------
    model : keras.Model
        Compiled; one input, one output.
    material : Material
        The data; checked against the model.
    batch_size : int
        Examples per step.
    path : str, default "auto"
        ``"compiled"``, ``"loop"`` or ``"single"`` wish for a path; a slower one is taken where it can't be had.
    keeps_losses : bool, default False
        Whether the loss of each step is kept.
    """

    def __init__(
        self, model: Any, material: Material, batch_size: int, *, path: str = "auto", keeps_losses: bool = False
    ) -> None:
        self.model = model
        self.shape = Shape(
            material.n, batch_size, material.n_validation, evaluated_at_once(model, material, batch_size), keeps_losses
        )
        _make_whole(model, material, _fixed_batch(model) or min(batch_size, 8))
        self.constants = LiveConstants(model)
        own = *model.variables, *model.optimizer.variables, *model.metrics_variables
        self.variables = Variables((*own, *self.constants.variables))
        """Everything that a step may change: weights, chance, optimizer, metrics, live constants."""
        self.names = reported_names(model, self.shape)
        self._marks = _marks(model)
        self.choice = wished(model) if path == "auto" else Choice(path_named(path))
        self.is_ready = False
        """Whether all is traced, and the path is settled."""
        self.first_steps = first_steps(model, self.shape, self.choice.path)
        """Steps of the first epoch that are not compiled, so that something moves before the rest is ready."""
        self.starts: dict[int | None, State] = {}
        """What a run begins with, by seed; None is what the model came with."""
        self.is_lent = False
        """Whether a reader may hold the model, so that nobody else should train it."""
        self._steps = self._on_path()
        self.load(material)

    def load(self, material: Material) -> None:
        """Take data of the same shape.

        Parameters
        ----------
        material : Material
            The data.
        """
        self._material: Material | None = material
        self._steps.load(material)

    def let_go(self) -> None:
        """Keep no data, on the device or elsewhere, until `load`."""
        self._material = None
        self._steps.let_go()

    @property
    def is_current(self) -> bool:
        """Whether the model still is what was traced: not compiled anew, no layer frozen or added since."""
        present = _marks(self.model)
        return len(present) == len(self._marks) and all(
            one is two for one, two in zip(present, self._marks, strict=True)
        )

    @property
    def traces(self) -> int:
        """How often the loop was traced; 0 before `prepare`."""
        return self._steps.traces

    def prepare(self) -> None:
        """Trace and compile by doing no step at all; take a slower path where TensorFlow refuses."""
        while not self.is_ready:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    self._steps.prepare(begins=self.first_steps > 0)
                self.is_ready = True
            except Exception as error:  # whatever TensorFlow refuses has a slower path
                if is_out_of_memory(error):
                    raise
                self.choice = refusal(self.choice.path, error)
                self._steps = self._on_path()
                self._steps.load(self._material)

    def can_begin(self, epoch: int, batch: int) -> bool:
        """Tell whether the next step needs no more than is traced in a moment.

        Parameters
        ----------
        epoch, batch : int
            Where it begins.

        Returns
        -------
        bool
            Whether it is one of the first steps, and TensorFlow takes them.
        """
        if not self._first_left(epoch, batch):
            return False
        try:
            self._steps.prepare_beginning()
        except Exception:  # noqa: BLE001 - the path that takes it is found later
            self.first_steps = 0
        return self.first_steps > 0

    def run(self, order: Order, epoch: int, batch: int, n_steps: int) -> tuple[list[Report], Losses]:
        """Do steps from a batch of an epoch on, at most to the end of the epochs that are drawn together.

        Parameters
        ----------
        order : Order
            In which order the examples come.
        epoch : int
            From 0 on.
        batch : int
            The batch of the epoch that comes next, from 0 on.
        n_steps : int
            How many, as `most_steps` allows.

        Returns
        -------
        reports : list of dict
            What each epoch that ended reports.
        losses : float32 array of shape (n_steps,)
            Of each batch, if they are kept; else empty.
        """
        reports: list[Report] = []
        losses = NO_LOSSES
        n_first = min(n_steps, self._first_left(epoch, batch))
        if n_first:
            losses = self._steps.begin(order, batch, n_first)
            n_steps, batch = n_steps - n_first, batch + n_first
            if batch == self.shape.n_steps:
                reports, epoch, batch = [self.end_epoch()], epoch + 1, 0
        if not n_steps:
            return reports, losses
        self.prepare()
        more_reports, more_losses = self._steps.run(order, epoch, batch, n_steps)
        return reports + more_reports, np.concatenate([losses, more_losses])

    def most_steps(self, order: Order, epoch: int, batch: int) -> int:
        """Tell how many steps one call may do.

        Parameters
        ----------
        order : Order
            In which order the examples come.
        epoch, batch : int
            Where it begins.

        Returns
        -------
        int
            To the end of the epochs that are drawn together, or of the first steps.
        """
        to_the_end = (order.block_epochs - epoch % order.block_epochs) * self.shape.n_steps - batch
        return self._first_left(epoch, batch) or to_the_end

    def run_rows(self, rows: Rows) -> float:
        """Do one step on some rows.

        Parameters
        ----------
        rows : int32 array of shape (k,)
            Their numbers.

        Returns
        -------
        float
            The loss before the step.
        """
        if not self.is_ready and not self.can_begin(0, 0):
            self.prepare()
        return self._steps.run_rows(rows)

    def end_epoch(self) -> Report:
        """Return what the epoch reports, validation included, and begin the metrics anew."""
        return self._steps.end_epoch()

    def running(self) -> Report:
        """Return what the epoch has reported so far."""
        return running_metrics(self.model)

    def capture(self) -> State:
        """Return a copy of everything that a step may change."""
        return self.variables.read()

    def weights_in(self, state: State) -> State:
        """Return the model's weights among what `capture` returned.

        Parameters
        ----------
        state : list of ndarray
            From `capture`.

        Returns
        -------
        list of ndarray
            The very arrays, in the order of ``model.get_weights()``.
        """
        places = {id(variable): place for place, variable in enumerate(self.variables)}
        return [state[places[id(weight)]] for weight in self.model.weights]

    def restore(self, state: State) -> None:
        """Bring everything back to what it was.

        Parameters
        ----------
        state : list of ndarray
            From `capture`.
        """
        self.variables.write(state)
        self.constants.read_back()

    def _first_left(self, epoch: int, batch: int) -> int:
        return 0 if epoch else max(0, self.first_steps - batch)

    def _on_path(self) -> Steps:
        """Make what takes the steps on the chosen path."""
        path = self.choice.path
        if path is Path.SINGLE:
            return SingleSteps(self.model, self.shape)
        return ManySteps(self.model, self.shape, self.constants, compiled=path is Path.COMPILED)


def _make_whole(model: Any, material: Material, n: int) -> None:
    """Make what Keras makes at the first step, by a few examples: weights, metrics, the optimizer's memory."""
    some = [column[:n] for column in material.columns]
    chance = {id(state): state.numpy() for state in _chance(model)}
    outputs = model(some[0], training=False)
    for state in _chance(model):  # recurrent layers draw what they drop at any call
        state.assign(chance.get(id(state), [state.numpy()[0], 0]))
    model.compute_loss(some[0], some[1], outputs, some[2] if len(some) > 2 else None)
    model.compute_metrics(some[0], some[1], outputs, some[2] if len(some) > 2 else None)
    model.reset_metrics()
    for layer in model._flatten_layers():  # noqa: SLF001 - Keras has no public name for it
        if getattr(layer, "stateful", False) and hasattr(layer, "reset_state"):
            layer.reset_state()  # these examples were only a look
    with model.distribute_strategy.scope():
        if not model.optimizer.built:
            model.optimizer.build(model.trainable_variables)


def _chance(model: Any) -> list[Any]:
    """Return the states of a model's seed generators: a seed, and how often it was drawn."""
    return [variable for variable in model.non_trainable_variables if variable.name == "seed_generator_state"]


def _fixed_batch(model: Any) -> int | None:
    """Return how many examples a model takes at a time, where it was made for one number only."""
    inputs = getattr(model, "inputs", None)
    return inputs[0].shape[0] if inputs else None


def _marks(model: Any) -> tuple[Any, ...]:
    """Take the marks by which a model that was compiled anew, frozen or rebuilt is told."""
    # The objects themselves: the identity of one that is gone may be given to another.
    return model.optimizer, model._compile_loss, *(layer.trainable for layer in model.layers), *model.variables  # noqa: SLF001
