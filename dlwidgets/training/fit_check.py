"""A Keras callback that names what goes wrong while a model is fitted, under the assistant's names for it."""

from collections.abc import Mapping
from typing import Any

from dlwidgets.errors import InvalidValueError
from dlwidgets.training.curves.diagnosis import diagnose
from dlwidgets.training.curves.finding import Finding, Kind
from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.recorder import Recorder
from dlwidgets.training.run import Run

RULES_OF_RUNS: Mapping[Kind, str] = {
    Kind.UNDEFINED: "nan",
    Kind.TOO_HIGH: "unstable",
    Kind.STUCK: "not-learning",
    Kind.DEAD: "not-learning",
    Kind.NOT_LEARNING: "not-learning",
    Kind.TOO_LOW: "not-learning",
    Kind.UNSEEN: "generalisation",
    Kind.OVER_FITTING: "generalisation",
    Kind.TOO_GOOD: "generalisation",
}
"""The rules that no text can show, only a run: by what the curves show."""


class FitCheck(Recorder):
    """Name what the curves of a fit show: pass it in ``callbacks`` and read ``rule`` and ``finding`` afterwards.

    Raises
    ------
    MissingExtraError
        If Keras or TensorFlow is not installed.

    References
    ----------
    https://keras.io/api/callbacks/base_callback/
    """

    def __init__(self) -> None:
        super().__init__()
        self.finding: Finding | None = None
        """What the curves of the newest fit show; None where that is not clear."""

    @property
    def rule(self) -> str:
        """The name of the rule that the fit breaks; empty if none is clear."""
        return RULES_OF_RUNS.get(self.finding.kind, "") if self.finding is not None else ""

    def run_began(self, run: Run) -> None:
        """Forget the fit before; the recorder calls this."""
        del run
        self.finding = None

    def epoch_ended(self, run: Run) -> None:
        """Look at the curves; the recorder calls this."""
        self.finding = diagnose(run)

    def run_ended(self, run: Run) -> None:
        """Look a last time; the recorder calls this."""
        self.finding = diagnose(run)


def memorises(model: Any, X: Any, y: Any, *, n_examples: int = 16, n_epochs: int = 300) -> bool:
    """Tell whether a model can learn a handful of examples by heart; if not, something in it is broken.

    Parameters
    ----------
    model : keras.Model
        Compiled. It stays as it is: a copy with weights of its own is trained.
    X, y : numpy.ndarray
        Examples and targets; the first ones are taken.
    n_examples : int, default 16
        How many.
    n_epochs : int, default 300
        How often the copy goes over them.

    Returns
    -------
    bool
        Whether less than a tenth of the first loss is left.

    Raises
    ------
    InvalidValueError
        If it is no compiled model of Keras.
    MissingExtraError
        If Keras or TensorFlow is not installed.

    References
    ----------
    https://karpathy.github.io/2019/04/25/recipe/
    """
    if not getattr(model, "compiled", False):
        came = type(model).__name__
        raise InvalidValueError(
            f"A {came} came that is not compiled; call model.compile(optimizer=..., loss=...) first."
        )
    copy = import_keras().models.clone_model(model)
    copy.compile_from_config(model.get_compile_config())
    few = X[:n_examples], y[:n_examples]
    history = copy.fit(*few, epochs=n_epochs, batch_size=n_examples, shuffle=False, verbose=0).history["loss"]
    return bool(min(history) < 0.1 * history[0])
