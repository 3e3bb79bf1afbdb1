"""One optimiser step a call, by Keras' own functions: for what TensorFlow can't trace into a loop."""

from typing import Any

import numpy as np

from dlwidgets.training.engine.material import Material
from dlwidgets.training.engine.order import Order, Rows
from dlwidgets.training.engine.reports import metric_names
from dlwidgets.training.engine.shape import Shape
from dlwidgets.training.run import VALIDATION

Report = dict[str, float]


class SingleSteps:
    """Trains as ``model.fit`` does inside: one call of the model's train function for each batch.

    Parameters
    ----------
    model : keras.Model
        Compiled.
    material : Material
        The data.
    shape : Shape
        Of the data.
    """

    def __init__(self, model: Any, material: Material, shape: Shape) -> None:
        self._model = model
        self._material = material
        self._shape = shape

    def run(self, order: Order, epoch: int, batch: int, n_steps: int) -> list[Report]:
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
        list of dict
            What each epoch that ended reports.
        """
        reports = []
        for _ in range(n_steps):
            size = self._shape.batch_size
            self.train_on(order.epoch(epoch)[batch * size : (batch + 1) * size])
            batch += 1
            if batch == self._shape.n_steps:
                reports.append(self.end_epoch())
                epoch, batch = epoch + 1, 0
        return reports

    def train_on(self, rows: Rows) -> None:
        """Do one step on some rows.

        Parameters
        ----------
        rows : int32 array of shape (k,)
            Their numbers.
        """
        self._model.make_train_function()
        self._model.train_function(iter([tuple(column[rows] for column in self._material.columns)]))

    def end_epoch(self) -> Report:
        """Return what the epoch reports, validation included, and begin the metrics anew."""
        report = running_metrics(self._model)
        self._model.reset_metrics()
        return report | self._validated()

    def _validated(self) -> Report:
        if not self._material.n_validation:
            return {}
        size = self._shape.validation_batch
        self._model.make_test_function()
        for start in range(0, self._shape.n_validation, size):
            some = tuple(column[start : start + size] for column in self._material.validation)
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
