"""Two pictures, the same network for both: are they of the same kind?"""

import random

import keras
import numpy as np
from keras import ops
from keras.layers import Dense, Dropout, Flatten, Input, Lambda

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.astype("float32") / 255
x_test = x_test.astype("float32") / 255


def create_pairs(x, labels, count=200):
    pairs, same = [], []
    by_class = [np.where(labels == i)[0] for i in range(10)]
    for _ in range(count):
        kind = random.randrange(10)
        other = (kind + random.randrange(1, 10)) % 10
        a, b = random.choice(by_class[kind]), random.choice(by_class[kind])
        c = random.choice(by_class[other])
        pairs += [[x[a], x[b]], [x[a], x[c]]]
        same += [1.0, 0.0]
    return np.array(pairs), np.array(same)


def create_base_network(input_shape):
    inputs = Input(shape=input_shape)
    x = Flatten()(inputs)
    x = Dense(64, activation="relu")(x)
    x = Dropout(0.1)(x)
    x = Dense(32, activation="relu")(x)
    return keras.Model(inputs, x)


def distance(vectors):
    x, y = vectors
    return ops.sqrt(ops.maximum(ops.sum(ops.square(x - y), axis=1, keepdims=True), 1e-7))


base_network = create_base_network((28, 28))
input_a = Input(shape=(28, 28))
input_b = Input(shape=(28, 28))
gap = Lambda(distance, output_shape=(1,))([base_network(input_a), base_network(input_b)])
output = Dense(1, activation="sigmoid")(gap)
model = keras.Model([input_a, input_b], output)
model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])

tr_pairs, tr_y = create_pairs(x_train, y_train)
te_pairs, te_y = create_pairs(x_test, y_test, 50)
model.fit(
    [tr_pairs[:, 0], tr_pairs[:, 1]],
    tr_y,
    batch_size=64,
    epochs=3,
    validation_data=([te_pairs[:, 0], te_pairs[:, 1]], te_y),
)
print(model.predict([te_pairs[:4, 0], te_pairs[:4, 1]]).ravel(), te_y[:4])
