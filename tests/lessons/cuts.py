"""Cuts: each takes one thing away from a demo that a learner does or sees, as code that runs before a lesson."""

import re

from dlwidgets.demos.hand_tune import LineTune
from dlwidgets.demos.live_charts import LiveCharts
from dlwidgets.widgets.controls import Action, Button, Setting, declared
from dlwidgets.widgets.pointer import ACTIONS

PATCH = """
import dlwidgets as dlw
from unittest.mock import patch
{replacement}
cut = patch.object(dlw.{demo}, {attribute!r}, replacement, create=True)
cut.start()
None
"""
MEND = "cut.stop()\nNone"
OBSERVER = """
def replacement(self, handler, names, observe=dlw.{demo}.observe, **kwargs):
    names = [name for name in names if name != {name!r}] if isinstance(names, list) else names
    return observe(self, handler, names, **kwargs)
"""
MESSAGE = """
def replacement(self, content, receive=dlw.{demo}.{attribute}):
    if content[{key!r}] != {name!r}:
        receive(self, content)
"""
NOTHING = """
def replacement(self, *args, **kwargs):
    return None
"""
# Keras trains once in a kernel; what it reported is told to the callbacks of every further fit, which takes no time.
REPLAY = """
import keras
if not hasattr(keras.Model.fit, "reports"):
    def replay(self, *args, callbacks=(), epochs=1, fit=keras.Model.fit, **kwargs):
        replay.reports = replay.reports or fit(self, *args, epochs=epochs, **kwargs).history
        history = keras.callbacks.History()
        told = keras.callbacks.CallbackList([*callbacks, history], model=self, epochs=epochs, steps=1, verbose=0)
        told.on_train_begin()
        for epoch in range(epochs):
            told.on_epoch_begin(epoch)
            told.on_epoch_end(epoch, {name: values[epoch] for name, values in replay.reports.items()})
        told.on_train_end()
        return history
    replay.reports = {}
    keras.Model.fit = replay
"""
NO_CUT = PATCH.format(demo="Demo", attribute="no_method", replacement=NOTHING)
# How the page tells that it has painted or failed, how wide it is and who looks, and of zooming, is no control of a demo.
OF_THE_CHART = {f"_receive_{kind}" for kind in ("painted", "error", "param", "seen", "left", "room")}
# What looks inside an epoch, for points that a switch shows and for Stop, has its tests in tests/training/test_watched_fit.py.
INSIDE_AN_EPOCH = {"on_epoch_begin", "on_train_batch_begin"}
# Nobody has a language model in a lesson; what asks one has its tests in tests/demos/test_second_opinion.py.
OF_A_MODEL = {"ask_model", "take_guess"}
# What the pointer does in each demo; one that is not here has to answer to all of it.
POINTER_ACTIONS = {
    "Activations": (),
    "BackpropStepper": ("click",),
    "BugGym": (),
    "CodeAssistant": (),
    "Comparison": ("click",),
    "ExamplesNeeded": (),
    "Explanations": (),
    "GradientFlow": (),
    "HandTune": (),
    "HiddenLayer": ("click",),
    "LayerBuilder": (),
    "Losses": ("click", "drag", "drop"),
    "NetworkDiagram": ("click",),
    "Optimizers": ("click", "drag", "drop"),
    "Playground": ("click", "drop", "delete"),
}
# A demo whose controls depend on its model, in the form that lessons show.
SHOWN_AS = {"HandTune": LineTune}


def demo_cuts(demo: type) -> dict[str, str]:
    """Return the cuts of a demo by name: every observer, control, pointer action and handler that its class has."""
    shown = SHOWN_AS.get(demo.__name__, demo)
    settings = declared(shown, Setting)
    controls = [*declared(shown, Button), *(name for name in declared(shown, Action) if name not in OF_A_MODEL)]
    controls += [name for name, setting in settings.items() if "kind" in setting.spec()]
    actions = POINTER_ACTIONS.get(demo.__name__, ACTIONS)
    of_the_pointer = {"_receive_pointer", "on_pointer"}
    handlers = {name for name in dir(demo) if name.startswith("_receive_")} - OF_THE_CHART | of_the_pointer
    cuts = {f"observer {name}": _cut(demo, "observe", OBSERVER, name=name) for name in settings}
    for name in controls:
        cuts[f"control {name}"] = _cut(demo, "_receive_control", MESSAGE, key="name", name=name)
    for name in actions:
        cuts[f"pointer {name}"] = _cut(demo, "_receive_pointer", MESSAGE, key="action", name=name)
    used = handlers if actions else handlers - of_the_pointer
    return cuts | {f"handler {name}": _cut(demo, name, NOTHING) for name in sorted(used)}


def callback_cuts() -> dict[str, str]:
    """Return the cuts of ``LiveCharts`` by name: everything that Keras calls, and what follows from it."""
    hooks = [name for name in dir(LiveCharts) if re.match(r"on_|[a-z]+_(began|ended)$", name)]
    hooks = [name for name in hooks if name not in INSIDE_AN_EPOCH]
    return {f"hook {name}": REPLAY + _cut(LiveCharts, name, NOTHING) for name in hooks}


def _cut(demo: type, attribute: str, template: str, **names: str) -> str:
    replacement = template.format(demo=demo.__name__, attribute=attribute, **names)
    return PATCH.format(demo=demo.__name__, attribute=attribute, replacement=replacement)
