"""A number from ten measures, with the mean absolute error watched."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split
from tensorflow.keras.layers import Dense, Input
from tensorflow.keras.models import Sequential

diabetes = load_diabetes()
x = diabetes.data
y = diabetes.target
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.1, random_state=6)

model = Sequential()
model.add(Input(shape=(10,)))
model.add(Dense(32, activation="relu"))
model.add(Dense(16, activation="relu"))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
history = model.fit(x_train, y_train, epochs=100, batch_size=32, validation_split=0.2, verbose=0)

mse, mae = model.evaluate(x_test, y_test, verbose=0)
print("Root mean squared error:", np.sqrt(mse))
print("Mean absolute error:", mae)
plt.plot(history.history["mae"], label="training")
plt.plot(history.history["val_mae"], label="validation")
plt.xlabel("epoch")
plt.ylabel("mean absolute error")
plt.legend()
plt.savefig("diabetes.png")
plt.close()
answers = model.predict(x_test, verbose=0)
plt.scatter(y_test, answers[:, 0])
plt.plot([y.min(), y.max()], [y.min(), y.max()], "k--")
plt.savefig("answers.png")
plt.close()
residuals = y_test - answers.ravel()
print("spread", residuals.std(), "bias", residuals.mean())
