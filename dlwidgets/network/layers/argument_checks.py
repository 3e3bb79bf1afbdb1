"""What the arguments of layers may be, by their names, which mean the same in every layer."""

from collections.abc import Mapping

from dlwidgets.network import _arguments as check
from dlwidgets.network import keras_names
from dlwidgets.network._arguments import Check
from dlwidgets.network.objects import InitializerSpec, RegularizerSpec

_CHECKS: Mapping[str, Check] = {
    "name": check.label,
    "trainable": check.flag,
    "units": check.whole,
    "filters": check.whole,
    "groups": check.whole,
    "input_dim": check.whole,
    "output_dim": check.whole,
    "rate": check.fraction,
    "stddev": check.fraction,
    "momentum": check.number,
    "epsilon": check.number,
    "dropout": check.number,
    "recurrent_dropout": check.number,
    "scale": check.truth,
    "seed": check.optional(check.seed),
    "shape": check.input_shape,
    "target_shape": check.target_shape,
    "axis": check.axis,
    "mean": check.optional(check.statistics),
    "variance": check.optional(check.statistics),
    "data_format": check.optional(check.channels_last),
    "dtype": check.optional(check.one_of("dtype", keras_names.DTYPE_NAMES)),
}
_ACTIVATION = check.optional(check.one_of("activation", keras_names.ACTIVATION_NAMES))
_REGULARIZER = check.optional(RegularizerSpec.checked)
_INITIALIZER = check.optional(InitializerSpec.checked)


def check_of(name: str) -> Check:
    """Find what an argument may be by its name."""
    if name in _CHECKS:
        return _CHECKS[name]
    if name.endswith("activation"):
        return _ACTIVATION
    if name.endswith("initializer"):
        return _INITIALIZER
    return _REGULARIZER if name.endswith("regularizer") else check.truth
