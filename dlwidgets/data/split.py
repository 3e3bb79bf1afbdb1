"""Two parts of a data set: one to learn from, one to find out what was learned."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dlwidgets.data.scaler import Scaler
from dlwidgets.errors import InvalidValueError

if TYPE_CHECKING:
    from dlwidgets.data.dataset import Dataset


@dataclass(frozen=True, eq=False)
class Split:
    """A training part and a test part; made by ``Dataset.split``.

    Parameters
    ----------
    train : Dataset
        The examples to learn from.
    test : Dataset
        The examples kept back.
    scaler : Scaler, optional
        How both were scaled; its ``inverse`` brings features back to their own units.
    """

    train: "Dataset"
    test: "Dataset"
    scaler: Scaler | None = None

    def scaled(self, kind: str = "standard") -> "Split":
        """Scale both parts by what the training part alone shows.

        Were the test part measured too, the test would no longer be of examples never seen.

        Parameters
        ----------
        kind : {"standard", "minmax"}
            Mean 0 and standard deviation 1, or from 0 to 1.

        Returns
        -------
        Split
            With the fitted ``scaler``.

        Raises
        ------
        UnknownNameError
            For another kind.
        InvalidValueError
            If the parts are scaled already.
        """
        if self.scaler is not None:
            raise InvalidValueError(f"This split is scaled already ({self.scaler.kind!r}); scale the first one.")
        scaler = Scaler.fit(self.train.X, kind)
        train, test = (replace(part, X=scaler.transform(part.X), units=()) for part in (self.train, self.test))
        return Split(train, test, scaler)
