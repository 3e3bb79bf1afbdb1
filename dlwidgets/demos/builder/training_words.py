"""What the layer builder says about each argument of ``compile`` and ``fit``, of optimizers and of losses."""

from collections.abc import Mapping

COMPILE: Mapping[str, str] = {
    "optimizer": "The rule by which the weights follow the blame. adam is a good start.",
    "loss": (
        "What training makes small: how wrong the guesses are, as one number. It has to suit the targets and "
        "the last layer."
    ),
    "metrics": (
        "What is reported after each epoch beside the loss, in numbers that people understand. Training does "
        "not look at them."
    ),
}
"""The arguments of ``compile`` that can be set here."""

OTHER_COMPILE: Mapping[str, tuple[object, str]] = {
    "loss_weights": (None, "How much each output counts, for networks with several outputs."),
    "weighted_metrics": (None, "Metrics that take class_weight and sample_weight of fit into account."),
    "run_eagerly": (False, "Runs each step as ordinary Python: slow, but a debugger can stop in it."),
    "steps_per_execution": (1, "How many batches run in one go; more makes small networks faster."),
    "jit_compile": ("auto", "Whether the step is compiled by XLA; auto does so where it helps."),
    "auto_scale_loss": (True, "Scales the loss by itself if the numbers have half precision."),
}
"""Those that a first network can do without: Keras' default, and what they do."""

FIT: Mapping[str, str] = {
    "epochs": "How often all training examples are seen. More learns more, at last by heart.",
    "batch_size": "How many examples make one step of the weights; empty is 32.",
    "validation_split": (
        "The share of the examples that is kept for checking and not trained on. Keras takes the last ones, "
        "before it shuffles: data in order need shuffling first."
    ),
    "shuffle": "Whether the examples come in another order in each epoch.",
    "verbose": "What is printed: 0 nothing, 1 a bar, 2 one line per epoch; auto is a bar.",
    "one_hot": (
        "Whether class numbers are handed to fit as rows with one 1, such as 2 as 0 0 1: to_categorical does "
        "it. categorical_crossentropy needs that; sparse_categorical_crossentropy takes the numbers."
    ),
}
"""What can be set of ``fit``; one_hot is what happens to the targets on the way."""

OTHER_FIT: Mapping[str, tuple[object, str]] = {
    "x": (None, "The inputs: an array with one row per example. In the code it is X."),
    "y": (None, "The targets: what the network should say for each example."),
    "callbacks": (
        None,
        "Objects that are told after each epoch, such as dlw.LiveCharts() or keras.callbacks.EarlyStopping().",
    ),
    "validation_data": (None, "A pair of inputs and targets to check on, in place of validation_split."),
    "class_weight": (None, "How much each class counts: a dict for classes of which there are few examples."),
    "sample_weight": (None, "How much each example counts."),
    "initial_epoch": (0, "The number of the first epoch, to go on with an earlier training."),
    "steps_per_epoch": (None, "How many batches make an epoch, for data that never end."),
    "validation_steps": (None, "How many batches are checked on, for data that never end."),
    "validation_batch_size": (
        None,
        "How many examples are checked at a time; it changes nothing but the memory needed.",
    ),
    "validation_freq": (1, "After how many epochs each check is made."),
}
"""Those that are not set here: Keras' default, and what they do."""

OPTIMIZER: Mapping[str, str] = {
    "learning_rate": "How far each step goes. Too large and the loss jumps about, too small and nothing happens.",
    "momentum": "How much of the last step is kept for the next one, like a ball that rolls: from 0 to below 1.",
    "nesterov": "Whether the slope is taken where the momentum leads.",
    "rho": "How long former slopes are remembered: near 1 is long.",
    "centered": "Whether the slopes are also centred on their mean.",
    "beta_1": "How long the direction of former slopes is remembered.",
    "beta_2": "How long the size of former slopes is remembered.",
    "epsilon": "A tiny number that keeps a divisor from being 0.",
    "amsgrad": "Whether steps may never become larger again for the size of former slopes.",
    "initial_accumulator_value": "Where the sum of the squared slopes starts.",
    "weight_decay": "By which share the weights shrink at each step.",
    "clipnorm": "The longest slope that a single weight array may have; longer ones are shortened.",
    "clipvalue": "The largest slope of a single weight; larger ones are cut.",
    "global_clipnorm": "The longest slope of all weights together; longer ones are shortened.",
}
"""The arguments of the optimizers; one that several have means the same in each."""

LOSS: Mapping[str, str] = {
    "from_logits": "Whether the last layer has no softmax or sigmoid, so that the loss applies it.",
    "label_smoothing": "How far targets of 0 and 1 are moved towards the middle, so that no guess need be certain.",
    "axis": "The axis along which the classes lie; -1 is the last.",
    "reduction": "How the losses of the examples become one number: their mean, unless said otherwise.",
    "delta": "From which error on it counts in proportion and no longer squared.",
    "ignore_class": "The number of a class that is left out of the loss.",
    "apply_class_balancing": "Whether rare classes are weighed with alpha.",
    "alpha": "How much the classes are weighed.",
    "gamma": "How little examples count that are guessed well already.",
}
"""The arguments of the losses."""

KINDS_OF_OPTIMIZER: Mapping[str, str] = {
    "Adam": "Adam: a step size for each weight; a good start",
    "SGD": "SGD: plain gradient descent",
    "RMSprop": "RMSprop: divides by the usual size of the slope; Keras' default",
    "AdamW": "AdamW: Adam with weights that shrink",
    "Nadam": "Nadam: Adam that looks ahead",
    "Adamax": "Adamax: Adam by the largest slope",
    "Adagrad": "Adagrad: steps that only become smaller",
    "Adadelta": "Adadelta: steps by their own history",
    "Lion": "Lion: only the sign of the slope",
}

LOSSES: Mapping[str, tuple[str, ...]] = {
    "Classes": (
        *("sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy"),
        *("hinge", "squared_hinge", "categorical_hinge", "binary_focal_crossentropy"),
        *("categorical_focal_crossentropy", "kl_divergence"),
    ),
    "Numbers": (
        *("mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "mean_absolute_percentage_error"),
        *("mean_squared_logarithmic_error", "cosine_similarity", "poisson"),
    ),
}
"""The losses by what the targets are."""

METRICS = (
    *("accuracy", "mae", "mse", "root_mean_squared_error", "r2_score", "auc", "precision", "recall", "f1_score"),
    *("binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy", "top_k_categorical_accuracy"),
)
"""The metrics that are offered; others can be written in the code."""
