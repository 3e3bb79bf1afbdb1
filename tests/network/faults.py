"""Networks with one fault each, and right ones: what the rules have to say about them, and what Keras does."""

from dataclasses import dataclass, replace

import numpy as np

from dlwidgets.network import (
    GRU,
    LSTM,
    Activation,
    BatchNormalization,
    Bidirectional,
    CompileSpec,
    Conv1D,
    Conv2D,
    DataFacts,
    Dense,
    Dropout,
    Embedding,
    FitSpec,
    Flatten,
    GaussianNoise,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    InitializerSpec,
    Input,
    LayerNormalization,
    LossSpec,
    MaxPooling1D,
    MaxPooling2D,
    MetricSpec,
    NetworkSpec,
    OptimizerSpec,
    Rescaling,
    Reshape,
    ScheduleSpec,
    SimpleRNN,
)

N = 60
FLOWERS = DataFacts(
    "flowers", shape=(4,), task="classes", n_classes=3, n_examples=N, low=-3, high=3, whole_ids=False, target_low=0,
    target_high=2, is_sorted=False,
)  # fmt: skip
TWO = replace(FLOWERS, name="two kinds", n_classes=2, target_high=1)
ROWS = replace(FLOWERS, name="flowers in rows", one_hot=True)
PRICES = DataFacts(
    "prices", shape=(4,), task="numbers", n_examples=N, low=-3, high=3, whole_ids=False, target_low=-9, target_high=9
)
PLACES = replace(PRICES, name="places", n_outputs=2)
SHARES = replace(PRICES, name="shares", n_outputs=3, target_low=0, target_high=1)
PICTURES = replace(FLOWERS, name="pictures", shape=(8, 8, 1), low=0, high=1)
SEQUENCES = replace(TWO, name="sequences", shape=(6, 4))
WORDS = replace(TWO, name="reviews", shape=(6,), low=0, high=49, whole_ids=True)

BINARY, SPARSE, CATEGORICAL = "binary_crossentropy", "sparse_categorical_crossentropy", "categorical_crossentropy"
ONE_HOT = FitSpec(one_hot=True)


def data_for(facts):
    """Draw examples for which the facts are true, and which can be learned."""
    chance = np.random.default_rng(0)
    if facts.whole_ids:
        X = chance.integers(0, int(facts.high) + 1, (N, *facts.shape))
        X[0, 0] = facts.high
        score = X.mean(axis=1) - X.mean()
    else:
        X = chance.uniform(facts.low, facts.high, (N, *facts.shape)).astype("float32")
        score = X.reshape(N, -1)[:, :2].sum(axis=1)
    if facts.is_numbers:
        span = facts.target_high - facts.target_low
        share = (score - score.min()) / np.ptp(score)
        y = facts.target_low + span * np.stack([share] * facts.n_outputs, axis=1)
        return X, y if facts.n_outputs > 1 else y[:, 0]
    y = np.argsort(np.argsort(score)) * facts.n_classes // N
    return X, np.eye(facts.n_classes)[y] if facts.one_hot else y + int(facts.target_low or 0)


def network(layers, loss=None, metrics=(), facts=FLOWERS, fit=None, optimizer="adam"):
    """Make a network with an input for the data."""
    return NetworkSpec((Input(facts.shape), *layers), CompileSpec(optimizer, loss, metrics), fit)


@dataclass(frozen=True)
class Fault:
    """A network with a fault, and what is to be seen of it.

    `symptom` is a word for the test against Keras: see there.
    """

    rule: str
    level: str
    spec: NetworkSpec
    facts: DataFacts
    symptom: str = ""
    part: str = ""

    def __str__(self):
        return (
            f"{self.rule} ({self.facts.name}): {self.spec.layers[-1]!r}, {self.spec.compile and self.spec.compile.loss}"
        )


def fault(rule, level, layers, loss, facts=FLOWERS, symptom="", part="", **settings):
    return Fault(rule, level, network(layers, loss, facts=facts, **settings), facts, symptom, part)


HIDDEN = Dense(8, "relu")
LOGITS = {"from_logits": True}
FAULTS = [
    fault("one-unit-softmax", "silent", [Dense(1, "softmax")], BINARY, TWO, "constant", "always 1, so nothing can be learned"),
    fault("one-unit-softmax", "silent", [Dense(1, "softmax")], "mse", PRICES, "same loss"),
    fault("one-unit-softmax", "silent", [Dense(1), Activation("softmax")], BINARY, TWO, "constant"),
    fault("one-unit-softmax", "silent", [HIDDEN, Dense(1, "softmax")], "mse", FLOWERS, "same loss", "3 classes"),
    fault("units-and-classes", "error", [Dense(2, "softmax")], SPARSE, FLOWERS, "raises", "2 numbers go out"),
    fault("units-and-classes", "error", [Dense(4, "softmax")], CATEGORICAL, ROWS, "raises", "4 numbers go out"),
    fault("units-and-classes", "error", [Dense(1, "sigmoid")], SPARSE, FLOWERS, "raises", "never reaches class 2"),
    fault("units-and-classes", "silent", [Dense(1, "sigmoid")], BINARY, FLOWERS, "never the last class", "never reaches class 2"),
    fault("units-and-classes", "silent", [Dense(1)], "mse", FLOWERS, "one column", "an order that they do not have"),
    fault("units-and-classes", "advice", [Dense(5, "softmax")], SPARSE, FLOWERS, "trains", "2 outputs too many"),
    fault("units-and-classes", "error", [LSTM(5)], SPARSE, replace(SEQUENCES, n_classes=9, target_high=8), "raises"),
    fault("units-and-numbers", "error", [Dense(3)], "mse", PRICES, "raises", "1 number is to be predicted, but 3 numbers go out"),
    fault("units-and-numbers", "silent", [Dense(1)], "mse", PLACES, "one column", "2 numbers are to be predicted, but 1 number"),
    fault("sigmoid-for-exclusive-classes", "silent", [Dense(3, "sigmoid")], SPARSE, FLOWERS, "no shares", "3 sigmoid units"),
    fault("sigmoid-for-exclusive-classes", "silent", [Dense(3, "sigmoid")], CATEGORICAL, ROWS, "no shares", "sum to 100 %"),
    fault("sigmoid-for-exclusive-classes", "silent", [Dense(3), Activation("sigmoid")], CATEGORICAL, ROWS, "no shares"),
    fault("coding-and-loss", "error", [Dense(3, "softmax")], CATEGORICAL, FLOWERS, "raises", "class numbers such as 2"),
    fault("coding-and-loss", "error", [Dense(3, "softmax")], SPARSE, FLOWERS, "raises", "one-hot rows such as", fit=ONE_HOT),
    fault("coding-and-loss", "error", [Dense(3, "softmax")], SPARSE, ROWS, "raises"),
    fault("coding-and-loss", "error", [Dense(3, "softmax")], "kl_divergence", FLOWERS, "raises"),
    fault("coding-and-loss", "error", [Dense(3)], "categorical_hinge", FLOWERS, "raises"),
    fault("coding-and-loss", "error", [Dense(3, "softmax")], "mse", FLOWERS, "raises", "one class number"),
    fault("coding-and-loss", "error", [Dense(3, "softmax")], LossSpec("CategoricalCrossentropy", label_smoothing=0.1), FLOWERS, "raises"),
    fault("coding-and-output", "error", [Dense(1, "sigmoid")], BINARY, TWO, "raises", "1 number goes out", fit=ONE_HOT),
    fault("coding-and-output", "silent", [Dense(1, "sigmoid")], "mse", TWO, "trains", fit=ONE_HOT),
    fault("binary-for-many-classes", "silent", [Dense(3, "softmax")], BINARY, ROWS, "trains", "exactly one of 3 classes"),
    fault("binary-for-many-classes", "error", [Dense(3, "softmax")], BINARY, FLOWERS, "raises", "one class number"),
    fault("binary-for-many-classes", "error", [Dense(2, "softmax")], BINARY, TWO, "raises"),
    fault("categorical-with-one-unit", "silent", [Dense(1, "sigmoid")], CATEGORICAL, TWO, "same loss", "0 for ever"),
    fault("categorical-with-one-unit", "error", [Dense(1, "sigmoid")], SPARSE, TWO, "raises", "only output 0"),
    fault("loss-for-numbers", "advice", [Dense(1, "sigmoid")], "mse", TWO, "trains", "learns faster"),
    fault("loss-for-numbers", "advice", [Dense(3, "softmax")], "mae", ROWS, "trains"),
    fault("loss-for-classes", "silent", [Dense(1, "sigmoid")], BINARY, PRICES, "loss below 0", "numbers from -9 to 9"),
    fault("loss-for-classes", "error", [Dense(3)], SPARSE, PRICES, "raises"),
    fault("loss-for-classes", "silent", [Dense(1)], CATEGORICAL, PRICES, "same loss"),
    fault("loss-for-classes", "silent", [Dense(1)], "hinge", PRICES, "trains"),
    fault("bounded-output", "silent", [Dense(1, "sigmoid")], "mse", PRICES, "stays in range", "only numbers from 0 to 1"),
    fault("bounded-output", "silent", [Dense(1, "relu")], "mse", PRICES, "stays in range", "-9 to 9"),
    fault("bounded-output", "silent", [Dense(2, "softmax")], "mse", PLACES, "stays in range"),
    fault("bounded-output", "silent", [Dense(1), Activation("tanh")], "mae", PRICES, "stays in range"),
    fault("no-probabilities", "silent", [HIDDEN, Dense(3)], SPARSE, FLOWERS, "mend helps", "any number"),
    fault("no-probabilities", "silent", [HIDDEN, Dense(1)], BINARY, TWO, "no shares", "any number"),
    fault("no-probabilities", "silent", [HIDDEN, Dense(1, "tanh")], BINARY, TWO, "no shares", "from -1 to 1"),
    fault("no-probabilities", "silent", [HIDDEN, Dense(3, "relu")], CATEGORICAL, ROWS, "no shares", "any number from 0 on"),
    fault("no-probabilities", "silent", [HIDDEN, Dense(3)], "kl_divergence", ROWS, "no shares"),
    fault("no-negatives", "silent", [Dense(1, "sigmoid")], "hinge", TWO, "never below 0", "only numbers from 0 to 1"),
    fault("no-negatives", "silent", [HIDDEN, Dense(1), Activation("relu")], "squared_hinge", TWO, "never below 0", "from 0 on"),
    fault("no-counts", "silent", [Dense(1)], "poisson", replace(PRICES, target_low=0), "loss is nan", "logarithm"),
    fault("no-counts", "silent", [Dense(1, "softplus")], LossSpec("Poisson"), PRICES, "trains", "down to -9"),
    fault("no-logits", "silent", [Dense(1, "sigmoid")], LossSpec("BinaryCrossentropy", **LOGITS), TWO, "warns", "from_logits=True"),
    fault("no-logits", "silent", [Dense(3, "softmax")], LossSpec("SparseCategoricalCrossentropy", **LOGITS), FLOWERS, "warns"),
    fault("no-logits", "silent", [Dense(1, "relu")], LossSpec("BinaryCrossentropy", **LOGITS), TWO, "never no", "only numbers from 0 on"),
    fault("threshold-for-logits", "advice", [Dense(1)], LossSpec("BinaryCrossentropy", **LOGITS), TWO, "accuracy misses", "above 0.5", metrics=["accuracy"]),
    fault("threshold-for-logits", "advice", [HIDDEN, Dense(1, "tanh")], "hinge", TWO, "accuracy misses", metrics=["acc"]),
    fault("activation-twice", "silent", [Dense(3, "softmax"), Activation("softmax")], SPARSE, FLOWERS, "never sure", "58%"),
    fault("activation-twice", "silent", [Dense(3, "relu"), Activation("softmax")], SPARSE, FLOWERS, "trains", "relu, then softmax"),
    fault("activation-twice", "silent", [Dense(1, "sigmoid"), Activation("sigmoid")], BINARY, TWO, "never no", "0.5 and 0.73"),
    fault("layer-after-output", "silent", [Dense(3, "softmax"), Dropout(0.5)], SPARSE, FLOWERS, "by chance", "by chance"),
    fault("layer-after-output", "silent", [Dense(3), Dropout(0.5), Activation("softmax")], SPARSE, FLOWERS, "by chance"),
    fault("layer-after-output", "silent", [Dense(1), Dropout(0.5)], "mse", PRICES, "by chance"),
    fault("layer-after-output", "silent", [Dense(3, "softmax"), BatchNormalization()], SPARSE, FLOWERS, "no shares", "other numbers"),
    fault("accuracy-for-numbers", "silent", [Dense(1)], "mse", PRICES, "metric 0", "says 0", metrics=["accuracy"]),
    fault("metric-and-coding", "silent", [Dense(3, "softmax")], SPARSE, FLOWERS, "metric wrong", "class numbers", metrics=["categorical_accuracy"]),
    fault("metric-and-coding", "error", [Dense(3, "softmax")], CATEGORICAL, ROWS, "raises", "one-hot rows", metrics=["sparse_categorical_accuracy"]),
    fault("metric-and-coding", "silent", [Dense(1, "sigmoid")], BINARY, TWO, "metric wrong", "class 0", metrics=["sparse_categorical_accuracy"]),
    fault("metric-and-coding", "silent", [Dense(3, "softmax")], CATEGORICAL, ROWS, "metric wrong", "67%", metrics=["binary_accuracy"]),
    fault("metric-and-coding", "silent", [Dense(1, "sigmoid")], BINARY, TWO, "metric 0", "about 0", metrics=[MetricSpec("Accuracy")]),
    fault("metric-and-coding", "error", [Dense(3, "softmax")], SPARSE, FLOWERS, "raises", "shapes differ", metrics=["precision"]),
    fault("metric-and-coding", "error", [Dense(3, "softmax")], SPARSE, FLOWERS, "raises", metrics=[MetricSpec("AUC")]),
    fault("metric-and-coding", "error", [Dense(3, "softmax")], SPARSE, FLOWERS, "raises", metrics=["mae"]),
    fault("metric-and-coding", "error", [Dense(1, "sigmoid")], BINARY, TWO, "raises", metrics=[MetricSpec("F1Score")]),
    fault("no-loss", "error", [Dense(3, "softmax")], None, FLOWERS, "raises", "no loss"),
    Fault("no-compile", "error", NetworkSpec((Input((4,)), Dense(3, "softmax"))), FLOWERS, "raises", "not compiled"),
    Fault("no-layers", "error", NetworkSpec((Input((4,)),), CompileSpec("adam", SPARSE)), FLOWERS, "raises", "no layer"),
    Fault("broken-joint", "error", NetworkSpec((Input((5,)), Dense(3, "softmax")), CompileSpec("adam", SPARSE)), FLOWERS, "raises", "Input says (5,)"),
    Fault("broken-joint", "error", NetworkSpec((Input((N, 4)), Dense(3, "softmax")), CompileSpec("adam", SPARSE)), FLOWERS, "raises", "without the number of examples (60)"),
    fault("broken-joint", "error", [LSTM(4), LSTM(4), Dense(1, "sigmoid")], BINARY, SEQUENCES, "raises", "steps"),
    Fault("missing-input", "advice", NetworkSpec((Dense(3, "softmax"),), CompileSpec("adam", SPARSE)), FLOWERS, "trains", "no Input layer"),
    fault("too-many-axes", "error", [Dense(8, "relu"), Dense(3, "softmax")], SPARSE, PICTURES, "raises", "(8, 8, 3)"),
    fault("too-many-axes", "error", [LSTM(4, return_sequences=True), Dense(1, "sigmoid")], BINARY, SEQUENCES, "raises", "every step"),
    fault("too-many-axes", "silent", [Dense(1)], "mse", replace(PRICES, shape=(6, 4)), "trains", "(6, 1)"),
    fault("softmax-before-flatten", "silent", [Dense(1, "softmax"), Flatten()], "kl_divergence", replace(ROWS, shape=(3, 2)), "no shares", "each row of 1"),
    fault("embedded-measurements", "silent", [Embedding(5, 3), Flatten(), Dense(3, "softmax")], SPARSE, replace(FLOWERS, low=0), "cuts off", "measurements"),
    fault("too-few-ids", "error", [Embedding(40, 3), Flatten(), Dense(1, "sigmoid")], BINARY, WORDS, "raises", "largest id in the data is 49"),
    fault("large-inputs", "advice", [HIDDEN, Dense(3, "softmax")], SPARSE, replace(FLOWERS, low=0, high=255), "mend helps", "0 to 255", optimizer=OptimizerSpec("Adam", learning_rate=0.05)),
    fault("learning-rate", "silent", [HIDDEN, Dense(3, "softmax")], SPARSE, FLOWERS, "same loss", "no weight ever moves", optimizer=OptimizerSpec("SGD", learning_rate=0)),
    fault("learning-rate", "silent", [HIDDEN, Dense(3, "softmax")], SPARSE, FLOWERS, "loss up", "up the slope", optimizer=OptimizerSpec("Adam", learning_rate=-0.1)),
    fault("learning-rate", "silent", [HIDDEN, Dense(3, "softmax")], SPARSE, FLOWERS, "mend helps", "100", optimizer=OptimizerSpec("Adam", learning_rate=100)),
    fault("learning-rate", "silent", [HIDDEN, Dense(3, "softmax")], SPARSE, FLOWERS, "loss up", optimizer=OptimizerSpec("SGD", learning_rate=100.0)),
    fault("learning-rate", "advice", [HIDDEN, Dense(3, "softmax")], SPARSE, FLOWERS, "trains", "hardly move", optimizer=OptimizerSpec("Adam", learning_rate=1e-9)),
    fault("no-epochs", "silent", [Dense(3, "softmax")], SPARSE, FLOWERS, "no epoch", "epochs=0", fit=FitSpec(epochs=0)),
    fault("no-examples-left", "error", [Dense(3, "softmax")], SPARSE, FLOWERS, "raises", "60 examples", fit=FitSpec(validation_split=0.99)),
    fault("large-batch", "advice", [Dense(3, "softmax")], SPARSE, FLOWERS, "trains", "batch_size=500", fit=FitSpec(batch_size=500)),
    fault("sorted-validation", "silent", [Dense(3, "softmax")], SPARSE, replace(FLOWERS, is_sorted=True), "one class", "last 20%", fit=FitSpec(validation_split=0.2)),
    fault("no-nonlinearity", "advice", [Dense(8), Dense(3, "softmax")], SPARSE, FLOWERS, "trains", "no more than one"),
    fault("no-nonlinearity", "advice", [Conv2D(4, 3), Flatten(), Dense(3, "softmax")], SPARSE, PICTURES, "trains"),
    fault("hidden-softmax", "advice", [Dense(8, "softmax"), Dense(3, "softmax")], SPARSE, FLOWERS, "mend helps", "the 8 units"),
    fault("hidden-sigmoids", "advice", [*[Dense(8, "sigmoid")] * 4, Dense(3, "softmax")], SPARSE, FLOWERS, "mend helps", "1/256", optimizer=OptimizerSpec("Adam", learning_rate=0.05)),
    fault("dropout-rate", "silent", [Dense(8, "relu"), Dropout(1.0), Dense(1)], "mse", PRICES, "mend helps", "all numbers to 0"),
    fault("dropout-rate", "advice", [Dense(8, "relu"), Dropout(0.95), Dense(3, "softmax")], SPARSE, FLOWERS, "trains", "95%"),
    fault("equal-start", "silent", [Dense(8, "relu", kernel_initializer="zeros"), Dense(3, "softmax")], SPARSE, FLOWERS, "equal units", "stay the same"),
    fault("equal-start", "silent", [Dense(8, "tanh", kernel_initializer=InitializerSpec("Constant", value=0.5)), Dense(3, "softmax", kernel_initializer="ones")], SPARSE, FLOWERS, "equal units"),
    fault("nothing-to-train", "silent", [Dense(8, "relu", trainable=False), Dense(3, "softmax", trainable=False)], SPARSE, FLOWERS, "same loss", "frozen"),
    fault("label-range", "error", [Dense(3, "softmax")], SPARSE, replace(FLOWERS, target_low=1, target_high=3), "raises", "y - 1"),
    fault("label-range", "silent", [Dense(1, "sigmoid")], BINARY, replace(TWO, target_low=1, target_high=2), "never the last class", "from 1 on"),
]  # fmt: skip

RIGHT = [
    (network([HIDDEN, Dense(3, "softmax")], SPARSE, ["accuracy"], fit=FitSpec(epochs=20, validation_split=0.2)), FLOWERS),
    (network([HIDDEN, Dense(3, "softmax")], CATEGORICAL, ["accuracy"], fit=ONE_HOT), FLOWERS),
    (network([HIDDEN, Dense(3, "softmax")], LossSpec("CategoricalCrossentropy", label_smoothing=0.1), ["categorical_accuracy"]), ROWS),
    (network([HIDDEN, Dense(3), Activation("softmax")], SPARSE, ["sparse_categorical_accuracy"]), FLOWERS),
    (network([HIDDEN, Dense(3, "linear"), Activation("linear"), Activation("softmax")], SPARSE, ["acc"]), FLOWERS),
    (network([HIDDEN, Dense(3)], LossSpec("SparseCategoricalCrossentropy", **LOGITS), ["accuracy"]), FLOWERS),
    (network([HIDDEN, Dense(3, "log_softmax")], LossSpec("SparseCategoricalCrossentropy", **LOGITS), ["accuracy"]), FLOWERS),
    (network([HIDDEN, Dense(3)], LossSpec("CategoricalCrossentropy", **LOGITS), ["accuracy"], fit=ONE_HOT), FLOWERS),
    (network([HIDDEN, Dense(3, "softmax")], "kl_divergence", ["accuracy"]), ROWS),
    (network([HIDDEN, Dense(3, "softmax")], "categorical_focal_crossentropy", [MetricSpec("AUC")]), ROWS),
    (network([HIDDEN, Dense(3)], "categorical_hinge", ["accuracy"]), ROWS),
    (network([Dense(3, "softmax")], SPARSE, ["accuracy"]), FLOWERS),
    (network([Dense(8), Activation("relu"), Dense(3, "softmax")], SPARSE), FLOWERS),
    (network([Dense(8), BatchNormalization(), Activation("relu"), Dropout(0.5), Dense(3, "softmax")], SPARSE), FLOWERS),
    (network([HIDDEN, BatchNormalization(), Dropout(0.3), Dense(3, "softmax")], SPARSE), FLOWERS),
    (network([HIDDEN, Dense(3), BatchNormalization(), Activation("softmax")], SPARSE), FLOWERS),
    (network([GaussianNoise(0.1), Dense(8, "tanh"), LayerNormalization(), Dense(3, "softmax")], SPARSE), FLOWERS),
    (network([Dense(8, "sigmoid"), Dense(3, "softmax")], SPARSE), FLOWERS),
    (network([HIDDEN, Dense(8, "elu"), Dense(8, "gelu"), Dense(3, "softmax")], SPARSE), FLOWERS),
    (network([HIDDEN, Dense(1, "sigmoid")], BINARY, ["accuracy", "precision", "recall", MetricSpec("AUC")], TWO), TWO),
    (network([Dense(1, "sigmoid")], "bce", ["binary_accuracy"], TWO, optimizer=OptimizerSpec("SGD", learning_rate=1.0)), TWO),
    (network([HIDDEN, Dense(1), Activation("sigmoid")], "binary_focal_crossentropy", ["acc"], TWO), TWO),
    (network([HIDDEN, Dense(1, "hard_sigmoid")], BINARY, ["accuracy"], TWO), TWO),
    (network([HIDDEN, Dense(2, "softmax")], SPARSE, ["accuracy"], TWO), TWO),
    (network([HIDDEN, Dense(2, "softmax")], CATEGORICAL, ["accuracy"], TWO, fit=ONE_HOT), TWO),
    (network([HIDDEN, Dense(1)], LossSpec("BinaryCrossentropy", **LOGITS), [MetricSpec("BinaryAccuracy", threshold=0.0)], TWO), TWO),
    (network([HIDDEN, Dense(1, "tanh")], "hinge", (), TWO), TWO),
    (network([HIDDEN, Dense(1)], "squared_hinge", (), replace(TWO, target_low=-1)), replace(TWO, target_low=-1)),
    (network([HIDDEN, Dense(1)], "mse", ["mae"], PRICES), PRICES),
    (network([HIDDEN, Dense(1, "linear")], "mae", ["mse", "root_mean_squared_error"], PRICES), PRICES),
    (network([HIDDEN, Dense(1)], LossSpec("Huber", delta=2.0), [MetricSpec("R2Score")], PRICES, optimizer="rmsprop"), PRICES),
    (network([HIDDEN, Dense(1, "sigmoid"), Rescaling(20, -10)], "mse", ["mae"], PRICES), PRICES),
    (network([HIDDEN, Dense(1, "relu")], "mse", ["mae"], replace(PRICES, target_low=0)), replace(PRICES, target_low=0)),
    (network([HIDDEN, Dense(1, "exponential")], "poisson", (), replace(PRICES, target_low=0)), replace(PRICES, target_low=0)),
    (network([HIDDEN, Dense(2)], "mse", ["mae"], PLACES), PLACES),
    (network([Dense(1), Dense(2)], "mse", ["mae"], PLACES), PLACES),
    (network([HIDDEN, Dense(3, "sigmoid")], BINARY, ["binary_accuracy"], SHARES), SHARES),
    (network([HIDDEN, Dense(3, "softmax")], "kl_divergence", (), SHARES), SHARES),
    (network([Dense(2, "relu"), Dense(3, "sigmoid")], BINARY, (), SHARES), SHARES),
    (network([Flatten(), HIDDEN, Dense(3, "softmax")], SPARSE, ["accuracy"], PICTURES), PICTURES),
    (network([Conv2D(4, 3, activation="relu"), MaxPooling2D(), Flatten(), Dropout(0.5), Dense(3, "softmax")], SPARSE, ["accuracy"], PICTURES), PICTURES),
    (network([Conv2D(4, 3), MaxPooling2D(), Activation("relu"), Conv2D(3, 1), GlobalAveragePooling2D(), Activation("softmax")], SPARSE, (), PICTURES), PICTURES),
    (network([Rescaling(1 / 255), Flatten(), HIDDEN, Dense(3, "softmax")], SPARSE, (), replace(PICTURES, high=255)), replace(PICTURES, high=255)),
    (network([BatchNormalization(), HIDDEN, Dense(3, "softmax")], SPARSE, (), replace(FLOWERS, high=900)), replace(FLOWERS, high=900)),
    (network([LSTM(4, return_sequences=True), GRU(4), Dense(1, "sigmoid")], BINARY, ["accuracy"], SEQUENCES), SEQUENCES),
    (network([Bidirectional(LSTM(4)), Dense(1, "sigmoid")], BINARY, ["accuracy"], SEQUENCES), SEQUENCES),
    (network([SimpleRNN(1, activation=None)], "mse", (), replace(PRICES, shape=(6, 4))), replace(PRICES, shape=(6, 4))),
    (network([Conv1D(4, 3, activation="relu"), MaxPooling1D(), Flatten(), Dense(1, "sigmoid")], BINARY, (), SEQUENCES), SEQUENCES),
    (network([Embedding(50, 4), GlobalAveragePooling1D(), Dense(1, "sigmoid")], BINARY, ["accuracy"], WORDS), WORDS),
    (network([Embedding(100, 4), Bidirectional(LSTM(3)), Dense(1, "sigmoid")], BINARY, ["accuracy"], WORDS), WORDS),
    (network([Reshape((2, 2)), Flatten(), Dense(3, "softmax")], SPARSE, fit=FitSpec(batch_size=N)), FLOWERS),
    (network([HIDDEN, Dense(3, "softmax")], SPARSE, optimizer=OptimizerSpec("Adam", learning_rate=ScheduleSpec("CosineDecay", initial_learning_rate=0.1, decay_steps=9))), FLOWERS),
    (network([Dense(8, "relu", trainable=False), Dense(3, "softmax")], SPARSE), FLOWERS),
    (network([Dense(3, "softmax", kernel_initializer="zeros")], SPARSE), FLOWERS),
    *[
        (network([HIDDEN, Dense(k, "softmax")], SPARSE, ["accuracy"]), replace(FLOWERS, n_classes=k, target_high=k - 1))
        for k in (2, 3, 7, 10, 26, 100)
    ],
]  # fmt: skip
