"""Where the square is: four numbers from a picture."""

import numpy as np
from keras import layers, models, optimizers

size = 32


def draw(n, seed):
    rng = np.random.default_rng(seed)
    images = np.zeros((n, size, size, 1), dtype="float32")
    boxes = np.zeros((n, 4), dtype="float32")
    for i in range(n):
        w, h = rng.integers(4, 14, size=2)
        x, y = rng.integers(0, size - w), rng.integers(0, size - h)
        images[i, y : y + h, x : x + w] = 1.0
        boxes[i] = [x / size, y / size, w / size, h / size]
    return images, boxes


x_train, y_train = draw(300, 0)
x_test, y_test = draw(60, 1)

model = models.Sequential(
    [
        layers.Input(shape=(size, size, 1)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dense(4, activation="sigmoid"),
    ]
)
model.compile(optimizer=optimizers.Adam(1e-3), loss="mse", metrics=["mae"])
model.fit(x_train, y_train, batch_size=32, epochs=6, validation_data=(x_test, y_test), verbose=2)


def overlap(a, b):
    x1, y1 = np.maximum(a[:, 0], b[:, 0]), np.maximum(a[:, 1], b[:, 1])
    x2 = np.minimum(a[:, 0] + a[:, 2], b[:, 0] + b[:, 2])
    y2 = np.minimum(a[:, 1] + a[:, 3], b[:, 1] + b[:, 3])
    both = np.maximum(0, x2 - x1) * np.maximum(0, y2 - y1)
    return both / (a[:, 2] * a[:, 3] + b[:, 2] * b[:, 3] - both + 1e-9)


answers = model.predict(x_test, verbose=0)
print("mean overlap", overlap(answers, y_test).mean())
