"""On what a model is built: one device, several at once, and in which precision."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.training.keras_door import import_keras

MIRRORED = "mirrored"
PRECISIONS = ("float32", "mixed_float16", "mixed_bfloat16")


@contextmanager
def built_on(strategy: Any = None, precision: str | None = None) -> Iterator[None]:
    """Build models, as long as this lasts, for the devices and the precision that are asked for.

    Parameters
    ----------
    strategy : {None, "mirrored"} or tf.distribute.Strategy
        None is the first GPU, or the CPU; ``"mirrored"`` shares each batch among all GPUs or, without any, among all
        logical CPU devices. Several real GPUs could not be tried: what is tested are several logical CPU devices. A
        last batch that can't be shared evenly counts as with Keras: the mean of what each device finds.
    precision : {None, "float32", "mixed_float16", "mixed_bfloat16"}
        Mixed precision is for GPUs, where it saves time; on a CPU it only costs. It could not be measured.

    Raises
    ------
    UnknownNameError
        If there is no such strategy or precision.
    InvalidValueError
        If mixed precision is asked for without a GPU.

    References
    ----------
    https://www.tensorflow.org/guide/distributed_training
    """
    keras = import_keras()
    policy = keras.config.dtype_policy()
    with ExitStack() as stack:
        chosen = strategy_of(strategy)
        if chosen is not None:
            stack.enter_context(chosen.scope())
        if precision is not None:
            _check_precision(precision)
            stack.callback(keras.config.set_dtype_policy, policy)
            keras.config.set_dtype_policy(precision)
        yield


def strategy_of(strategy: Any) -> Any:
    """Return the strategy that a name stands for.

    Parameters
    ----------
    strategy : {None, "mirrored"} or tf.distribute.Strategy
        What came.

    Returns
    -------
    tf.distribute.Strategy or None
        None for a single device.

    Raises
    ------
    UnknownNameError
        If there is no such strategy.
    """
    if strategy is None or hasattr(strategy, "scope"):
        return strategy
    if strategy != MIRRORED:
        raise unknown_name("strategy", strategy, [MIRRORED])
    import tensorflow as tf

    devices = tf.config.list_logical_devices("GPU") or tf.config.list_logical_devices("CPU")
    return tf.distribute.MirroredStrategy([device.name for device in devices])


def _check_precision(precision: str) -> None:
    if precision not in PRECISIONS:
        raise unknown_name("precision", precision, PRECISIONS)
    import tensorflow as tf

    if precision != "float32" and not tf.config.list_logical_devices("GPU"):
        raise InvalidValueError(f"precision={precision!r} saves time on a GPU, and there is none here. Leave it out.")
