"""Several devices share each batch: two logical CPU devices, in a process of their own."""

import subprocess
import sys

MIRRORED = """
import numpy as np
import dlwidgets as dlw
from dlwidgets.errors import InvalidValueError
from dlwidgets.network import CompileSpec, Dense, Input, NetworkSpec
from dlwidgets.training.build import build
from dlwidgets.training.keras_door import import_keras
import tensorflow as tf

cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
X = np.random.default_rng(0).normal(size=(48, 2)).astype("float32")
y = (X[:, 0] > 0).astype("int64")
spec = NetworkSpec(
    [Input((2,)), Dense(4, "tanh"), Dense(2, "softmax")], CompileSpec("adam", "sparse_categorical_crossentropy", ["accuracy"])
)
settings = dict(batch_size=8, seed=3, path="auto", validation_split=0.25)
one, two = dlw.Trainer(spec, X, y, **settings | {"path": "loop"}), dlw.Trainer(spec, X, y, strategy="mirrored", **settings)
one.train(4)
two.train(4)
assert two.path == "loop" and "Several devices" in two.path_reason, two.path_reason
assert two.model.distribute_strategy.num_replicas_in_sync == 2
assert two.device.startswith("2 devices (CPU, "), two.device
assert max(np.abs(a - b).max() for a, b in zip(one.weights, two.weights)) < 1e-5
for name, values in one.history.items():
    assert np.allclose(values, two.history[name], atol=1e-5), (name, values, two.history[name])
again = two.history["loss"]
weights = two.weights
two.goto(2)
two.train(2)
assert all((a == b).all() for a, b in zip(weights, two.weights))
two.reset()
two.train(4)
assert (two.history["loss"] == again).all()
for settings in ({"batch_size": 1}, {"batch_size": 47}, {"record_batches": True}):
    try:
        dlw.Trainer(spec, X, y, strategy="mirrored", **settings).train(1)
    except InvalidValueError as error:
        assert "2 devices share each batch" in str(error)
    else:
        raise AssertionError(settings)
try:
    dlw.Trainer(build(spec), X, y, strategy="mirrored").train(1)
except InvalidValueError as error:
    assert "NetworkSpec" in str(error)
else:
    raise AssertionError
print("equal")
"""


def test_two_devices_train_as_one():
    done = subprocess.run([sys.executable, "-c", MIRRORED], capture_output=True, text=True, check=False)

    assert done.stdout.strip() == "equal", done.stderr
