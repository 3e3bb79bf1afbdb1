"""What takes the steps of one model on one kind of data, whichever way it goes."""

from abc import ABC, abstractmethod
from typing import Any

from dlwidgets.training.engine.material import Material
from dlwidgets.training.engine.order import Order, Rows
from dlwidgets.training.engine.reports import Losses, Report
from dlwidgets.training.engine.shape import Shape


class Steps(ABC):
    """A way to take optimizer steps; an `Engine` chooses one and keeps it.

    Parameters
    ----------
    model : keras.Model
        Compiled, with its metrics and its optimizer built.
    shape : Shape
        Of the data.
    """

    def __init__(self, model: Any, shape: Shape) -> None:
        self._model = model
        self._shape = shape
        self.let_go()

    @property
    def traces(self) -> int:
        """How often Python has walked through a step; 0 where Keras does that, whenever it has to."""
        return 0

    @abstractmethod
    def load(self, material: Material) -> None:
        """Take data of the shape.

        Parameters
        ----------
        material : Material
            The data.
        """

    @abstractmethod
    def let_go(self) -> None:
        """Keep no data until `load`."""

    @abstractmethod
    def prepare(self, *, begins: bool) -> None:
        """Make ready for any number of steps, by doing none.

        Parameters
        ----------
        begins : bool
            Whether the first ones are done by `begin`.
        """

    @abstractmethod
    def prepare_beginning(self) -> None:
        """Make ready for the first steps alone, which takes a moment."""

    @abstractmethod
    def begin(self, order: Order, batch: int, n_steps: int) -> Losses:
        """Do some of the first steps, which may end at the end of the first epoch but do not report it.

        Parameters
        ----------
        order : Order
            In which order the examples come.
        batch : int
            The batch of the first epoch that comes next, from 0 on.
        n_steps : int
            How many.

        Returns
        -------
        float32 array of shape (n_steps,)
            The loss of each, if they are kept; else empty.
        """

    @abstractmethod
    def run(self, order: Order, epoch: int, batch: int, n_steps: int) -> tuple[list[Report], Losses]:
        """Do steps as `Engine.run` does, without the first ones.

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
        losses : float32 array of shape (n_steps,)
            Of each batch, if they are kept; else empty.
        """

    @abstractmethod
    def run_rows(self, rows: Rows) -> float:
        """Do one step on some rows.

        Parameters
        ----------
        rows : int32 array of shape (k,)
            Their numbers.

        Returns
        -------
        float
            The loss before the step; not a number where Keras does not tell it.
        """

    @abstractmethod
    def end_epoch(self) -> Report:
        """Return what the epoch reports, validation included, and begin the metrics anew."""
