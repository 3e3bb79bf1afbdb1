"""A trainer: a Keras model that learns in steps, chunks or as a film, and can go back to any moment."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dlwidgets.errors import InvalidValueError, clear_call
from dlwidgets.network import NetworkSpec
from dlwidgets.training.engine.material import material_of
from dlwidgets.training.goals import EarlyStopping
from dlwidgets.training.moments import BUDGET_MB
from dlwidgets.training.trainer.controls import TrainerControls
from dlwidgets.training.trainer.plan import Plan
from dlwidgets.training.trainer.setting_checks import checked
from dlwidgets.training.trainer.state import Options, Snapshot
from dlwidgets.training.trainer.travel import whole
from dlwidgets.training.trainer.variation import varied

_SETTINGS = (
    "batch_size", "shuffle", "seed", "weights", "epochs", "early_stopping", "learning_rate", "l1", "l2", "dropout",
    "strategy", "precision", "path", "record_batches", "memory_mb", "keep", "on_snapshot",
)  # fmt: skip


class Trainer(TrainerControls):
    """Train a Keras model in steps, at full speed, or beside the notebook, and go back to any epoch.

    The steps are Keras' own, and so are their numbers; they run many hundred times faster than ``model.fit``. Nothing
    is loaded or built before it is needed.

    Parameters
    ----------
    model : keras.Model or NetworkSpec
        Compiled, with one input and one output. A description is built with the seed, so that equal seeds give equal
        runs; a model keeps the weights that it comes with.
    X : array-like of shape (n, ...), Dataset or Split
        One row per example. A `Dataset` brings its targets, a `Split` also what it validates on.
    y : array-like of shape (n, ...), optional
        One target per example.
    batch_size : int, optional
        Examples per step; if not given, what the description says, else 32. Cut to the number of examples.
    validation_data : tuple of arrays or Dataset, optional
        ``(X, y)`` or ``(X, y, weights)`` that are evaluated after each epoch.
    validation_split : float, optional
        Share of the examples, the last ones, that are held back instead.
    sample_weight : array-like of shape (n,), optional
        How much each example counts.
    class_weight : dict of int to float, optional
        How much the examples of each class count.
    shuffle : bool, optional
        Whether the examples come in another order in each epoch; yes if nobody says.
    seed : int, default 0
        First weights, dropout and order are drawn from it.
    weights : list of ndarray, optional
        First weights of a description, in the order of ``model.get_weights()``, instead of those that are drawn.
    epochs : int, optional
        How many Play trains for; if not given, what the description says.
    early_stopping : EarlyStopping, optional
        When to stop before.
    learning_rate, l1, l2, dropout : float, optional
        Other first values of what `change` moves.
    strategy : {None, "mirrored"}, optional
        ``"mirrored"`` shares each batch among all GPUs, or all logical CPU devices.
    precision : str, optional
        ``"mixed_float16"`` computes in half precision, on a GPU only.
    path : {"auto", "compiled", "loop", "single"}, default "auto"
        How steps are taken; `path` says what was chosen and `path_reason` why.
    record_batches : bool, default False
        Whether the run keeps the loss of each batch.
    memory_mb : float, default 32
        Budget of the moments that the run keeps, to go back to.
    keep : callable, optional
        Takes the trainer and returns a dict of arrays that is kept with each moment, such as a surface.
    on_snapshot : callable, optional
        Hears a `Snapshot` at most thirty times a second, and at each change of the state, in the thread that trains.

    Raises
    ------
    DataError
        If the data can't be trained on; it says where and why.
    InvalidValueError
        If a setting is out of range or of the wrong kind, or ``model`` is none.
    UnknownNameError
        If there is no such path, strategy or precision.

    Notes
    -----
    On a GPU, with several GPUs, and in half precision the trainer could not be measured; without them it was. Where
    an optimizer keeps a moving average of the weights (``use_ema``), it stays beside the weights until
    ``model.optimizer.finalize_variable_values(model.trainable_variables)`` puts it in, as ``fit`` does at its end.

    References
    ----------
    https://www.tensorflow.org/guide/function

    Examples
    --------
    >>> from dlwidgets.network import CompileSpec, Dense, Input, NetworkSpec
    >>> spec = NetworkSpec([Input((2,)), Dense(1)], CompileSpec("sgd", "mse"))
    >>> Trainer(spec, [[0, 1], [1, 0]], [0, 1])
    Trainer: Nothing is loaded yet.
    """

    @clear_call
    def __init__(
        self,
        model: Any,
        X: Any,
        y: Any = None,
        *,
        batch_size: int | None = None,
        validation_data: Any = None,
        validation_split: float | None = None,
        sample_weight: Any = None,
        class_weight: Mapping[int, float] | None = None,
        shuffle: bool | None = None,
        seed: int = 0,
        weights: Sequence[Any] | None = None,
        epochs: int | None = None,
        early_stopping: EarlyStopping | None = None,
        learning_rate: float | None = None,
        l1: float | None = None,
        l2: float | None = None,
        dropout: float | None = None,
        strategy: Any = None,
        precision: str | None = None,
        path: str = "auto",
        record_batches: bool = False,
        memory_mb: float = BUDGET_MB,
        keep: Callable[[Any], Mapping[str, Any]] | None = None,
        on_snapshot: Callable[[Snapshot], None] | None = None,
    ) -> None:
        given = checked(model, {name: value for name, value in locals().items() if name in _SETTINGS})
        said = _said(model)
        split = validation_split if validation_split is not None else said["validation_split"]
        material = material_of(X, y, validation_data, split, sample_weight, class_weight)
        size = min(whole("batch_size", said["batch_size"] if batch_size is None else batch_size, 1), material.n)
        order = {"seed": whole("seed", seed, 0), "shuffle": bool(said["shuffle"] if shuffle is None else shuffle)}
        options = Options({**order, "batch_size": size}, early_stopping, float(memory_mb), keep, on_snapshot)
        super().__init__(Plan(model, material, size, path, record_batches, strategy, precision, weights), options)
        self._given = given
        self._planned = said["epochs"] if epochs is None else whole("epochs", epochs, 0)
        numbers = {"learning_rate": learning_rate, "l1": l1, "l2": l2, "dropout": dropout}
        self.change(**{name: value for name, value in numbers.items() if value is not None})

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Refuse to be copied or written to a file, in a sentence."""
        raise InvalidValueError(
            "A trainer can't be copied: it works in a thread of its own. trainer.again() makes another one with the "
            "same start, and trainer.run.save('run.npz') keeps what was recorded."
        )

    @clear_call
    def again(self, **changes: Any) -> "Trainer":
        """Make a trainer with the same start and other settings: change one thing and compare.

        Parameters
        ----------
        **changes
            ``optimizer``, ``loss`` or ``metrics``, or any setting of a trainer, such as ``learning_rate``,
            ``batch_size`` or ``seed``.

        Returns
        -------
        Trainer
            It has not trained yet.

        Raises
        ------
        UnknownNameError
            If there is no such setting.
        """
        start = self._session.run.moments.before(0) if self._session and self._plan.spec is None else None
        source, settings = varied(self._plan.source, self._given, changes, start)
        return Trainer(source, self._plan.material, **settings)


def _said(model: Any) -> dict[str, Any]:
    """Return what a description says about the training, or what holds if nobody says."""
    fit = model.fit if isinstance(model, NetworkSpec) else None
    plain = {"batch_size": 32, "validation_split": 0.0, "shuffle": True, "epochs": None}
    if fit is None:
        return plain
    told = {name: getattr(fit, name) for name in plain}
    return told | {"batch_size": told["batch_size"] or 32}
