"""Small batches whose gradients are added up before each step."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255.0
x_test = x_test.reshape(-1, 784).astype("float32") / 255.0
y_train, y_test = y_train.astype("int64"), y_test.astype("int64")
batches = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(1000).batch(16).repeat(2)

model = keras.Sequential(
    [
        layers.Input((784,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
optimizer = keras.optimizers.Adam(learning_rate=1e-3)
loss_fn = keras.losses.SparseCategoricalCrossentropy()
accuracy = keras.metrics.SparseCategoricalAccuracy()
n_gradients = 4
total = [tf.zeros_like(variable) for variable in model.trainable_variables]
losses = []
for step, (images, labels) in enumerate(batches, start=1):
    with tf.GradientTape() as tape:
        shares = model(images, training=True)
        loss = loss_fn(labels, shares)
    gradients = tape.gradient(loss, model.trainable_variables)
    total = [one + gradient / n_gradients for one, gradient in zip(total, gradients)]
    accuracy.update_state(labels, shares)
    losses.append(float(loss))
    if step % n_gradients == 0:
        clipped, norm = tf.clip_by_global_norm(total, 5.0)
        optimizer.apply_gradients(zip(clipped, model.trainable_variables))
        total = [tf.zeros_like(variable) for variable in model.trainable_variables]
    if step % 40 == 0:
        print(step, np.mean(losses[-40:]), float(accuracy.result()))
        accuracy.reset_state()
model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
print(model.evaluate(x_test, y_test, verbose=0))
