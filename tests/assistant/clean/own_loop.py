"""Training by hand, with gradients."""

import numpy as np
import tensorflow as tf
from tensorflow import keras

inputs = keras.Input(shape=(784,))
x = keras.layers.Dense(64, activation="relu")(inputs)
outputs = keras.layers.Dense(10)(x)
model = keras.Model(inputs, outputs)
optimizer = keras.optimizers.SGD(learning_rate=1e-2)
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
(x_train, y_train), _ = keras.datasets.mnist.load_data()
x_train = np.reshape(x_train, (-1, 784)).astype("float32") / 255
train_dataset = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(1024).batch(64)


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss_value = loss_fn(y, logits)
    grads = tape.gradient(loss_value, model.trainable_weights)
    optimizer.apply_gradients(zip(grads, model.trainable_weights))
    return loss_value


for epoch in range(2):
    for step, (xb, yb) in enumerate(train_dataset):
        value = train_step(xb, yb)
        if step % 200 == 0:
            print(epoch, step, float(value))
predictions = tf.nn.softmax(model.predict(x_train[:3]))
