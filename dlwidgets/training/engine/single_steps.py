"""One optimiser step a call, by Keras' own functions: for what TensorFlow can't trace into a loop."""

import math
from typing import Any

import numpy as np

from dlwidgets.training.engine.material import Material
from dlwidgets.training.engine.order import Order, Rows
from dlwidgets.training.engine.reports import NO_LOSSES, Losses, Report, metric_names
from dlwidgets.training.engine.shape import Shape
from dlwidgets.training.run import VALIDATION


class SingleSteps:
    """Trains as ``model.fit`` does inside: one call of the model's train function for each batch.

    Parameters
    ----------
    model : keras.Model
        Compiled.
    shape : Shape
        Of the data.
    """

    traces = 0
    """Keras itself traces, whenever it has to."""

    def __init__(self, model: Any, shape: Shape) -> None:
        self._model = model
        self._shape = shape
        self.let_go()

    def load(self, material: Material) -> None:
        """Take data.

        Parameters
        ----------
        material : Material
            The data.
        """
        self._columns, self._validation = material.columns, material.validation

    def let_go(self) -> None:
        """Keep no data until `load`."""
        self._columns: tuple[Any, ...] = ()
        self._validation: tuple[Any, ...] = ()

    def prepare(self, *, begins: bool) -> None:
        """Do nothing: Keras traces at the first step.

        Parameters
        ----------
        begins : bool
            Whether there are first steps of another kind; there are none here.
        """

    def run(self, order: Order, epoch: int, batch: int, n_steps: int) -> tuple[list[Report], Losses]:
        """Do steps from a batch of an epoch on.

        Parameters
        ----------
        order : Order
            In which order the examples come.
        epoch, batch : int
            Where it begins, both from 0 on.
        n_steps : int
            How many.

        Returns
        -------
        reports : list of dict
            What each epoch that ended reports.
        losses : float32 array of shape (0,)
            None: Keras does not tell them.
        """
        reports = []
        for _ in range(n_steps):
            size = self._shape.batch_size
            self.run_rows(order.epoch(epoch)[batch * size : (batch + 1) * size])
            batch += 1
            if batch == self._shape.n_steps:
                reports.append(self.end_epoch())
                epoch, batch = epoch + 1, 0
        return reports, NO_LOSSES

    def run_rows(self, rows: Rows) -> float:
        """Do one step on some rows.

        Parameters
        ----------
        rows : int32 array of shape (k,)
            Their numbers.

        Returns
        -------
        float
            Not a number: Keras does not tell the loss.
        """
        self._model.make_train_function()
        self._model.train_function(iter([tuple(column[rows] for column in self._columns)]))
        return math.nan

    def end_epoch(self) -> Report:
        """Return what the epoch reports, validation included, and begin the metrics anew."""
        report = running_metrics(self._model)
        self._model.reset_metrics()
        return report | self._validated()

    def _validated(self) -> Report:
        if not self._validation:
            return {}
        size = self._shape.validation_batch
        self._model.make_test_function()
        for start in range(0, self._shape.n_validation, size):
            some = tuple(column[start : start + size] for column in self._validation)
            self._model.test_function(iter([some]))
        report = {VALIDATION + name: value for name, value in running_metrics(self._model).items()}
        self._model.reset_metrics()
        return report


def running_metrics(model: Any) -> Report:
    """Return what a model's metrics have come to so far.

    Parameters
    ----------
    model : keras.Model
        Compiled, with its metrics built.

    Returns
    -------
    dict of str to float
        Numbers by Keras' names.
    """
    values = [np.ravel(value) for value in model.get_metrics_result().values()]
    return dict(zip(metric_names(model), map(float, np.concatenate(values)), strict=True))
