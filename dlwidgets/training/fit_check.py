"""A Keras callback that names what goes wrong while a model is fitted, under the assistant's names for it."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from dlwidgets.errors import InvalidValueError, a_kind, clear_call
from dlwidgets.training.curves.diagnosis import diagnose
from dlwidgets.training.curves.finding import Finding, Kind
from dlwidgets.training.engine.material import material_of
from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.model_checks import check_fit
from dlwidgets.training.recorder import Recorder
from dlwidgets.training.run import Run
from dlwidgets.training.trainer.trainer import Trainer
from dlwidgets.training.trainer.travel import whole

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


@clear_call
def memorises(model: Any, X: Any, y: Any, *, n_examples: int = 16, n_epochs: int = 300) -> bool:
    """Tell whether a model can learn a handful of examples by heart; if not, something in it is broken.

    Parameters
    ----------
    model : keras.Model
        Compiled. It stays as it is: a copy with weights of its own is trained.
    X, y : array-like of shape (n, ...)
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
        If it is no compiled model of Keras, or a number is none.
    DataError
        If the examples can't be learned from, or do not fit the model; it says where and why.
    MissingExtraError
        If Keras or TensorFlow is not installed.

    References
    ----------
    https://karpathy.github.io/2019/04/25/recipe/
    """
    if not getattr(model, "compiled", False):
        raise InvalidValueError(
            f"memorises takes a compiled model, but {a_kind(model)} came that is not compiled. "
            "Call model.compile(optimizer=..., loss=...) first."
        )
    n_examples, n_epochs = whole("n_examples", n_examples, 1), whole("n_epochs", n_epochs, 1)
    material = material_of(X, y)
    few = material_of(*(column[:n_examples] for column in material.columns))
    check_fit(model, few)
    copy = import_keras().models.clone_model(model)
    copy.compile_from_config(model.get_compile_config())
    trainer = Trainer(copy, few, batch_size=n_examples, shuffle=False)
    losses = trainer.train(n_epochs).history["loss"]
    trainer.close()
    return bool(np.nanmin(losses) < 0.1 * losses[0])
