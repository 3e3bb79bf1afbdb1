"""What takes optimiser steps: a traced loop where the model allows it, Keras' own single steps where it does not."""

import numpy as np
import numpy.typing as npt

from dlwidgets.training.engine.order import Order, Rows
from dlwidgets.training.engine.single_steps import Report, running_metrics
from dlwidgets.training.engine.traced import NO_LOSSES, TracedEngine
from dlwidgets.training.engine.values import State


class Engine(TracedEngine):
    """Takes optimiser steps with a compiled Keras model on data that lie on the device.

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

    def run(self, order: Order, epoch: int, batch: int, n_steps: int) -> tuple[list[Report], npt.NDArray[np.float32]]:
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
            losses = self._begin(order, batch, n_first)
            n_steps, batch = n_steps - n_first, batch + n_first
            if batch == self.shape.n_steps:
                reports, epoch, batch = [self.end_epoch()], epoch + 1, 0
        if not n_steps:
            return reports, losses
        self.prepare()
        if self._chunk is None:
            return reports + self._single.run(order, epoch, batch, n_steps), NO_LOSSES
        rows, more = self._chunk.run(*self._arguments(order, epoch, batch, n_steps), self._validation)
        n_ended = (batch + n_steps) // self.shape.n_steps
        reports += [dict(zip(self.names, row, strict=True)) for row in rows.numpy()[:n_ended].tolist()]
        return reports, np.concatenate([losses, more.numpy()[:n_steps]]) if self.shape.keeps_losses else NO_LOSSES

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
        import tensorflow as tf

        if not self.is_ready and not self.can_begin(0, 0):
            self.prepare()
        if self._chunk is None:
            self._single.train_on(rows)
            return float("nan")
        with self._chunk.live():
            return float(self._chunk.run_rows(self._data, tf.constant(rows)))

    def end_epoch(self) -> Report:
        """Return what the epoch reports, validation included, and begin the metrics anew."""
        if self._chunk is None:
            return self._single.end_epoch()
        with self._chunk.live():
            return dict(zip(self.names, self._chunk.end_epoch(self._validation).numpy().tolist(), strict=True))

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
