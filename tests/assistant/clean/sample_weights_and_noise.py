"""Some labels are wrong: examples that fit badly count less the second time."""

import keras
import numpy as np
from keras import layers
from sklearn.datasets import make_blobs
from sklearn.model_selection import train_test_split

X, y = make_blobs(n_samples=600, n_features=4, centers=4, cluster_std=1.5, random_state=17)
X = (X - X.mean(axis=0)) / X.std(axis=0)
x_train, x_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=17)
rng = np.random.default_rng(17)
noisy = y_train.copy()
wrong = rng.random(len(noisy)) < 0.2
noisy[wrong] = rng.integers(0, 4, wrong.sum())


def network():
    model = keras.Sequential(
        [
            layers.Input((4,)),
            layers.Dense(32, activation="relu", kernel_initializer="he_normal"),
            layers.GaussianNoise(0.05),
            layers.Dense(32, activation="relu", kernel_initializer="he_normal"),
            layers.Dense(4, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Nadam(learning_rate=0.005, clipnorm=1.0),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


first = network()
first.fit(x_train, noisy, epochs=10, batch_size=32, verbose=0)
shares = first.predict(x_train, verbose=0)
trust = shares[np.arange(len(noisy)), noisy]
print("trust in right labels", trust[~wrong].mean(), "in wrong ones", trust[wrong].mean())

second = network()
second.fit(x_train, noisy, sample_weight=np.clip(trust, 0.05, 1.0), epochs=10, batch_size=32, verbose=0)
for name, model in {"all alike": first, "weighted": second}.items():
    print(name, model.evaluate(x_test, y_test, verbose=0))
answers = np.argmax(second.predict(x_test, verbose=0), axis=1)
print("confused:", np.sum(answers != y_test))
