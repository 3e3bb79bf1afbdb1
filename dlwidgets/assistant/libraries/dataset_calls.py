"""What is known of data sets that come with Keras and scikit-learn."""

from typing import Any

from dlwidgets.assistant.libraries.catalogue import gives
from dlwidgets.assistant.libraries.numpy_calls import of_list
from dlwidgets.assistant.reading.arguments import Call
from dlwidgets.assistant.values import INTS, NUMBERS, UNKNOWN, Array, Method, history_in

_KERAS = {
    # name: (training and test examples, shape of one, classes, rank of y, largest number)
    "mnist": (60_000, 10_000, (28, 28), 10, 1, 255),
    "fashion_mnist": (60_000, 10_000, (28, 28), 10, 1, 255),
    "cifar10": (50_000, 10_000, (32, 32, 3), 10, 2, 255),
    "cifar100": (50_000, 10_000, (32, 32, 3), 100, 2, 255),
    "imdb": (25_000, 25_000, (), 2, 1, None),
    "reuters": (8982, 2246, (), 46, 1, None),
    "boston_housing": (404, 102, (13,), None, 1, None),
    "california_housing": (16_512, 4128, (8,), None, 1, None),
}
_TABLES = {
    "load_iris": (150, 4, 3, 7.9),
    "load_wine": (178, 13, 3, 1680),
    "load_breast_cancer": (569, 30, 2, 4254),
    "load_digits": (1797, 64, 10, 16),
    "load_diabetes": (442, 10, None, 0.2),
    "fetch_california_housing": (20_640, 8, None, 35_682),
}
_RANGES = {"load_diabetes": (25.0, 346.0), "fetch_california_housing": (0.15, 5.0)}
_FIELDS = frozenset({"data", "images", "target"})


def _keras(name: str) -> Any:
    train, test, shape, classes, rank, high = _KERAS[name]
    halves = []
    holds = "lists" if not shape else ""
    for count, part in ((train, "train"), (test, "test")):
        low = 0 if high else None
        x = Array(
            (count, *shape),
            low=low,
            high=high,
            root=f"{name} x",
            part=part,
            role="x",
            whole=bool(high) or None,
            holds=holds,
        )
        coding = NUMBERS if classes is None else INTS
        y = Array((count,) + (1,) * (rank - 1), coding, classes, 0 if classes else None, classes and classes - 1,
                  f"{name} y", part, "y", whole=bool(classes) or None)  # fmt: skip
        halves.append((x, y))
    return tuple(halves)


def _limited(halves: Any, call: Call) -> Any:
    """Let texts of a data set hold the most frequent words only."""
    most = call.named.get("num_words")
    if not isinstance(most, int):
        return halves
    return tuple((x.but(low=0, high=most - 1, whole=True), y) for x, y in halves)


def _enter_keras(name: str) -> None:
    gives(f"keras.datasets.{name}.load_data")(
        lambda call: _limited(_keras(name), call) if "label_mode" not in call.named else UNKNOWN
    )


for _name in _KERAS:
    _enter_keras(_name)


def table(count: Any, features: Any, classes: int | None, high: float | None = None) -> tuple[Array, Array]:
    """Return X and y of a table whose sizes are known."""
    rows, columns = (one if isinstance(one, int) else None for one in (count, features))
    root = object()
    x = Array((rows, columns), high=high, root=("x", root), role="x", whole=False)
    y = Array((rows,), INTS if classes else NUMBERS, classes, 0 if classes else None, classes and classes - 1,
              ("y", root), role="y", whole=bool(classes) or None)  # fmt: skip
    return x, y


def _enter_table(name: str) -> None:
    def loaded(call: Call) -> Any:
        x, y = table(*_TABLES[name])
        low, high = _RANGES.get(name, (y.low, y.high))
        y = y.but(low=low, high=high, ordered=name in {"load_iris", "load_wine"})
        if call.named.get("return_X_y") is True:
            return (x, y)
        pictures = {"images": x.but(shape=(1797, 8, 8))} if name == "load_digits" else {}
        return {"data": x, "target": y, **pictures} if "as_frame" not in call.named else UNKNOWN

    gives(f"sklearn.datasets.{name}")(loaded)


for _name in _TABLES:
    _enter_table(_name)


def field(bunch: dict[str, Any], name: str) -> Any:
    """Return ``iris.data`` and its like."""
    return bunch[name] if name in _FIELDS and name in bunch else Method(bunch, name)


@gives("sklearn.datasets.make_classification")
def _make_classification(call: Call) -> Any:
    classes = call.named.get("n_classes", 2)
    return table(call.get(0, "n_samples", 100), call.get(1, "n_features", 20),
                 classes if isinstance(classes, int) else None) if isinstance(classes, int) else UNKNOWN  # fmt: skip


@gives("sklearn.datasets.make_moons", "sklearn.datasets.make_circles")
def _make_plane(call: Call) -> Any:
    return table(call.get(0, "n_samples", 100), 2, 2)


@gives("sklearn.datasets.make_blobs")
def _make_blobs(call: Call) -> Any:
    centers = call.named.get("centers", 3)
    return table(call.get(0, "n_samples", 100), call.get(1, "n_features", 2), centers) if isinstance(
        centers, int) else UNKNOWN  # fmt: skip


@gives("sklearn.datasets.make_regression")
def _make_regression(call: Call) -> Any:
    x, y = table(call.get(0, "n_samples", 100), call.get(1, "n_features", 100), None)
    return x, y if "n_targets" not in call.named else Array(coding=NUMBERS)


@gives("pandas.DataFrame")
def _written_out(call: Call) -> Any:
    given = call.get(0, "data")
    if isinstance(given, Array):
        return given.but(frame=True, columns=())
    if (history := history_in(given)) is not None:
        return Array((None, None), root=history, frame=True)
    columns = given if isinstance(given, dict) else {}
    arrays = tuple((name, of_list(one).but(frame=True)) for name, one in columns.items() if isinstance(name, str))
    rows = next((one.shape[0] for _, one in arrays if one.shape), None)
    return Array((rows, len(arrays) or None), root=object(), frame=True, columns=arrays)


@gives("pandas.read_csv", "pandas.read_excel", "pandas.read_table")
def _frame(_: Call) -> Any:
    return Array((None, None), root=object(), frame=True)
