"""The names that imports bring, with one spelling for each library."""

from dlwidgets.assistant.values import Name

_KERAS = (
    "tensorflow.python.keras",
    "tensorflow.keras",
    "tensorflow.compat.v1.keras",
    "tf_keras",
    "keras.api",
    "keras.src",
    "keras.engine",
)
DEFAULTS = {
    "keras": "keras",
    "tf": "tensorflow",
    "tensorflow": "tensorflow",
    "np": "numpy",
    "numpy": "numpy",
    "pd": "pandas",
    "layers": "keras.layers",
    "models": "keras.models",
    "optimizers": "keras.optimizers",
    "losses": "keras.losses",
    "datasets": "keras.datasets",
    "K": "keras.backend",
    "train_test_split": "sklearn.model_selection.train_test_split",
    "StandardScaler": "sklearn.preprocessing.StandardScaler",
    "MinMaxScaler": "sklearn.preprocessing.MinMaxScaler",
    "LabelEncoder": "sklearn.preprocessing.LabelEncoder",
    "to_categorical": "keras.utils.to_categorical",
    "np_utils": "keras.utils",
    "mnist": "keras.datasets.mnist",
    "fashion_mnist": "keras.datasets.fashion_mnist",
    "cifar10": "keras.datasets.cifar10",
}
"""What a fragment without its imports means by its names."""

_SHORT = {"keras.Sequential": "keras.models.Sequential", "keras.Model": "keras.models.Model",
          "keras.Input": "keras.layers.Input", "tensorflow.data": "tensorflow.data"}  # fmt: skip
OTHER_FRAMEWORKS = {
    "torch": "PyTorch", "pytorch_lightning": "PyTorch Lightning", "lightning": "PyTorch Lightning", "jax": "JAX",
    "flax": "Flax", "mxnet": "MXNet", "theano": "Theano", "paddle": "PaddlePaddle", "fastai": "fastai",
    "chainer": "Chainer", "caffe": "Caffe", "lasagne": "Lasagne", "tflearn": "TFLearn",
}  # fmt: skip


def library_name(path: str) -> Name:
    """Return a name of a library, spelt as the rules know it.

    Parameters
    ----------
    path : str
        As an import has it.

    Returns
    -------
    Name
        With ``keras`` for each of its packages.
    """
    for package in _KERAS:
        if path == package or path.startswith(f"{package}."):
            path = f"keras{path.removeprefix(package)}"
            break
    path = _SHORT.get(path, path)
    parts = path.split(".")
    whole = {"legacy", "schedules"} & set(parts)
    if parts[0] == "keras" and len(parts) > 2 and not whole and parts[1] in {"layers", "utils", "optimizers", "models"}:
        path = ".".join(["keras", parts[1], *parts[2:]][:2] + parts[-1:])
        path = "keras.utils" if path == "keras.utils.np_utils" else path
    return Name(path)
