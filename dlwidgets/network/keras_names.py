"""The names and arguments that Keras 3 knows, as tables: a test holds them to Keras' own signatures."""

from collections.abc import Mapping
from typing import Any

NEEDED = object()
"""Marks an argument without a default."""

Kinds = Mapping[str, Mapping[str, Any]]

ACTIVATION_NAMES = frozenset({
    "celu", "elu", "exponential", "gelu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh",
    "leaky_relu", "linear", "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid", "silu",
    "soft_shrink", "softmax", "softplus", "softsign", "sparse_plus", "sparse_sigmoid", "sparsemax", "squareplus",
    "swish", "tanh", "tanh_shrink",
})  # fmt: skip
"""All that need no argument and keep the shape."""

ACTIVATION_LAYERS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "ReLU": ("relu", {"max_value": None, "negative_slope": 0, "threshold": 0}),
    "LeakyReLU": ("leaky_relu", {"negative_slope": 0.2}),
    "ELU": ("elu", {"alpha": 1}),
    "Softmax": ("softmax", {"axis": -1}),
}
"""Layers that are the activation of a name, with what their arguments must be for that."""

DTYPE_NAMES = frozenset({"bool", "float16", "float32", "float64", "int8", "int16", "int32", "int64", "string", "uint8"})

_SEED = {"seed": None}
INITIALIZERS: Kinds = {
    "Constant": {"value": 0.0},
    "GlorotNormal": _SEED,
    "GlorotUniform": _SEED,
    "HeNormal": _SEED,
    "HeUniform": _SEED,
    "Identity": {"gain": 1.0},
    "LecunNormal": _SEED,
    "LecunUniform": _SEED,
    "Ones": {},
    "Orthogonal": {"gain": 1.0, **_SEED},
    "RandomNormal": {"mean": 0.0, "stddev": 0.05, **_SEED},
    "RandomUniform": {"minval": -0.05, "maxval": 0.05, **_SEED},
    "TruncatedNormal": {"mean": 0.0, "stddev": 0.05, **_SEED},
    "VarianceScaling": {"scale": 1.0, "mode": "fan_in", "distribution": "truncated_normal", **_SEED},
    "Zeros": {},
}
INITIALIZER_NAMES = frozenset({
    *INITIALIZERS, "glorot_normal", "glorot_uniform", "he_normal", "he_uniform", "identity",
    "lecun_normal", "lecun_uniform", "normal", "one", "ones", "orthogonal", "random_normal", "random_uniform",
    "truncated_normal", "uniform", "variance_scaling", "zero", "zeros",
}) - {"Constant"}  # fmt: skip
"""By its name alone, Keras can't make a Constant."""

TABLE_INITIALIZERS = frozenset({"identity", "orthogonal"})
"""In small letters: those that can't fill a single row of numbers."""

REGULARIZERS: Kinds = {"L1": {"l1": 0.01}, "L2": {"l2": 0.01}, "L1L2": {"l1": 0.0, "l2": 0.0}}
REGULARIZER_NAMES = frozenset({*REGULARIZERS, "l1", "l2", "l1l2"})

_FIRST_RATE = {"initial_learning_rate": NEEDED, "decay_steps": NEEDED}
_DECAY = {**_FIRST_RATE, "decay_rate": NEEDED, "staircase": False}
SCHEDULES: Kinds = {
    "ExponentialDecay": _DECAY,
    "InverseTimeDecay": _DECAY,
    "PiecewiseConstantDecay": {"boundaries": NEEDED, "values": NEEDED},
    "CosineDecay": {**_FIRST_RATE, "alpha": 0.0, "warmup_target": None, "warmup_steps": 0},
    "PolynomialDecay": {**_FIRST_RATE, "end_learning_rate": 0.0001, "power": 1.0, "cycle": False},
}

_COMMON = {"weight_decay": None, "clipnorm": None, "clipvalue": None, "global_clipnorm": None}
_RATE = {"learning_rate": 0.001}
_MOMENTS = {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-07}
OPTIMIZERS: Kinds = {
    "SGD": {"learning_rate": 0.01, "momentum": 0.0, "nesterov": False, **_COMMON},
    "RMSprop": {**_RATE, "rho": 0.9, "momentum": 0.0, "epsilon": 1e-07, "centered": False, **_COMMON},
    "Adagrad": {**_RATE, "initial_accumulator_value": 0.1, "epsilon": 1e-07, **_COMMON},
    "Adadelta": {**_RATE, "rho": 0.95, "epsilon": 1e-07, **_COMMON},
    "Adam": {**_RATE, **_MOMENTS, "amsgrad": False, **_COMMON},
    "AdamW": {**_RATE, **_MOMENTS, "amsgrad": False, **_COMMON, "weight_decay": 0.004},
    "Adamax": {**_RATE, **_MOMENTS, **_COMMON},
    "Nadam": {**_RATE, **_MOMENTS, **_COMMON},
    "Lion": {**_RATE, "beta_1": 0.9, "beta_2": 0.99, **_COMMON},
}
# Keras does not mind capitals here.
OPTIMIZER_NAMES = frozenset({*OPTIMIZERS, *(name.lower() for name in OPTIMIZERS)})

_LOGITS = {"from_logits": False, "label_smoothing": 0.0, "axis": -1}
_MEAN = {"reduction": "sum_over_batch_size"}
LOSSES: Kinds = {
    "MeanSquaredError": _MEAN,
    "MeanAbsoluteError": _MEAN,
    "MeanAbsolutePercentageError": _MEAN,
    "MeanSquaredLogarithmicError": _MEAN,
    "Huber": {"delta": 1.0, **_MEAN},
    "LogCosh": _MEAN,
    "CosineSimilarity": {"axis": -1, **_MEAN},
    "Hinge": _MEAN,
    "SquaredHinge": _MEAN,
    "CategoricalHinge": _MEAN,
    "KLDivergence": _MEAN,
    "Poisson": _MEAN,
    "BinaryCrossentropy": {**_LOGITS, **_MEAN},
    "CategoricalCrossentropy": {**_LOGITS, **_MEAN},
    "SparseCategoricalCrossentropy": {"from_logits": False, "ignore_class": None, **_MEAN, "axis": -1},
    "BinaryFocalCrossentropy": {"apply_class_balancing": False, "alpha": 0.25, "gamma": 2.0, **_LOGITS, **_MEAN},
    "CategoricalFocalCrossentropy": {"alpha": 0.25, "gamma": 2.0, **_LOGITS, **_MEAN},
}
_ERRORS = frozenset({
    "mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error", "mean_squared_logarithmic_error",
    "mse", "MSE", "mae", "MAE", "mape", "MAPE", "msle", "MSLE", "cosine_similarity", "hinge", "squared_hinge",
    "categorical_hinge", "kl_divergence", "poisson", "bce", "BCE", "binary_crossentropy", "categorical_crossentropy",
    "sparse_categorical_crossentropy",
})  # fmt: skip
LOSS_NAMES = frozenset({
    *LOSSES, *_ERRORS, "huber", "log_cosh", "kld", "KLD", "binary_focal_crossentropy", "categorical_focal_crossentropy",
})  # fmt: skip

_NAME = {"name": None}
_THRESHOLDS = {"thresholds": None, "top_k": None, "class_id": None, **_NAME}
METRICS: Kinds = {
    "Accuracy": _NAME,
    "BinaryAccuracy": {**_NAME, "threshold": 0.5},
    "CategoricalAccuracy": _NAME,
    "SparseCategoricalAccuracy": _NAME,
    "TopKCategoricalAccuracy": {"k": 5, **_NAME},
    "SparseTopKCategoricalAccuracy": {"k": 5, **_NAME},
    "MeanSquaredError": _NAME,
    "RootMeanSquaredError": _NAME,
    "MeanAbsoluteError": _NAME,
    "MeanAbsolutePercentageError": _NAME,
    "MeanSquaredLogarithmicError": _NAME,
    "LogCoshError": _NAME,
    "CosineSimilarity": {**_NAME, "axis": -1},
    "Hinge": _NAME,
    "SquaredHinge": _NAME,
    "CategoricalHinge": _NAME,
    "KLDivergence": _NAME,
    "Poisson": _NAME,
    "R2Score": _NAME,
    "BinaryCrossentropy": {**_NAME, "from_logits": False, "label_smoothing": 0},
    "CategoricalCrossentropy": {**_NAME, "from_logits": False, "label_smoothing": 0, "axis": -1},
    "SparseCategoricalCrossentropy": {**_NAME, "from_logits": False, "axis": -1},
    "Precision": _THRESHOLDS,
    "Recall": _THRESHOLDS,
    "AUC": {"num_thresholds": 200, "curve": "ROC", **_NAME, "multi_label": False, "from_logits": False},
    "F1Score": {"average": None, "threshold": None, **_NAME},
    "TruePositives": {"thresholds": None, **_NAME},
    "TrueNegatives": {"thresholds": None, **_NAME},
    "FalsePositives": {"thresholds": None, **_NAME},
    "FalseNegatives": {"thresholds": None, **_NAME},
}
METRIC_NAMES = frozenset({
    *METRICS, *_ERRORS, "acc", "accuracy", "binary_accuracy", "categorical_accuracy",
    "sparse_categorical_accuracy", "top_k_categorical_accuracy", "sparse_top_k_categorical_accuracy",
    "root_mean_squared_error", "log_cosh_error", "r2_score", "f1_score", "precision", "recall", "auc", "true_positives",
    "true_negatives", "false_positives", "false_negatives",
})  # fmt: skip
