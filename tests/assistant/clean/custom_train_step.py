"""What happens in fit, written by hand: own step, own metrics, sample weights."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

loss_tracker = keras.metrics.Mean(name="loss")
mae_metric = keras.metrics.MeanAbsoluteError(name="mae")


class CustomModel(keras.Model):
    def train_step(self, data):
        if len(data) == 3:
            x, y, sample_weight = data
        else:
            sample_weight = None
            x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(y=y, y_pred=y_pred, sample_weight=sample_weight)
        trainable_vars = self.trainable_variables
        gradients = tape.gradient(loss, trainable_vars)
        self.optimizer.apply(gradients, trainable_vars)
        loss_tracker.update_state(loss)
        mae_metric.update_state(y, y_pred, sample_weight=sample_weight)
        return {"loss": loss_tracker.result(), "mae": mae_metric.result()}

    def test_step(self, data):
        x, y = data
        y_pred = self(x, training=False)
        loss_tracker.update_state(self.compute_loss(y=y, y_pred=y_pred))
        mae_metric.update_state(y, y_pred)
        return {"loss": loss_tracker.result(), "mae": mae_metric.result()}

    @property
    def metrics(self):
        return [loss_tracker, mae_metric]


inputs = keras.Input(shape=(32,))
hidden = layers.Dense(16, activation="relu")(inputs)
outputs = layers.Dense(1)(hidden)
model = CustomModel(inputs, outputs)
model.compile(optimizer="adam", loss="mse")
x = np.random.random((1000, 32))
y = x.sum(axis=1, keepdims=True) / 32
sw = np.random.random((1000, 1))
model.fit(x[:800], y[:800], sample_weight=sw[:800], epochs=3)
model.evaluate(x[800:], y[800:])
