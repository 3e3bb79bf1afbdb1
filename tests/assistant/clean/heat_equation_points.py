"""A network that solves a differential equation at chosen points."""

import numpy as np
import tensorflow as tf
from tensorflow import keras

tf.keras.utils.set_random_seed(1)
model = keras.Sequential(
    [
        keras.layers.Input(shape=(1,)),
        keras.layers.Dense(20, activation="tanh"),
        keras.layers.Dense(20, activation="tanh"),
        keras.layers.Dense(1),
    ]
)
optimizer = keras.optimizers.Adam(learning_rate=0.01)
points = tf.constant(np.linspace(0, 2, 40).reshape(-1, 1), dtype=tf.float32)
start = tf.constant([[0.0]])


@tf.function
def train_step():
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            inner.watch(points)
            u = model(points, training=True)
        slope = inner.gradient(u, points)
        equation = tf.reduce_mean(tf.square(slope + u))
        beginning = tf.reduce_mean(tf.square(model(start, training=True) - 1.0))
        loss = equation + beginning
    gradients = outer.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


for step in range(40):
    loss = train_step()
    if step % 50 == 0:
        print(step, float(loss))

x_test = np.linspace(0, 2, 9).reshape(-1, 1)
answers = model.predict(x_test, verbose=0)[:, 0]
truth = np.exp(-x_test[:, 0])
print("largest error", np.abs(answers - truth).max())
for x, answer, exact in zip(x_test[:, 0], answers, truth):
    print(f"{x:.2f} {answer:.3f} {exact:.3f}")
