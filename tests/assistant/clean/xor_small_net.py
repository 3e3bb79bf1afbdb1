"""The four cases of exclusive or, learned by heart."""

import numpy as np
import keras
from keras.layers import Dense, Input
from keras.models import Sequential

keras.utils.set_random_seed(4)
training_data = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], "float32")
target_data = np.array([[0], [1], [1], [0]], "float32")

model = Sequential()
model.add(Input(shape=(2,)))
model.add(Dense(16, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="mean_squared_error", optimizer="adam", metrics=["binary_accuracy"])


class StopWhenRight(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs and logs["loss"] < 0.01:
            print("learned after", epoch)
            self.model.stop_training = True


model.fit(training_data, target_data, epochs=500, verbose=0, callbacks=[StopWhenRight()])
for inputs, wanted in zip(training_data, target_data):
    answer = model.predict(inputs[None, :], verbose=0)[0, 0]
    print(inputs, wanted, round(float(answer), 2))
scores = model.evaluate(training_data, target_data, verbose=0)
print("%s: %.2f%%" % (model.metrics_names[1], scores[1] * 100))
hidden, last = model.layers
print(hidden.get_weights()[0].shape, last.get_weights()[0].shape)
grid = np.array([[a / 4, b / 4] for a in range(5) for b in range(5)], "float32")
print(np.round(model.predict(grid, verbose=0).reshape(5, 5), 1))
