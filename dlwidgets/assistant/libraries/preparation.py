"""What splits, scalers and encoders make of data."""

from typing import Any

from dlwidgets.assistant.libraries.catalogue import gives
from dlwidgets.assistant.libraries.numpy_calls import of_list
from dlwidgets.assistant.libraries.random_calls import drawn
from dlwidgets.assistant.reading.arguments import Call
from dlwidgets.assistant.values import INTS, NUMBERS, ONE_HOT, UNKNOWN, Array, Object, is_number

SCALERS = frozenset({"StandardScaler", "MinMaxScaler", "RobustScaler", "MaxAbsScaler", "Normalizer"})


_SET_METHODS = frozenset({"batch", "cache", "map", "prefetch", "repeat", "shuffle", "skip", "take"})


@gives(
    "tensorflow.data.Dataset.from_tensor_slices",
    "keras.utils.image_dataset_from_directory",
    "keras.preprocessing.image_dataset_from_directory",
    "keras.utils.text_dataset_from_directory",
)
def _set(call: Call) -> Any:
    given = call.get(0, "tensors")
    pair = given if isinstance(given, tuple) and len(given) == 2 and call.node.args else (UNKNOWN, UNKNOWN)
    return Object("tensorflow.data.Dataset", {"x": pair[0], "y": pair[1]}, {}, call.node)


@gives("keras.utils.to_categorical", "tensorflow.one_hot", "keras.ops.one_hot")
def _to_categorical(call: Call) -> Any:
    array, count = of_list(call.get(0, "x")), call.get(1, "num_classes", call.named.get("depth"))
    if count is None and array.coding == INTS:
        count = array.classes
    count = count if isinstance(count, int) else None
    rows = array.shape
    if rows is not None and len(rows) > 1 and rows[-1] == 1:
        rows = rows[:-1]
    shape = None if rows is None else (*rows, count)
    return Array(shape, ONE_HOT, count, 0, 1, array.root, array.part, "y")


@gives("keras.utils.pad_sequences", "keras.preprocessing.sequence.pad_sequences", "keras.preprocessing.pad_sequences")
def _pad_sequences(call: Call) -> Any:
    given, length = call.get(0, "sequences"), call.get(1, "maxlen")
    length = length if isinstance(length, int) else None
    if not isinstance(given, Array):
        return Array((None, length), root=object(), whole=True, role="x")
    return given.but(shape=(given.shape[0] if given.shape else None, length), holds="")


@gives("pandas.get_dummies")
def _get_dummies(call: Call) -> Any:
    array = call.get(0, "data")
    if isinstance(array, Array) and array.frame and array.rank != 1:
        return Array(frame=True, root=array.root)
    found = array if isinstance(array, Array) else Array()
    return Array((found.shape[0] if found.shape else None, found.classes), ONE_HOT, found.classes, 0, 1, found.root,
                 found.part, "y")  # fmt: skip


@gives("sklearn.model_selection.train_test_split")
def _train_test_split(call: Call) -> Any:
    size = call.named.get("test_size", None if "train_size" in call.named else 0.25)
    halves: list[Any] = []
    for one in call.places:
        array = one if isinstance(one, Array) else Array(root=object())
        still = array.ordered and call.named.get("shuffle") is False
        halves += [array.but(shape=_cut(array, size, test=test), part=part, ordered=still)
                   for part, test in (("train", False), ("test", True))]  # fmt: skip
    return tuple(halves) if call.places and not call.is_open else UNKNOWN


def _cut(array: Array, size: Any, *, test: bool) -> Any:
    """Return the shape of one half of a split."""
    if array.shape is None:
        return None
    rows = array.shape[0]
    if rows is None or not is_number(size):
        return (None, *array.shape[1:])
    count = -int(-rows * size // 1) if size < 1 else int(size)
    return (count if test else rows - count, *array.shape[1:])


def object_method(owner: Object, name: str, call: Call) -> Any:
    """Return what a method of a scaler or an encoder gives, and remember what it was fitted on."""
    if owner.path == "numpy.random.Generator":
        return drawn(name, call)
    if owner.path == "tensorflow.data.Dataset":
        # What a function makes of its examples is not followed.
        return Object(owner.path, {}, {}, call.node) if name == "map" else owner if name in _SET_METHODS else UNKNOWN
    given = call.get(0)
    given = given if isinstance(given, Array) else of_list(given)
    if owner.kind in SCALERS:
        return _scaled(owner, name, given)
    if owner.kind == "LabelEncoder" and name in {"fit_transform", "transform"}:
        return Array(given.shape and given.shape[:1], INTS, given.classes, 0, None, given.root, given.part, "y")
    if owner.kind in {"LabelBinarizer", "OneHotEncoder"} and name in {"fit_transform", "transform"}:
        # Of two classes, LabelBinarizer makes one column.
        certain = owner.kind == "OneHotEncoder" or (given.classes or 0) > 2
        return Array(None, ONE_HOT if certain and given.role == "y" else None, root=given.root, part=given.part)
    return owner if name == "fit" else UNKNOWN


def _scaled(owner: Object, name: str, given: Array) -> Any:
    if name in {"fit", "fit_transform"}:
        owner.state.setdefault("fits", []).append(given)
    if name == "fit":
        return owner
    if name in {"transform", "fit_transform"}:
        ends = (0.0, 1.0) if owner.kind == "MinMaxScaler" and not owner.arguments else (None, None)
        scaled = (*given.scaled, (owner.kind, len(owner.state.get("fits", ())), id(owner)))
        coding = NUMBERS if given.coding == NUMBERS else None
        return given.but(scaled=scaled, low=ends[0], high=ends[1], coding=coding, whole=False, frame=False)
    return UNKNOWN
