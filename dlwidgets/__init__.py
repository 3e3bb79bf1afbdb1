"""An introduction to deep learning in which every idea is a live object in a Jupyter cell.

Importing this loads nothing heavy: each public name brings what it needs when it is first used.
"""

import os
import sys
from importlib import import_module
from typing import Any

from dlwidgets.errors import (
    BrowserError,
    DataError,
    DLWidgetsError,
    InvalidValueError,
    MissingExtraError,
    UnknownNameError,
)

_HOMES = {
    "Activations": "dlwidgets.demos.activations",
    "BackpropStepper": "dlwidgets.demos.backprop_stepper",
    "BugGym": "dlwidgets.demos.bug_gym",
    "ChartView": "dlwidgets.widgets.chart_view",
    "CodeAssistant": "dlwidgets.demos.code_assistant",
    "Comparison": "dlwidgets.demos.comparison",
    "Dataset": "dlwidgets.data",
    "Demo": "dlwidgets.widgets.demo",
    "ExamplesNeeded": "dlwidgets.demos.examples_needed",
    "Explanations": "dlwidgets.demos.explanations",
    "FitCheck": "dlwidgets.training.fit_check",
    "Formula": "dlwidgets.widgets.notes",
    "GradientFlow": "dlwidgets.demos.gradient_flow",
    "Grid": "dlwidgets.widgets.grid",
    "HandTune": "dlwidgets.demos.hand_tune",
    "HiddenFeatures": "dlwidgets.compare.hidden",
    "HiddenLayer": "dlwidgets.demos.hidden_layer",
    "LayerBuilder": "dlwidgets.demos.layer_builder",
    "LiveCharts": "dlwidgets.demos.live_charts",
    "Losses": "dlwidgets.demos.losses",
    "NetworkClassifier": "dlwidgets.compare.network_classifier",
    "NetworkDiagram": "dlwidgets.demos.network_diagram",
    "NetworkSpec": "dlwidgets.network",
    "Note": "dlwidgets.widgets.notes",
    "Optimizers": "dlwidgets.demos.optimizers",
    "Perceptron": "dlwidgets.demos.perceptron",
    "Playground": "dlwidgets.demos.playground",
    "RunGallery": "dlwidgets.demos.run_gallery",
    "Trainer": "dlwidgets.training.trainer.trainer",
    "TrainerPanel": "dlwidgets.demos.trainer_panel",
    "build": "dlwidgets.training.build",
    "button": "dlwidgets.widgets.controls",
    "choice": "dlwidgets.widgets.controls",
    "explain_error": "dlwidgets.demos.magics",
    "feature_race": "dlwidgets.compare.feature_race",
    "find_bugs": "dlwidgets.assistant",
    "from_keras": "dlwidgets.training.read_model",
    "importances": "dlwidgets.compare.importances",
    "learning_curves": "dlwidgets.compare.learning",
    "load": "dlwidgets.data",
    "memorises": "dlwidgets.training.fit_check",
    "race": "dlwidgets.compare.race",
    "second_opinion": "dlwidgets.demos.coach.second_opinion",
    "slider": "dlwidgets.widgets.controls",
    "surface": "dlwidgets.charts.surface",
    "toggle": "dlwidgets.widgets.controls",
}

__all__ = [
    "Activations",
    "BackpropStepper",
    "BrowserError",
    "BugGym",
    "ChartView",
    "CodeAssistant",
    "Comparison",
    "DLWidgetsError",
    "DataError",
    "Dataset",
    "Demo",
    "ExamplesNeeded",
    "Explanations",
    "FitCheck",
    "Formula",
    "GradientFlow",
    "Grid",
    "HandTune",
    "HiddenFeatures",
    "HiddenLayer",
    "InvalidValueError",
    "LayerBuilder",
    "LiveCharts",
    "Losses",
    "MissingExtraError",
    "NetworkClassifier",
    "NetworkDiagram",
    "NetworkSpec",
    "Note",
    "Optimizers",
    "Perceptron",
    "Playground",
    "RunGallery",
    "Trainer",
    "TrainerPanel",
    "UnknownNameError",
    "build",
    "button",
    "choice",
    "explain_error",
    "feature_race",
    "find_bugs",
    "from_keras",
    "importances",
    "learning_curves",
    "load",
    "memorises",
    "race",
    "second_opinion",
    "slider",
    "surface",
    "toggle",
]

# TensorFlow reads these when it starts. It would greet each learner with lines about its build, and on networks
# of a lesson's size one thread is faster than two. XLA makes one piece of machine code of a loop whose step touches
# no more than so many bytes: small networks train about five times as fast, and larger ones would be slower so.
# What the reader has set stays.
for _name, _value in {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TF_NUM_INTRAOP_THREADS": "1",
    "XLA_FLAGS": "--xla_backend_extra_options=xla_cpu_small_while_loop_byte_threshold=81920",
}.items():
    os.environ.setdefault(_name, _value)


def __getattr__(name: str) -> Any:
    """Import the home of a public name when it is first used."""
    if name == "__version__":  # reading it from the installed package takes as long as all the rest
        return import_module("importlib.metadata").version("dlwidgets")
    if name not in _HOMES:
        nearest = import_module("difflib").get_close_matches(name, __all__, n=1)
        hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
        raise AttributeError(f"dlwidgets has no {name!r}.{hint} It has: {', '.join(__all__)}.", name=name, obj=None)
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook the magic ``%%check_keras``; ``%load_ext dlwidgets`` and importing in a notebook do.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
        The notebook's.
    """

    def check_keras(line: str, cell: str) -> None:
        import_module("dlwidgets.demos.magics").check_keras(line, cell)

    shell.register_magic_function(check_keras, "cell")


def __dir__() -> list[str]:
    """Name what is public, for completion in the notebook."""
    return [*__all__, "__version__"]


if "IPython" in sys.modules and (_shell := sys.modules["IPython"].get_ipython()) is not None:
    load_ipython_extension(_shell)
