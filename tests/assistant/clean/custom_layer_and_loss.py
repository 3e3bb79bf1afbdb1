"""A layer, a loss, a metric and a callback of one's own."""

import keras
import numpy as np
from keras import ops


@keras.saving.register_keras_serializable()
class Linear(keras.layers.Layer):
    def __init__(self, units=32, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer="random_normal")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        return ops.matmul(inputs, self.w) + self.b

    def get_config(self):
        return {**super().get_config(), "units": self.units}


def huber_like(y_true, y_pred, delta=1.0):
    error = y_true - y_pred
    small = ops.abs(error) <= delta
    return ops.mean(ops.where(small, 0.5 * ops.square(error), delta * (ops.abs(error) - 0.5 * delta)))


def within_one(y_true, y_pred):
    return ops.mean(ops.cast(ops.abs(y_true - y_pred) < 1.0, "float32"))


class Progress(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if epoch % 5 == 0:
            print(epoch, {name: round(float(value), 3) for name, value in (logs or {}).items()})


x = np.random.uniform(-3, 3, size=(400, 2)).astype("float32")
y = (x[:, :1] ** 2 - x[:, 1:]).astype("float32")
inputs = keras.Input((2,))
hidden = keras.activations.relu(Linear(32)(inputs))
hidden = keras.activations.relu(Linear(32)(hidden))
outputs = Linear(1)(hidden)
model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.RMSprop(1e-3), loss=huber_like, metrics=[within_one])
model.fit(x[:300], y[:300], epochs=11, validation_data=(x[300:], y[300:]), verbose=0, callbacks=[Progress()])
print(model.predict(x[300:303], verbose=0).ravel(), y[300:303].ravel())
