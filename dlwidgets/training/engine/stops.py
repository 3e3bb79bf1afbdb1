"""Why training stops: the goal is reached, nothing improves any more, or the loss is no number."""

import math

from dlwidgets.training.goals import EarlyStopping, Report, Watch
from dlwidgets.training.run import Ending, Run


class Stops:
    """Looks at each epoch that ends, and says why training should stop there.

    Parameters
    ----------
    run : Run
        What is recorded; an epoch is recorded before it is looked at.
    watch : Watch, optional
        The goal.
    early_stopping : EarlyStopping, optional
        When to stop for want of improvement, counted from now on.
    """

    def __init__(self, run: Run, watch: Watch | None = None, early_stopping: EarlyStopping | None = None) -> None:
        self._run = run
        self._watch = watch
        self._early = early_stopping
        self._values: list[float] = []
        self._first = run.last_epoch + 1
        self.ending: Ending | None = None
        self.reason = ""
        self.best = 0
        """The epoch with the best value, if training stopped early."""

    def __call__(self, epoch: int, report: Report) -> str:
        """Look at an epoch.

        Parameters
        ----------
        epoch : int
            Counted from 1.
        report : dict of str to float
            What it reported.

        Returns
        -------
        str
            Why to stop, as a sentence; empty if nothing says so.
        """
        if not math.isfinite(report.get("loss", 0.0)):
            self.stop(Ending.UNDEFINED, f"In epoch {epoch} the loss is not a finite number any more. {_TOO_HIGH}")
        elif self._watch is not None and (words := self._watch.reached(epoch, report)):
            self.stop(Ending.REACHED, words)
        elif self._early is not None and self._early.monitor in report:
            self._look_early(self._early, epoch, report)
        return self.reason

    def check_running(self, epoch: int, running: Report) -> str:
        """Look at what an epoch under way has reported so far.

        Parameters
        ----------
        epoch : int
            Counted from 1.
        running : dict of str to float
            Its metrics so far.

        Returns
        -------
        str
            Why to stop; empty if nothing says so.
        """
        return self(epoch, {"loss": running["loss"]}) if not math.isfinite(running.get("loss", 0.0)) else ""

    def stop(self, ending: Ending | None, reason: str) -> None:
        """Note that training stops.

        Parameters
        ----------
        ending : Ending or None
            How; None is a pause.
        reason : str
            Why, as a sentence.
        """
        self.ending, self.reason = ending, reason

    def _look_early(self, early: EarlyStopping, epoch: int, report: Report) -> None:
        self._values.append(report[early.monitor])
        best, waited = early.best(self._values)
        if waited >= max(1, early.patience):
            self.best = self._first + best
            self.stop(
                Ending.STOPPED,
                f"Stopped early after epoch {epoch}: {early.monitor} has not improved since epoch {self.best}.",
            )


_TOO_HIGH = "The learning rate is probably too high: make it smaller, and reset."
