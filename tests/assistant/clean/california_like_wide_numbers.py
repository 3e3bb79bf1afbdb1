"""Districts with incomes and people, normalized inside the model."""

import keras
import numpy as np
from keras import layers
from keras.datasets import california_housing

(x_train, y_train), (x_test, y_test) = california_housing.load_data()
print(x_train.shape, y_train.min(), y_train.max())
price_mean, price_std = y_train.mean(), y_train.std()
t_train = (y_train - price_mean) / price_std

normalizer = layers.Normalization()
normalizer.adapt(x_train)

model = keras.Sequential(
    [
        layers.Input(shape=(8,)),
        normalizer,
        layers.Dense(64, activation="relu"),
        layers.Dense(64, activation="relu"),
        layers.Dense(1),
    ]
)
model.compile(optimizer="rmsprop", loss="mse", metrics=["mae"])
stop = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)
history = model.fit(x_train, t_train, epochs=20, batch_size=64, validation_split=0.2, callbacks=[stop], verbose=0)
print("epochs", len(history.epoch), "best", min(history.history["val_mae"]))

answers = model.predict(x_test, verbose=0)[:, 0] * price_std + price_mean
errors = np.abs(answers - y_test)
print("mean error", errors.mean(), "of prices around", price_mean)
print("share within a fifth", np.mean(errors < 0.2 * np.abs(y_test)))
worst = np.argsort(errors)[-3:]
for place in worst:
    print(place, "is", y_test[place], "guessed", answers[place])
mean_only = np.abs(price_mean - y_test).mean()
print("guessing the mean costs", mean_only)
model.save_weights("prices.weights.h5")
again = keras.models.clone_model(model)
print(type(again).__name__, again.count_params())
