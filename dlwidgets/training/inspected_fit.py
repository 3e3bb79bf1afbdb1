"""A recorder that looks into the layers of a model while it is fitted, if that is asked for."""

from typing import Any

from dlwidgets.training.inspector import Inspector, Sample
from dlwidgets.training.looks import KINDS
from dlwidgets.training.run import Ending, Run
from dlwidgets.training.watched_fit import WatchedFit


class InspectedFit(WatchedFit):
    """Keep what a fit reports, and what was inside the layers after some of its epochs.

    A look takes about as long as one batch, and one run gets ``MOST`` of them.

    Parameters
    ----------
    histograms : bool or Dataset or (X, y), optional
        Whether to look at all; with examples also at activations and gradients.
    examples : Dataset or (X, y), optional
        What is taken where ``histograms`` says no more than True.

    Raises
    ------
    InvalidValueError
        If ``histograms`` is none of these; when a fit begins, if the model can't take the examples.
    DataError
        If the examples are no numbers, or their parts differ in length.
    """

    def __init__(self, histograms: Any = None, examples: Any = None) -> None:
        super().__init__()
        self._looks_inside = not (histograms is False or histograms is None)
        chosen = examples if histograms is True else histograms
        self._sample = Sample.of(chosen) if self._looks_inside and chosen is not None else None
        self.inspector: Inspector | None = None
        """What looks into the model; None if nobody does."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """What histograms there are."""
        return KINDS if self._sample is not None else KINDS[:1]

    def run_began(self, run: Run) -> None:
        """Look at the start; the recorder calls this."""
        self._look_inside(run, 0)

    def epoch_ended(self, run: Run) -> None:
        """Look inside if it is time; the recorder calls this."""
        if self.inspector is None or run.looks.is_due(run.last_epoch, run.n_epochs):
            self._look_inside(run, run.last_epoch)

    def run_ended(self, run: Run) -> None:
        """Look at the end of a run that ended with an epoch; the recorder calls this."""
        is_whole = run.ending in {Ending.DONE, Ending.STOPPED}
        if self.inspector is not None and is_whole and run.looks[-1].epoch < run.last_epoch:
            self._look_inside(run, run.last_epoch)

    def _look_inside(self, run: Run, epoch: int) -> None:
        """Look into the model as soon as it has weights: one that is written as a class gets them in its first step."""
        if not self._looks_inside or self.model is None or not self.model.weights:
            self.inspector = None
            return
        if self.inspector is None or not self.inspector.is_for(self.model):
            self.inspector = Inspector(self.model, self._sample)
        run.looks.add(self.inspector.look(epoch))
