"""One optimizer step a call, by Keras' own functions: for what TensorFlow can't trace into a loop."""

import math
from typing import Any

import numpy as np

from dlwidgets.training.engine.material import Material
from dlwidgets.training.engine.order import Order, Rows
from dlwidgets.training.engine.reports import NO_LOSSES, Losses, Report, metric_names
from dlwidgets.training.engine.steps import Steps
from dlwidgets.training.run import VALIDATION


class SingleSteps(Steps):
    """Trains as ``model.fit`` does inside: one call of the model's train function for each batch.

    Keras itself traces, and keeps the loss of a batch to itself.
    """

    _columns: tuple[Any, ...]
    _validation: tuple[Any, ...]

    def load(self, material: Material) -> None:
        """Keep the arrays as they are; see ``Steps.load``."""
        self._columns, self._validation = material.columns, material.validation

    def let_go(self) -> None:
        """Keep no arrays; see ``Steps.let_go``."""
        self._columns, self._validation = (), ()

    def prepare(self, *, begins: bool) -> None:
        """Do nothing: Keras traces at the first step; see ``Steps.prepare``."""

    def prepare_beginning(self) -> None:
        """Do nothing: the first steps are like the others; see ``Steps.prepare_beginning``."""

    def begin(self, order: Order, batch: int, n_steps: int) -> Losses:
        """Do the first steps like the others; see ``Steps.begin``."""
        for at in range(batch, batch + n_steps):
            self._run_batch(order, 0, at)
        return NO_LOSSES

    def run(self, order: Order, epoch: int, batch: int, n_steps: int) -> tuple[list[Report], Losses]:
        """Do one step after the other; see ``Steps.run``."""
        reports = []
        for _ in range(n_steps):
            self._run_batch(order, epoch, batch)
            batch += 1
            if batch == self._shape.n_steps:
                reports.append(self.end_epoch())
                epoch, batch = epoch + 1, 0
        return reports, NO_LOSSES

    def run_rows(self, rows: Rows) -> float:
        """Do one step by Keras' own function; see ``Steps.run_rows``."""
        self._model.make_train_function()
        self._model.train_function(iter([tuple(column[rows] for column in self._columns)]))
        return math.nan

    def end_epoch(self) -> Report:
        """Read Keras' metrics; see ``Steps.end_epoch``."""
        report = running_metrics(self._model)
        self._model.reset_metrics()
        return report | self._validated()

    def _run_batch(self, order: Order, epoch: int, batch: int) -> None:
        size = self._shape.batch_size
        self.run_rows(order.epoch(epoch)[batch * size : (batch + 1) * size])

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
