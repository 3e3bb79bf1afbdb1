"""How sure is the network? The same question a hundred times, with dropout on."""

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from tensorflow import keras


class MCDropout(keras.layers.Dropout):
    def call(self, inputs, training=None):
        return super().call(inputs, training=True)


digits = load_digits()
X, y = digits.data / 16, digits.target
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=3)

model = keras.models.Sequential()
model.add(keras.layers.Input(shape=[64]))
for n_units in [100, 50]:
    model.add(keras.layers.Dense(n_units, kernel_initializer="he_normal", activation="elu"))
    model.add(keras.layers.Dropout(rate=0.2))
model.add(keras.layers.Dense(10, activation="softmax"))
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.SGD(learning_rate=0.01, momentum=0.9, nesterov=True),
    metrics=["accuracy"],
)
model.fit(X_train, y_train, epochs=15, validation_split=0.1, verbose=0)
print(model.evaluate(X_test, y_test, verbose=0))

y_probas = np.stack([model(X_test, training=True) for _ in range(30)])
y_proba = y_probas.mean(axis=0)
y_std = y_probas.std(axis=0)
y_pred = np.argmax(y_proba, axis=1)
print("accuracy", np.sum(y_pred == y_test) / len(y_test))
unsure = np.argsort(y_std.max(axis=1))[-5:]
for place in unsure:
    print(place, y_test[place], np.round(y_proba[place], 2))

mc_model = keras.models.Sequential(
    [MCDropout(layer.rate) if isinstance(layer, keras.layers.Dropout) else layer for layer in model.layers]
)
mc_model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd")
mc_model.set_weights(model.get_weights())
print(np.round(np.mean([mc_model.predict(X_test[:1], verbose=0) for _ in range(10)], axis=0), 2))
