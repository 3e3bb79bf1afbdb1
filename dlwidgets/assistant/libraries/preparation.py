"""What splits, scalers and encoders make of data."""

from typing import Any

from dlwidgets.assistant.libraries.catalogue import gives
from dlwidgets.assistant.libraries.numpy_calls import of_list
from dlwidgets.assistant.libraries.random_calls import drawn
from dlwidgets.assistant.libraries.streams import generated
from dlwidgets.assistant.reading.arguments import Call
from dlwidgets.assistant.values import INTS, NUMBERS, ONE_HOT, UNKNOWN, Array, Object, is_number

CENTRING = frozenset({"RobustScaler", "StandardScaler"})
SCALERS = frozenset({"StandardScaler", "MinMaxScaler", "RobustScaler", "MaxAbsScaler", "Normalizer"})


@gives("keras.utils.to_categorical", "tensorflow.one_hot", "keras.ops.one_hot")
def _to_categorical(call: Call) -> Any:
    array, count = of_list(call.get(0, "x")), call.get(1, "num_classes", call.named.get("depth"))
    if count is None and array.coding == INTS:
        count = array.classes
    if count is None and array.whole and array.high is not None and array.coding is None:
        count = int(array.high) + 1
    count = count if isinstance(count, int) else None
    rows = array.shape
    keeps = getattr(call.node.func, "attr", getattr(call.node.func, "id", "")) == "one_hot"
    if rows is not None and len(rows) > 1 and rows[-1] == 1 and not keeps:
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
    if call.named.get("drop_first", False) is not False:
        return Array((found.shape[0] if found.shape else None, None), root=found.root, part=found.part)
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
    if owner.kind == "Tokenizer" and name == "texts_to_sequences":
        most = owner.arguments.get("num_words", (owner.arguments.get("places") or (None,))[0])
        return Array(
            (None,),
            low=0,
            high=most - 1 if isinstance(most, int) else None,
            root=object(),
            whole=True,
            role="x",
            holds="lists",
        )
    if owner.kind == "Tokenizer" and name in {"texts_to_matrix", "sequences_to_matrix"}:
        return Array(
            (None, owner.arguments.get("num_words") if isinstance(owner.arguments.get("num_words"), int) else None),
            root=object(),
        )
    if owner.kind == "ImageDataGenerator":
        return generated(owner, name, call)
    given = call.get(0)
    given = given if isinstance(given, Array) else of_list(given)
    if owner.kind in SCALERS:
        return _scaled(owner, name, given)
    if owner.kind == "LabelEncoder" and name in {"fit_transform", "transform"}:
        return Array(given.shape and given.shape[:1], INTS, given.classes, 0, None, given.root, given.part, "y")
    if owner.kind in {"LabelBinarizer", "OneHotEncoder"} and name in {"fit_transform", "transform"}:
        return _rows_of_classes(owner, given)
    return owner if name == "fit" else UNKNOWN


def _rows_of_classes(owner: Object, given: Array) -> Array:
    """Return a column for each class."""
    # Of two classes, LabelBinarizer makes one column.
    certain = owner.kind == "OneHotEncoder" or (given.classes or 0) > 2
    is_y = certain and (given.role == "y" or given.coding == INTS)
    single = given.shape is not None and (len(given.shape) == 1 or given.shape[1:] == (1,))
    known = is_y and single and not owner.arguments.get("drop")
    shape = (given.shape[0], given.classes) if known and given.shape is not None else None
    return Array(shape, ONE_HOT if is_y else None, given.classes if known else None, root=given.root, part=given.part)


def _scaled(owner: Object, name: str, given: Array) -> Any:
    if name in {"fit", "fit_transform"}:
        owner.state.setdefault("fits", []).append(given)
    if name == "fit":
        return owner
    if name in {"transform", "fit_transform"}:
        ends = (0.0, 1.0) if owner.kind == "MinMaxScaler" and not owner.arguments else (None, None)
        scaled = (*given.scaled, (owner.kind, len(owner.state.get("fits", ())), id(owner)))
        # Classes are not scaled; what is moved to a mean of 0 was numbers.
        centred = owner.kind in CENTRING and given.coding is None
        coding = NUMBERS if given.coding == NUMBERS or centred else None
        return given.but(scaled=scaled, low=ends[0], high=ends[1], coding=coding, whole=False, frame=False)
    return UNKNOWN
