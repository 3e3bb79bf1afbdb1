"""What lesson 5 claims of convolution and recurrence, with margins, and the table of the MNIST-1D paper.

``python -m tests.compare.beyond_dense`` measures the claims over 20 seeds; with ``--paper`` each network learns as long
as in the paper, 6000 steps of 100 signals, on the paper's own data (seed 42, the first 4000 to learn from).

The margins were committed before that run, which said (least and mean of 20 seeds, in points of accuracy):

- logistic regression reads less than 45 % of the signals: 8.8, 12.1; an SVM is ahead of it: 18.7, 22.4
- ahead of dense layers: a convolution 19.7, 23.1; recurrence 9.4, 16.2
- shuffling costs the convolution 26.3, 30.6; recurrence 22.6, 29.4; dense layers 0.2 on average
- dense layers are ahead of the convolution on shuffled signals: 3.0, 7.2
- an SVM with means and deviations is ahead of a convolution on speech: -0.3, 1.1

With the paper's budget, of three seeds: dense layers 67.3 (paper 68), shuffled 66.9 (68); convolution 92.3 (94), shuffled
58.0 (56); recurrence 90.6 (91), shuffled 53.4 at its end and 57.1 at its best (57).
"""

import argparse
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np

import dlwidgets as dlw
from dlwidgets.network import (
    GRU,
    Bidirectional,
    CompileSpec,
    Conv1D,
    Dense,
    Flatten,
    GlobalMaxPooling1D,
    Input,
    NetworkSpec,
    OptimizerSpec,
)
from tests.compare.claims import N_SEEDS, Claim

EPOCHS, PAPER_EPOCHS, BATCH = 10, 150, 100
SEED_OF_PAPER, N_LEARNED = 42, 4000
N_STEPS, N_NUMBERS = 29, 12


def network(*layers: Any, n_classes: int = 10) -> NetworkSpec:
    """Put the last layer under others, with the optimizer of the paper."""
    adam = OptimizerSpec("Adam", learning_rate=0.01)
    return NetworkSpec([*layers, Dense(n_classes, "softmax")], CompileSpec(adam, "sparse_categorical_crossentropy"))


def strided(kernel_size: int) -> Conv1D:
    """Return a convolution of 25 filters that takes every second place."""
    return Conv1D(25, kernel_size, strides=2, padding="same", activation="relu")


NETWORKS = {
    "mlp": network(Input((40,)), Dense(100, "relu"), Dense(100, "relu")),
    "cnn": network(Input((40, 1)), strided(5), strided(3), strided(3), Flatten()),
    "gru": network(Input((40, 1)), Bidirectional(GRU(6, return_sequences=True)), Flatten()),
}
OF_SPEECH = network(
    Input((N_STEPS, N_NUMBERS)),
    Conv1D(32, 3, activation="relu"),
    Conv1D(32, 3, activation="relu"),
    GlobalMaxPooling1D(),
    n_classes=9,
)
PAPER = {"mnist1d": {"mlp": 68, "cnn": 94, "gru": 91}, "mnist1d_shuffled": {"mlp": 68, "cnn": 56, "gru": 57}}


def mean_and_spread(X: np.ndarray) -> np.ndarray:
    """Describe a recording by the mean and the deviation of each of its 12 numbers."""
    steps = X.reshape(len(X), N_STEPS, N_NUMBERS)
    n_spoken = steps.any(axis=2).sum(axis=1, keepdims=True)
    mean = steps.sum(axis=1) / n_spoken
    return np.hstack([mean, np.sqrt(np.maximum((steps**2).sum(axis=1) / n_spoken - mean**2, 0))])


@cache
def scores(data: str, who: str, seeds: int, **settings: Any) -> np.ndarray:
    """Let one contestant learn with each seed, and return its accuracies in points."""
    name = "svm" if who == "svm_of_speech" else who
    settings |= {"features": mean_and_spread} if who == "svm_of_speech" else {}
    spec = OF_SPEECH if who == "cnn_of_speech" else NETWORKS.get(who)
    if spec is not None:
        epochs, batch_size = (30, 32) if spec is OF_SPEECH else (EPOCHS, BATCH)
        name = (who, dlw.NetworkClassifier(spec, epochs=epochs, batch_size=batch_size))
    parted = dlw.load(data, seed=SEED_OF_PAPER) if data.startswith("mnist1d") else dlw.load(data)
    train = 0.5 if data == "japanese_vowels" else 0.8
    with ThreadPoolExecutor(1) as executor:
        result = dlw.race(parted, [name], seeds=seeds, train=train, executor=executor, time_limit_s=None, **settings)
    return 100 * np.array([outcome.accuracy for outcome in result.outcomes])


def ahead(one: str, other: str, data: str = "mnist1d") -> Callable[[int], np.ndarray]:
    """Return by how much one contestant is ahead of another."""
    return lambda seeds: scores(data, one, seeds) - scores(data, other, seeds)


def lost(who: str) -> Callable[[int], np.ndarray]:
    """Return what shuffling costs a contestant."""
    return lambda seeds: scores("mnist1d", who, seeds) - scores("mnist1d_shuffled", who, seeds)


CLASSIC = {
    "logistic regression reads less than 45 % of the signals": Claim(
        lambda seeds: 45 - scores("mnist1d", "logistic_regression", seeds), 5
    ),
    "an SVM reads far more": Claim(ahead("svm", "logistic_regression"), 15),
}
OF_NETWORKS = {
    "a convolution is ahead of dense layers": Claim(ahead("cnn", "mlp"), 15),
    "recurrence is ahead of dense layers": Claim(ahead("gru", "mlp"), 8),
    "shuffling costs the convolution a lot": Claim(lost("cnn"), 20),
    "and the recurrence": Claim(lost("gru"), 15),
    "it costs dense layers nothing": Claim(lambda seeds: 3 - np.abs(lost("mlp")(seeds).mean(keepdims=True)), 0),
    "on shuffled signals dense layers are ahead of the convolution": Claim(ahead("mlp", "cnn", "mnist1d_shuffled"), 1),
    "on speech an SVM with means and deviations is not a point behind the convolution": Claim(
        lambda seeds: ahead("svm_of_speech", "cnn_of_speech", "japanese_vowels")(seeds) + 1, 0
    ),
}


def paper_row(data: str, name: str, seeds: int = 3) -> str:
    """Train as long as in the paper, and return its number beside ours: at the end, and at the best of 15 looks."""
    signals = dlw.load(data, seed=SEED_OF_PAPER)
    X, y = signals.X.reshape(-1, *NETWORKS[name].input_shape).astype(np.float32), signals.y
    ends, bests = [], []
    for seed in range(seeds):
        trainer = dlw.Trainer(NETWORKS[name], X[:N_LEARNED], y[:N_LEARNED], batch_size=BATCH, seed=seed)
        model, seen = dlw.build(NETWORKS[name], compiled=False), []
        for _ in range(15):
            trainer.train(PAPER_EPOCHS // 15)
            model.set_weights(trainer.weights)
            said = np.asarray(model(X[N_LEARNED:], training=False)).argmax(axis=1)
            seen.append(100 * np.mean(said == y[N_LEARNED:]))
        trainer.close()
        ends.append(seen[-1])
        bests.append(max(seen))
    end, best = (f"{np.mean(one):.1f} ± {np.std(one):.1f}" for one in (ends, bests))
    return f"{data:18}{name:6}paper {PAPER[data][name]}   at the end {end}   at its best {best}"


def main() -> None:
    """Measure the claims, or the table of the paper."""
    parser = argparse.ArgumentParser(prog="python -m tests.compare.beyond_dense", description=__doc__)
    parser.add_argument("--paper", action="store_true", help="the table of the paper, with its budget")
    if parser.parse_args().paper:
        for data, rows in PAPER.items():
            for name in rows:
                print(paper_row(data, name), flush=True)
        return
    for words, claim in {**CLASSIC, **OF_NETWORKS}.items():
        margins = claim.margins(N_SEEDS)
        print(f"{words}: {margins.min():.1f}, {margins.mean():.1f} (wanted on average {claim.at_least})", flush=True)


if __name__ == "__main__":
    main()
