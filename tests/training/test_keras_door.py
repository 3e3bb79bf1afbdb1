"""TensorFlow comes through one door, when it is needed and not before."""

import importlib.util
import logging
import os
import re
import subprocess
import sys
from types import ModuleType

import pytest

from dlwidgets.errors import MissingExtraError
from dlwidgets.training import keras_door
from dlwidgets.training.engine.material import material_of
from dlwidgets.training.keras_door import device_label, import_keras, loaded_keras

LAZY = """
import sys
import dlwidgets
callback = dlwidgets.LiveCharts
assert not {"keras", "tensorflow"} & {*sys.modules}, "looking LiveCharts up has loaded Keras"
callback()
assert {"keras", "tensorflow"} <= {*sys.modules}
"""
QUIET = """
import dlwidgets
import keras
keras.Sequential([keras.layers.Dense(1)])(keras.ops.ones((1, 2)))
"""


def run(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code], env=os.environ | environment, capture_output=True, text=True, check=False
    )


def without(monkeypatch, missing):
    monkeypatch.setattr(keras_door, "find_spec", lambda name: None if name == missing else object())


@pytest.mark.parametrize(("package", "title"), [("keras", "Keras is not"), ("tensorflow", "TensorFlow, which Keras")])
def test_what_is_missing_is_named_with_the_command_that_installs_it(monkeypatch, package, title):
    without(monkeypatch, package)

    with pytest.raises(MissingExtraError, match=f'^{title}.*pip install "dlwidgets\\[keras\\]"'):
        import_keras()


def test_a_broken_keras_raises_its_own_error(tmp_path):
    (tmp_path / "keras.py").write_text("raise OSError('libbroken.so: wrong size')")

    done = run("from dlwidgets.training.keras_door import import_keras; import_keras()", PYTHONPATH=str(tmp_path))

    assert done.stderr.splitlines()[-1] == "OSError: libbroken.so: wrong size"


def test_live_charts_can_be_looked_up_without_tensorflow_and_load_it_when_called():
    done = run(LAZY)

    assert done.returncode == 0, done.stderr


def test_tensorflow_greets_nobody():
    done = run(QUIET)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_gpu_is_not_taken_whole_unless_the_reader_wants_it(monkeypatch):
    monkeypatch.delenv("TF_FORCE_GPU_ALLOW_GROWTH", raising=False)
    import_keras()
    assert os.environ["TF_FORCE_GPU_ALLOW_GROWTH"] == "true"

    monkeypatch.setenv("TF_FORCE_GPU_ALLOW_GROWTH", "false")
    import_keras()
    assert os.environ["TF_FORCE_GPU_ALLOW_GROWTH"] == "false"


def test_a_machine_without_gpu_is_told_by_its_cores():
    assert re.fullmatch(r"CPU, (1 core|\d+ cores)", device_label())


def test_a_gpu_is_told_by_its_name(monkeypatch):
    import tensorflow as tf

    gpu = tf.config.PhysicalDevice("/physical_device:GPU:0", "GPU")
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda _kind: [gpu])
    monkeypatch.setattr(tf.config.experimental, "get_device_details", lambda _gpu: {"device_name": "Tesla T4"})
    assert device_label() == "GPU: Tesla T4"

    monkeypatch.setattr(tf.config.experimental, "get_device_details", lambda _gpu: {})
    assert device_label() == "GPU: /physical_device:GPU:0"


def test_another_backend_is_told_as_it_is(monkeypatch):
    keras = import_keras()
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")

    assert device_label() == "Keras on jax"


def test_the_extra_that_is_named_brings_both_packages():
    assert keras_door.INSTALL.endswith('[keras]"')
    assert all(importlib.util.find_spec(name) for name in ("keras", "tensorflow"))


def test_a_keras_that_another_thread_is_still_loading_is_not_there_yet(monkeypatch):
    keras = import_keras()
    assert loaded_keras() is keras
    monkeypatch.setitem(sys.modules, "keras", ModuleType("keras"))
    assert loaded_keras() is None
    assert material_of([[1.0], [2.0]], [0, 1], None, None, None, None).columns[0].dtype == "float32"


def test_a_reader_is_not_warned_of_how_often_the_engine_traces_but_of_what_is_his_own():
    import_keras()
    import_keras()
    logger = logging.getLogger("tensorflow")
    told = "5 out of the last 11 calls to {} triggered tf.function retracing."
    of_ours = logging.makeLogRecord({"msg": told.format("<dlwidgets.training.engine.chunk.Chunk object>")})
    of_readers = logging.makeLogRecord({"msg": told.format("<function step>")})
    assert (bool(logger.filter(of_ours)), bool(logger.filter(of_readers))) == (False, True)
    assert len(logger.filters) == len({*logger.filters})
