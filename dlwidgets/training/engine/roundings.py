"""Where the last digit counts: XLA rounds otherwise if it makes one piece of machine code of a whole loop."""

from typing import Any

from dlwidgets.training.keras_door import import_keras


def enlarges_roundings(model: Any) -> bool:
    """Tell whether a model makes differences of roundings large.

    Parameters
    ----------
    model : keras.Model
        Built.

    Returns
    -------
    bool
        Whether it takes statistics of a batch or norms of a kernel. What comes before them has biases whose true slope
        is 0: an optimizer such as Adam makes steps of the usual size of what roundings leave there.
    """
    layers = import_keras().layers
    kinds = layers.BatchNormalization, layers.SpectralNormalization
    return any(isinstance(layer, kinds) for layer in model._flatten_layers(include_self=False))  # noqa: SLF001 - no public name


def step_by_step(number: Any) -> Any:
    """Return a number as it is, in such a way that XLA keeps the steps of the loop around it apart.

    Each step is then compiled as that of ``fit(jit_compile=True)``, and gives the same numbers to the last digit.

    Parameters
    ----------
    number : int32 tensor of shape ()
        0 or more.

    Returns
    -------
    int32 tensor of shape ()
        The same.

    References
    ----------
    https://github.com/openxla/xla/blob/main/xla/service/cpu/small_while_loop_hoisting_pass.cc
    """
    import tensorflow as tf

    # On a CPU, XLA calls a library for the largest of some numbers, and leaves a loop that calls one as it is.
    known = tf.cast(tf.minimum(number, 1), tf.float32)
    nothing = tf.math.top_k(tf.stack([known, known]), k=1).values[0] - known
    return number + tf.cast(nothing, tf.int32)
