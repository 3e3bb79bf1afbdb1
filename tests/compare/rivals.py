"""Contestants that misbehave, and data of known difficulty."""

import os
import time
from pathlib import Path

import numpy as np
from sklearn.datasets import make_moons

import dlwidgets as dlw


class Endless:
    """Never comes back, and holds on in a way that no thread can end."""

    def fit(self, _X, _y):
        while True:
            time.sleep(0.01)

    def predict(self, X):
        return np.zeros(len(X), dtype=int)


class Raising(Endless):
    """Raises a text that would be markup."""

    def fit(self, _X, _y):
        raise RuntimeError("no <b>luck</b>")


class Dying(Endless):
    """Its process dies at the first attempts; a folder counts them."""

    def __init__(self, folder, deaths):
        self.folder, self.deaths = folder, deaths

    def fit(self, _X, _y):
        attempts = Path(self.folder)
        (attempts / str(len(list(attempts.iterdir())))).touch()
        if len(list(attempts.iterdir())) <= self.deaths:
            os._exit(1)


class Saying(Endless):
    """Says what it was told to say."""

    def __init__(self, said):
        self.said = said

    def fit(self, _X, _y):
        return self

    def predict(self, X):
        return self.said(X)


class Leaving(Endless):
    """Would end the program."""

    def fit(self, _X, _y):
        raise SystemExit("that's it")


def moons(n=120, seed=0):
    """Two half moons."""
    return dlw.Dataset.from_arrays(*make_moons(n, noise=0.2, random_state=seed), name="moons")


def points(labels, n_features=2):
    """Points at random with given labels."""
    X = np.random.default_rng(0).normal(size=(len(labels), n_features))
    names = tuple(map(str, range(max(labels) + 1)))
    return dlw.Dataset.from_arrays(X, labels, name="points", class_names=names)
