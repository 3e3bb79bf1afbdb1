"""Data for programs that run: small sets of the shapes of large ones, files, and networks without trained weights."""

import importlib

import numpy as np

PICTURES = {"mnist": ((28, 28), 10), "fashion_mnist": ((28, 28), 10), "cifar10": ((32, 32, 3), 10), "cifar100": ((32, 32, 3), 100)}  # fmt: skip
TEXTS = {"imdb": 2, "reuters": 46}
PRETRAINED = {"MobileNetV2": 1280, "ResNet50": 2048, "VGG16": 512}
TABLES = {"boston_housing": 13, "california_housing": 8}


def pictures(name):
    shape, classes = PICTURES[name]
    rng = np.random.default_rng(0)
    flat = (-1, 1) if len(shape) == 3 else (-1,)
    halves = [
        (rng.integers(0, 256, (count, *shape), dtype="uint8"), np.arange(count, dtype="uint8") % classes)
        for count in (640, 320)
    ]
    return lambda **_: tuple((x, y.reshape(flat)) for x, y in halves)


def digits(**_):
    """Return real digits of eight by eight pixels, each of them drawn as three by three, with a border."""
    from sklearn.datasets import load_digits

    small, y = load_digits(return_X_y=True)
    big = np.kron(small.reshape(-1, 8, 8), np.ones((3, 3))) * 255 / 16
    x = np.pad(big, ((0, 0), (2, 2), (2, 2))).astype("uint8")
    return (x[:640], y[:640].astype("uint8")), (x[640:960], y[640:960].astype("uint8"))


def texts(name):
    rng = np.random.default_rng(0)

    def load_data(num_words=1000, **_):
        halves = []
        for count in (240, 120):
            x = np.empty(count, dtype=object)
            x[:] = [rng.integers(1, num_words, rng.integers(5, 60)).tolist() for _ in range(count)]
            halves.append((x, np.arange(count) % TEXTS[name]))
        return tuple(halves)

    return load_data


def tables(name):
    rng = np.random.default_rng(0)
    return lambda **_: tuple((rng.normal(size=(count, TABLES[name])), rng.uniform(5, 50, count)) for count in (160, 80))


def pretrained(name):
    """Return a small network with the shapes of a large one, whose weights would come from the internet."""
    import keras

    def made(*, input_shape=(224, 224, 3), pooling=None, **_):
        picture = keras.Input(input_shape)
        x = keras.layers.Conv2D(8, 3, strides=4, padding="same", activation="relu")(picture)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.Conv2D(PRETRAINED[name], 3, strides=8, padding="same", activation="relu")(x)
        return keras.Model(picture, keras.layers.GlobalAveragePooling2D()(x) if pooling else x, name=name.lower())

    return made


def stand_in():
    """Return data in place of what a program loads from elsewhere: four numbers each, and three classes."""
    rng = np.random.default_rng(0)
    return rng.normal(size=(60, 4)), rng.integers(0, 3, 60)


STAND_INS = {
    "load": stand_in, "prepared": stand_in, "given": lambda value: value, "sizes": lambda: [8, 8, 8],
    "hidden": lambda *shape: np.random.default_rng(0).random(shape), "labels": lambda count: np.arange(count) % 3,
    "onehot": lambda count: np.eye(3)[np.arange(count) % 3], "words": lambda count: np.array(["cat", "dog"] * (count // 2)),
}  # fmt: skip
"""What programs call that they do not define, so that nothing of their data is known from their text."""


def write_files(folder):
    """Write what programs read from their folder: a text, a table, and pictures of classes."""
    from PIL import Image

    rng = np.random.default_rng(0)
    (folder / "text.txt").write_text("a small cat sat on a mat and a dog ran to the sun. " * 12, "utf-8")
    waves = 100 + 20 * np.sin(np.arange(240) / 9)
    (folder / "prices.csv").write_text(
        "Date,Close\n" + "".join(f"{i},{one:.2f}\n" for i, one in enumerate(waves)), "utf-8"
    )
    places = [f"data/{part}/{name}" for part in ("train", "validation") for name in ("cats", "dogs")]
    for place in [*places, *(f"flowers/{name}" for name in ("daisy", "dandelion", "roses", "sunflowers", "tulips"))]:
        (folder / place).mkdir(parents=True)
        for number in range(8):
            Image.fromarray(rng.integers(0, 256, (32, 32, 3), dtype="uint8")).save(folder / place / f"{number}.png")


def build(monkeypatch):
    """Put the small sets and networks where Keras has the large ones."""
    makers = {name: pictures(name) for name in PICTURES} | {name: texts(name) for name in TEXTS} | {name: tables(name) for name in TABLES}  # fmt: skip
    for name, maker in (makers | {"mnist": digits}).items():
        for root in ("keras.datasets", "keras._tf_keras.keras.datasets", "keras.src.datasets"):
            monkeypatch.setattr(importlib.import_module(f"{root}.{name}"), "load_data", maker)
    for root in ("keras.applications", "keras._tf_keras.keras.applications"):
        for name in PRETRAINED:
            monkeypatch.setattr(importlib.import_module(root), name, pretrained(name))
