"""What a run looks like, said in a sentence."""

from collections.abc import Iterable

from dlwidgets.training.run import VALIDATION, Ending, Run
from dlwidgets.training.words import rounded

_AT_ONCE = "the data have gaps, or the learning rate is too high"
_LATER = "the learning rate is probably too high"
_ENDED = {
    Ending.STOPPED: "Stopped early",
    Ending.INTERRUPTED: "Interrupted",
    Ending.FAILED: "Ended by an error",
    Ending.REACHED: "Goal reached",
    Ending.UNDEFINED: "Stopped",
}


def progress(run: Run) -> str:
    """Say how far a run is.

    Parameters
    ----------
    run : Run
        Running or ended.

    Returns
    -------
    str
        Such as ``"epoch 12 of 50"``.
    """
    of_all = "" if run.n_epochs is None else f" of {run.n_epochs}"
    return f"epoch {run.last_epoch}{of_all}"


def sentence(run: Run, metrics: Iterable[str], device: str) -> str:
    """Say how far a run is and what it has come to.

    Parameters
    ----------
    run : Run
        Running or ended.
    metrics : iterable of str
        Which values are named, by the names of the training metrics.
    device : str
        What it is calculated on; named at the beginning.

    Returns
    -------
    str
        Such as ``"Epoch 12 of 50: training loss 0.31, validation loss 0.35, validation accuracy 0.93."``
    """
    if not run.epochs and run.ending is None:
        return f"Run {run.number} begins. On: {device}."
    parts = [f"{_lead(run)}{_values(run, metrics)}."]
    if (epoch := run.undefined_since()) is not None:
        advice = _AT_ONCE if epoch == run.epochs[0] else _LATER
        parts.append(f"The loss is not a finite number since epoch {epoch}: {advice}.")
    return " ".join(parts)


def _lead(run: Run) -> str:
    """Say how far the run is, or how it ended."""
    if not run.epochs:
        return f"Run {run.number} ended before its first epoch was finished"
    if run.ending is None:
        return progress(run).capitalize()
    if run.ending is Ending.DONE:
        n_epochs = run.last_epoch - run.epochs[0] + 1
        return f"Done after {n_epochs} {'epoch' if n_epochs == 1 else 'epochs'}"
    return f"{_ENDED[run.ending]} after {progress(run)}"


def _values(run: Run, metrics: Iterable[str]) -> str:
    """List the newest values: both losses, and of each other metric the one on data that was held back."""
    names = []
    for metric in metrics:
        both = [("training " + metric, metric), ("validation " + metric, VALIDATION + metric)]
        known = [(words, run.newest(name)) for words, name in both if run.newest(name) is not None]
        names += known if metric == "loss" else known[-1:]
    listed = ", ".join(f"{words.replace('_', ' ')} {rounded(value)}" for words, value in names)
    return f": {listed}" if listed else ""
