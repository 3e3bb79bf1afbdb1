"""Data that come in batches: sets of tf.data, folders of pictures and generators."""

from collections.abc import Callable
from typing import Any, TypeGuard

from dlwidgets.assistant.libraries.catalogue import gives
from dlwidgets.assistant.libraries.numpy_calls import of_list
from dlwidgets.assistant.reading.arguments import Call
from dlwidgets.assistant.values import INTS, ONE_HOT, UNKNOWN, Array, Event, Object, Shape, as_shape, is_number

STREAM = "tensorflow.data.Dataset"
_BATCHING = frozenset({"apply", "batch", "padded_batch", "ragged_batch"})
_KEEPING = frozenset({
    "cache", "filter", "interleave", "options", "prefetch", "rebatch", "repeat", "shard", "shuffle", "skip", "take",
    "with_options",
})  # fmt: skip
_CHANNELS = {"grayscale": 1, "rgb": 3, "rgba": 4}
_CODINGS = {"int": INTS, "sparse": INTS, "categorical": ONE_HOT}


def stream(call: Call, x: Any, y: Any, *, batched: bool | None) -> Object:
    """Return a set of examples; ``batched`` is None where it is not known whether they come in batches."""
    return Object(STREAM, {"x": x, "y": y}, {}, call.node, {"batched": batched})


def is_stream(value: Any) -> TypeGuard[Object]:
    """Tell a set of tf.data or a generator."""
    return isinstance(value, Object) and value.path == STREAM


def given(event: Event, name: str) -> Array | None:
    """Return what a model is given as x or y, on its own or within a set."""
    value, x = event.arguments.get(name), event.arguments.get("x")
    if is_stream(x):
        value = x.arguments.get(name)
    return value if isinstance(value, Array) else None


@gives("tensorflow.data.Dataset.from_tensor_slices")
def _slices(call: Call) -> Any:
    given = call.get(0, "tensors")
    x, y = given if isinstance(given, tuple) and len(given) == 2 else (given, UNKNOWN)
    return stream(call, *(of_list(one) if isinstance(one, list) else one for one in (x, y)), batched=False)


@gives("tensorflow.data.Dataset.zip")
def _zipped(call: Call) -> Any:
    given = call.get(0) if len(call.places) == 1 else call.places
    if not isinstance(given, tuple) or len(given) != 2 or not all(is_stream(one) for one in given):
        return stream(call, UNKNOWN, UNKNOWN, batched=None)
    batched = {one.state["batched"] for one in given}
    return stream(call, given[0].arguments["x"], given[1].arguments["x"], batched=batched.pop() if len(batched) == 1 else None)  # fmt: skip


@gives("keras.utils.timeseries_dataset_from_array", "keras.preprocessing.timeseries_dataset_from_array",
       "tensorflow.data.Dataset.from_generator", "tensorflow.data.TFRecordDataset")  # fmt: skip
def _unseen(call: Call) -> Any:
    return stream(call, UNKNOWN, UNKNOWN, batched=None)


@gives("keras.preprocessing.sequence.TimeseriesGenerator")
def _windows(call: Call) -> Any:
    """Return pieces of a series, each with the value behind it."""
    series, y, length = call.get(0, "data"), call.get(1, "targets"), call.get(2, "length")
    if call.is_open or not isinstance(series, Array) or not isinstance(y, Array):
        return stream(call, UNKNOWN, UNKNOWN, batched=True)
    steps = length if isinstance(length, int) and call.named.get("sampling_rate", 1) == 1 else None
    x = None if series.shape is None else (None, steps, *series.shape[1:])
    return stream(
        call, series.but(shape=x), y.but(shape=None if y.shape is None else (None, *y.shape[1:])), batched=True
    )


@gives("keras.utils.image_dataset_from_directory", "keras.preprocessing.image_dataset_from_directory")
def _pictures_in_folders(call: Call) -> Any:
    size, coding = as_shape(call.named.get("image_size", (256, 256))), call.named.get("label_mode", "int")
    x = _pictures(size, call.named.get("color_mode", "rgb"))
    made = stream(call, x, _labels(coding, binary=(None, 1)), batched=call.named.get("batch_size", 32) is not None)
    return (made, made) if call.named.get("subset") == "both" else made


@gives("keras.utils.text_dataset_from_directory", "keras.preprocessing.text_dataset_from_directory")
def _texts_in_folders(call: Call) -> Any:
    y = _labels(call.named.get("label_mode", "int"), binary=(None, 1))
    return stream(call, Array((None,), holds="texts"), y, batched=call.named.get("batch_size", 32) is not None)


def _pictures(size: Any, colours: Any) -> Array:
    shape = (None, *size, _CHANNELS.get(colours)) if size is not None and len(size) == 2 else None
    return Array(shape, low=0, high=255, whole=False)


def _labels(coding: Any, *, binary: Shape, classes: int | None = None) -> Any:
    """Return the targets that folders make, as a mode says."""
    if coding == "binary":
        return Array(binary, INTS, 2, 0, 1, role="y", whole=True)
    if coding not in _CODINGS:
        return UNKNOWN
    shape = (None, classes) if _CODINGS[coding] == ONE_HOT else (None,)
    return Array(shape, _CODINGS[coding], classes, 0, None, role="y", whole=coding != "categorical" or None)


def generated(owner: Object, name: str, call: Call) -> Any:
    """Return what a method of an ImageDataGenerator gives."""
    changed = owner.arguments.get("preprocessing_function") is not None or any(
        owner.arguments.get(one) for one in ("featurewise_center", "samplewise_center", "zca_whitening")
    )
    rescale = owner.arguments.get("rescale", 1)
    if name == "flow":
        x, y = (one if isinstance(one, Array) else UNKNOWN for one in (call.get(0, "x"), call.get(1, "y")))
    elif name in {"flow_from_directory", "flow_from_dataframe"}:
        names = call.named.get("classes")
        count = len(names) if isinstance(names, list) and UNKNOWN not in names else None
        x = _pictures(as_shape(call.named.get("target_size", (256, 256))), call.named.get("color_mode", "rgb"))
        y = _labels(call.named.get("class_mode", "categorical"), binary=(None,), classes=count)
    else:
        return UNKNOWN
    if isinstance(x, Array) and (changed or rescale != 1):
        factor = rescale if is_number(rescale) and not changed else None
        low, high = (None if end is None or factor is None else end * factor for end in (x.low, x.high))
        x = x.but(low=low, high=high, scaled=(*x.scaled, "changed"))
    return stream(call, x, y, batched=True)


def stream_method(owner: Object, name: str, call: Call, follow: Callable[[Any, Call], Any]) -> Any:
    """Return what a method of a set gives; ``follow`` calls a function of the program."""
    if name == "map":
        return _mapped(owner, call, follow)
    if name in _BATCHING:
        return stream(call, owner.arguments["x"], owner.arguments["y"], batched=True if name != "apply" else None)
    if name == "unbatch":
        return stream(call, owner.arguments["x"], owner.arguments["y"], batched=False)
    return owner if name in _KEEPING else UNKNOWN


def _mapped(owner: Object, call: Call, follow: Callable[[Any, Call], Any]) -> Any:
    """Follow the function that works on each example, or on each batch."""
    batched = owner.state["batched"]
    given = [_one(owner.arguments[name], batched=batched) for name in ("x", "y")]
    told = given if isinstance(owner.arguments["y"], Array) else given[:1] if isinstance(given[0], Array) else given
    made = follow(call.get(0, "map_func"), Call(call.node, tuple(told), {}))
    parts = made if isinstance(made, tuple) and len(made) in {2, 3} else (made, UNKNOWN)
    return stream(call, *(_all(one, batched=batched) for one in parts[:2]), batched=batched)


def _one(value: Any, *, batched: bool | None) -> Any:
    """Return what a function gets of an array; of a batch, the number of examples is not known."""
    if not isinstance(value, Array) or batched is None:
        return UNKNOWN
    if value.shape is None:
        return value
    return value.but(shape=(None, *value.shape[1:]) if batched else value.shape[1:])


def _all(value: Any, *, batched: bool | None) -> Any:
    """Return the array of which a function has made one example, or one batch."""
    if not isinstance(value, Array) or batched is None:
        return UNKNOWN
    return value if batched or value.shape is None else value.but(shape=(None, *value.shape))
