"""Short programs for the pages of the rules: a frame with one line that differs."""

_HEAD = "import keras\nfrom keras import layers\n"
COMPILE = "model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])\n"
FIT = "model.fit(x_train, y_train, epochs=5)\n"
SPLIT = (
    "from sklearn.datasets import load_wine\nfrom sklearn.model_selection import train_test_split\n"
    "from sklearn.preprocessing import StandardScaler\nX, y = load_wine(return_X_y=True)\n"
)


def compiled_with(optimizer: str) -> str:
    """Write the line that compiles with another optimizer.

    Parameters
    ----------
    optimizer : str
        The optimizer, as it is written.

    Returns
    -------
    str
        The line.
    """
    return COMPILE.replace("'adam'", optimizer)


def classifier(last: str, loss: str, data: str = "iris", *, metrics: str = "['accuracy']") -> str:
    """Write a program that learns classes from a table.

    Parameters
    ----------
    last : str
        The last layer.
    loss : str
        The loss, as it is written.
    data : str
        ``"iris"`` for three classes, ``"breast_cancer"`` for two, ``"diabetes"`` for numbers.
    metrics : str
        The metrics, as they are written.

    Returns
    -------
    str
        The program.
    """
    sizes = {"iris": 4, "breast_cancer": 30, "diabetes": 10}
    return (
        f"{_HEAD}from sklearn.datasets import load_{data}\nfrom sklearn.preprocessing import StandardScaler\n"
        f"X, y = load_{data}(return_X_y=True)\nX = StandardScaler().fit_transform(X)\n"
        f"model = keras.Sequential([layers.Input((%d,)), layers.Dense(16, activation='relu'), {last}])\n"
        f"model.compile(optimizer='adam', loss={loss}, metrics={metrics})\nmodel.fit(X, y, epochs=20)\n"
    ) % sizes[data]


def layers_of(*written: str) -> str:
    """Write a model with an output for ten classes, and compile it.

    Parameters
    ----------
    *written : str
        Its layers.

    Returns
    -------
    str
        The program.
    """
    listed = ",\n    ".join(written)
    return (
        f"{_HEAD}model = keras.Sequential([\n    {listed},\n    layers.Dense(10, activation='softmax'),\n])\n"
        "model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])\n"
    )


def pictures(body: str) -> str:
    """Write a program that learns the digits, with lines of its own in the middle.

    Parameters
    ----------
    body : str
        What stands between loading the data and the end.

    Returns
    -------
    str
        The program.
    """
    return (
        f"{_HEAD}(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()\n"
        "x_train, x_test = x_train / 255, x_test / 255\n"
        "model = keras.Sequential([layers.Input((28, 28)), layers.Flatten(), layers.Dense(10, activation='softmax')])\n"
        f"{body}"
    )
