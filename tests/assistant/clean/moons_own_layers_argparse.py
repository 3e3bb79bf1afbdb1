"""Half moons from the command line: sizes and rates are arguments."""

import argparse
from typing import Tuple

import keras
import numpy as np
from keras import layers
from sklearn.datasets import make_moons


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=16)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--lr", type=float, default=0.01)
    parser.add_argument("--noise", type=float, default=0.2)
    return parser.parse_args([])


def load(noise: float) -> Tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    x, y = make_moons(n_samples=400, noise=noise, random_state=0)
    return x[:300], y[:300], x[300:], y[300:]


def build(units: int) -> keras.Model:
    inputs = layers.Input(shape=(2,))
    x = inputs
    for i in range(2):
        x = layers.Dense(units, activation="relu", name=f"hidden_{i}")(x)
    outputs = layers.Dense(1, activation="sigmoid", name="answer")(x)
    return keras.Model(inputs, outputs, name="moons")


def main() -> None:
    args = parse_args()
    x_train, y_train, x_test, y_test = load(args.noise)
    model = build(args.units)
    model.compile(optimizer=keras.optimizers.Adam(args.lr), loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=args.epochs, batch_size=32, verbose=0)
    loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
    print(f"units {args.units}: loss {loss:.3f}, accuracy {accuracy:.3f}")
    answers = model.predict(x_test, verbose=0)[:, 0] > 0.5
    print("wrong:", int(np.sum(answers != y_test)))


if __name__ == "__main__":
    main()
