"""What Keras itself says about its names: renews ``dlwidgets/assistant/keras_api.json``.

Run it with ``python -m tests.assistant.signatures`` when Keras has a new version.
"""

import importlib
import inspect
import json
import re
from pathlib import Path

API = Path("dlwidgets/assistant/keras_api.json")
TAKEN = re.compile(r'kwargs\.(?:pop|get)\(\s*"(\w+)"|"(\w+)" in kwargs')
KINDS = ("layers", "optimizers", "losses", "metrics", "callbacks", "initializers", "regularizers")
MODULES = (
    *KINDS, "activations", "applications", "backend", "constraints", "datasets", "models", "ops", "preprocessing",
    "preprocessing.image", "preprocessing.sequence", "preprocessing.text", "random", "saving", "utils",
)  # fmt: skip


def api():
    return {
        "keras": names("keras"),
        "tensorflow.keras": names("keras._tf_keras.keras"),
        "arguments": {kind: arguments(kind) for kind in KINDS},
        "methods": methods(),
        "identifiers": identifiers(),
    }


def names(root):
    """List the public names of each module, as an import finds them."""
    found = {"": public(importlib.import_module(root))}
    for module in MODULES:
        try:
            found[module] = public(importlib.import_module(f"{root}.{module}"))
        except ImportError:
            continue
    return found


def public(module):
    return sorted(name for name in vars(module) if not name.startswith("_"))


def arguments(kind):
    """List the arguments of each class, those of its bases too."""
    found = {}
    for name, made in vars(getattr(importlib.import_module("keras"), kind)).items():
        if inspect.isclass(made):
            found[name] = sorted(of_class(made))
    return found


def of_class(made):
    taken = set(inspect.signature(made.__init__).parameters) - {"self", "args", "kwargs"}
    for one in made.__mro__ if "kwargs" in inspect.signature(made.__init__).parameters else ():
        if not one.__module__.startswith("keras") or "__init__" not in vars(one):
            continue
        taken |= set(inspect.signature(one.__init__).parameters) - {"self", "args", "kwargs"}
        # What comes as anything else is taken out by its name.
        taken |= {name for pair in TAKEN.findall(inspect.getsource(one.__init__)) for name in pair if name}
    return taken


def methods():
    import keras

    return {
        name: [one for one in inspect.signature(getattr(keras.Model, name)).parameters if one not in {"self", "kwargs"}]
        for name in ("compile", "fit", "evaluate", "predict", "train_on_batch", "test_on_batch", "predict_on_batch")
    }


def identifiers():
    """List the words that stand for an object of Keras."""
    from keras.src import activations, initializers, losses, metrics, optimizers, regularizers

    modules = {"activation": activations, "initializer": initializers, "loss": losses, "metric": metrics, "regularizer": regularizers}  # fmt: skip
    found = {name: sorted(module.ALL_OBJECTS_DICT) for name, module in modules.items()}
    return found | {"optimizer": sorted(one.lower() for one in optimizers.ALL_OBJECTS_DICT)}


def written():
    lines = json.dumps(api(), sort_keys=True)
    return lines.replace('}, "', '},\n"').replace('], "', '],\n"') + "\n"


if __name__ == "__main__":
    API.write_text(written(), "utf-8")
