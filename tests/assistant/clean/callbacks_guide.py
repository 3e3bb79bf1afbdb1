"""Callbacks of Keras' own and of one's own, in a fit of digits."""

import numpy as np
import keras
from keras import layers


def get_model():
    model = keras.Sequential([layers.Input((784,)), layers.Dense(1)])
    model.compile(
        optimizer=keras.optimizers.RMSprop(learning_rate=0.01),
        loss="mean_squared_error",
        metrics=["mean_absolute_error"],
    )
    return model


(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255.0
x_test = x_test.reshape(-1, 784).astype("float32") / 255.0
x_train, y_train = x_train[:500], y_train[:500]
x_test, y_test = x_test[:200], y_test[:200]


class EarlyStoppingAtMinLoss(keras.callbacks.Callback):
    def __init__(self, patience=0):
        super().__init__()
        self.patience = patience
        self.best_weights = None

    def on_train_begin(self, logs=None):
        self.wait = 0
        self.stopped_epoch = 0
        self.best = np.inf

    def on_epoch_end(self, epoch, logs=None):
        current = logs.get("loss")
        if np.less(current, self.best):
            self.best = current
            self.wait = 0
            self.best_weights = self.model.get_weights()
        else:
            self.wait += 1
            if self.wait >= self.patience:
                self.stopped_epoch = epoch
                self.model.stop_training = True
                self.model.set_weights(self.best_weights)

    def on_train_end(self, logs=None):
        if self.stopped_epoch > 0:
            print(f"Epoch {self.stopped_epoch + 1}: early stopping")


def lr_schedule(epoch, lr):
    return lr * 0.5 if epoch in {3, 6, 9} else lr


model = get_model()
model.fit(
    x_train,
    y_train,
    batch_size=64,
    epochs=12,
    verbose=0,
    callbacks=[EarlyStoppingAtMinLoss(2), keras.callbacks.LearningRateScheduler(lr_schedule)],
)
log = keras.callbacks.CSVLogger("log.csv")
nan = keras.callbacks.TerminateOnNaN()
model.fit(x_train, y_train, batch_size=64, epochs=2, verbose=0, callbacks=[log, nan])
print(model.evaluate(x_test, y_test, verbose=0))
