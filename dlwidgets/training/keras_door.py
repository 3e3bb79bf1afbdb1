"""The one door to Keras: everything else in the project asks here for it."""

import logging
import os
import sys
from importlib.util import find_spec
from types import ModuleType

from dlwidgets.errors import MissingExtraError

ENGINE = "dlwidgets.training.engine"
INSTALL = 'pip install "dlwidgets[keras]"'


def import_keras() -> ModuleType:
    """Bring Keras and TensorFlow; the first time this takes seconds and half a gigabyte.

    Returns
    -------
    module
        ``keras``.

    Raises
    ------
    MissingExtraError
        If Keras or TensorFlow is not installed. An installation that is broken raises its own error.

    References
    ----------
    https://keras.io/getting_started/
    """
    for package, title in (("keras", "Keras"), ("tensorflow", "TensorFlow, which Keras calculates with,")):
        if find_spec(package) is None:
            raise MissingExtraError(f"{title} is not installed. Run: {INSTALL}, then restart the kernel.")
    # TensorFlow reads this when it first uses a GPU; without it, it takes all of the GPU's memory at once.
    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
    import keras

    logging.getLogger("tensorflow").addFilter(_is_for_the_reader)
    return keras


def _is_for_the_reader(record: logging.LogRecord) -> bool:
    """Hold back what TensorFlow says of the engine: it takes many networks for one that is traced often."""
    return ENGINE not in record.getMessage()


def loaded_keras() -> ModuleType | None:
    """Return Keras if it has been loaded, without loading it.

    Returns
    -------
    module or None
        ``keras``; None before it is loaded, and while another thread is still loading it.
    """
    keras = sys.modules.get("keras")
    return keras if hasattr(keras, "__version__") else None  # which is the last that its __init__ brings


def device_label() -> str:
    """Name what Keras calculates on here.

    Returns
    -------
    str
        Such as ``"CPU, 2 cores"`` or ``"GPU: Tesla T4"``.

    Raises
    ------
    MissingExtraError
        If Keras or TensorFlow is not installed.
    """
    backend = import_keras().backend.backend()
    if backend != "tensorflow":
        return f"Keras on {backend}"
    import tensorflow as tf

    details = tf.config.experimental.get_device_details
    gpus = [details(gpu).get("device_name", gpu.name) for gpu in tf.config.list_physical_devices("GPU")]
    return f"GPU: {', '.join(gpus)}" if gpus else _cpu_label()


def _cpu_label() -> str:
    """Count the cores that this process may use; a container often has fewer than its machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return f"CPU, {cores} {'core' if cores == 1 else 'cores'}"
