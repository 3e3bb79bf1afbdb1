"""Flowers with class numbers, shuffled by hand before the split of fit."""

import numpy as np
import tensorflow as tf
from sklearn.datasets import load_iris
from sklearn.preprocessing import StandardScaler

tf.random.set_seed(3)
X, y = load_iris(return_X_y=True)
order = np.random.default_rng(3).permutation(len(X))
X, y = X[order], y[order]
n_train = 120
scaler = StandardScaler()
X_train = scaler.fit_transform(X[:n_train])
X_test = scaler.transform(X[n_train:])
y_train, y_test = y[:n_train], y[n_train:]

model = tf.keras.Sequential(
    [
        tf.keras.layers.Dense(10, activation=tf.nn.relu, input_shape=(4,)),
        tf.keras.layers.Dense(10, activation=tf.nn.relu),
        tf.keras.layers.Dense(3),
    ]
)
loss_object = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def loss(model, x, y, training):
    return loss_object(y_true=y, y_pred=model(x, training=training))


print("Loss test:", float(loss(model, X_train, y_train, training=False)))
model.compile(optimizer=tf.keras.optimizers.SGD(learning_rate=0.05), loss=loss_object, metrics=["accuracy"])
history = model.fit(X_train, y_train, epochs=60, validation_split=0.2, verbose=0)
print("validation", history.history["val_accuracy"][-1])
print("test", model.evaluate(X_test, y_test, verbose=0))

predict_dataset = tf.convert_to_tensor([[0.3, 0.8, 0.4, 0.5], [-0.4, -0.1, 0.4, -0.6]])
predictions = model(predict_dataset, training=False)
for i, logits in enumerate(predictions):
    class_idx = int(tf.math.argmax(logits))
    p = tf.nn.softmax(logits)[class_idx]
    print(f"Example {i} prediction: {class_idx} ({100 * p:4.1f}%)")
