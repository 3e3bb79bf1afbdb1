"""How Keras' names and arguments are called now, and how they were called before."""

from collections.abc import Mapping

_CONV = ("filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate", "groups", "activation")
_POOL = ("pool_size", "strides", "padding", "data_format")
_RNN = ("units", "activation", "recurrent_activation", "use_bias")
PLACES: Mapping[str, tuple[str, ...]] = {
    "Activation": ("activation",),
    "AlphaDropout": ("rate",),
    "AveragePooling1D": _POOL,
    "AveragePooling2D": _POOL,
    "BatchNormalization": ("axis", "momentum", "epsilon"),
    "Bidirectional": ("layer", "merge_mode"),
    "Concatenate": ("axis",),
    "Conv1D": _CONV,
    "Conv2D": _CONV,
    "Conv2DTranspose": ("filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate", "activation"),
    "Conv3D": _CONV,
    "Cropping2D": ("cropping",),
    "Dense": ("units", "activation", "use_bias"),
    "DepthwiseConv2D": ("kernel_size", "strides", "padding", "depth_multiplier"),
    "Dropout": ("rate", "noise_shape", "seed"),
    "Embedding": ("input_dim", "output_dim", "embeddings_initializer"),
    "Flatten": ("data_format",),
    "GRU": _RNN,
    "GaussianDropout": ("rate",),
    "GaussianNoise": ("stddev",),
    "Input": ("shape", "batch_size", "dtype"),
    "InputLayer": ("shape", "batch_size", "dtype"),
    "LSTM": _RNN,
    "Lambda": ("function", "output_shape"),
    "LayerNormalization": ("axis", "epsilon"),
    "LeakyReLU": ("negative_slope",),
    "MaxPooling1D": _POOL,
    "MaxPooling2D": _POOL,
    "MaxPooling3D": _POOL,
    "Normalization": ("axis",),
    "Permute": ("dims",),
    "RepeatVector": ("n",),
    "Rescaling": ("scale", "offset"),
    "Reshape": ("target_shape",),
    "SeparableConv2D": ("filters", "kernel_size", "strides", "padding"),
    "SimpleRNN": ("units", "activation", "use_bias"),
    "SpatialDropout1D": ("rate",),
    "SpatialDropout2D": ("rate",),
    "TimeDistributed": ("layer",),
    "UpSampling1D": ("size",),
    "UpSampling2D": ("size",),
    "ZeroPadding2D": ("padding",),
}
"""The arguments of layers that are given without a name, in order."""

COMPILE = ("optimizer", "loss", "loss_weights", "metrics", "weighted_metrics", "run_eagerly")
FIT = (
    "x", "y", "batch_size", "epochs", "verbose", "callbacks", "validation_split", "validation_data", "shuffle",
    "class_weight", "sample_weight", "initial_epoch", "steps_per_epoch", "validation_steps", "validation_batch_size",
    "validation_freq",
)  # fmt: skip
EVALUATE = ("x", "y", "batch_size", "verbose", "sample_weight", "steps", "callbacks")
PREDICT = ("x", "batch_size", "verbose", "steps", "callbacks")
METHODS: Mapping[str, tuple[str, ...]] = {
    "compile": COMPILE,
    "evaluate": EVALUATE,
    "fit": FIT,
    "fit_generator": ("x", "steps_per_epoch", "epochs"),
    "predict": PREDICT,
    "predict_classes": PREDICT,
    "train_on_batch": ("x", "y"),
}
"""The arguments of a model's methods, in order."""

LAYER_ALIASES: Mapping[str, str] = {
    "AtrousConvolution2D": "Conv2D",
    "AvgPool1D": "AveragePooling1D",
    "AvgPool2D": "AveragePooling2D",
    "Conv2DTranspose": "Conv2DTranspose",
    "Convolution1D": "Conv1D",
    "Convolution2D": "Conv2D",
    "Convolution2DTranspose": "Conv2DTranspose",
    "CuDNNGRU": "GRU",
    "CuDNNLSTM": "LSTM",
    "Deconvolution2D": "Conv2DTranspose",
    "GlobalAvgPool1D": "GlobalAveragePooling1D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "GlobalMaxPool1D": "GlobalMaxPooling1D",
    "GlobalMaxPool2D": "GlobalMaxPooling2D",
    "InputLayer": "Input",
    "MaxPool1D": "MaxPooling1D",
    "MaxPool2D": "MaxPooling2D",
    "SeparableConvolution2D": "SeparableConv2D",
}
OLD_ARGUMENTS: Mapping[str, str] = {
    "W_regularizer": "kernel_regularizer",
    "b_regularizer": "bias_regularizer",
    "bias": "use_bias",
    "border_mode": "padding",
    "dim_ordering": "data_format",
    "dropout_U": "recurrent_dropout",
    "dropout_W": "dropout",
    "init": "kernel_initializer",
    "inner_init": "recurrent_initializer",
    "nb_filter": "filters",
    "p": "rate",
    "subsample": "strides",
}
"""Arguments of Keras 1 layers with the names that came for them."""

LOSSES: Mapping[str, str] = {
    "bce": "binary_crossentropy",
    "binarycrossentropy": "binary_crossentropy",
    "categoricalcrossentropy": "categorical_crossentropy",
    "huber_loss": "huber",
    "kld": "kl_divergence",
    "kldivergence": "kl_divergence",
    "kullback_leibler_divergence": "kl_divergence",
    "log_cosh": "logcosh",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "meanabsoluteerror": "mean_absolute_error",
    "meanabsolutepercentageerror": "mean_absolute_percentage_error",
    "meansquarederror": "mean_squared_error",
    "meansquaredlogarithmicerror": "mean_squared_logarithmic_error",
    "mse": "mean_squared_error",
    "msle": "mean_squared_logarithmic_error",
    "sparsecategoricalcrossentropy": "sparse_categorical_crossentropy",
}
"""Losses by their other names, in small letters."""

LOSS_NAMES = frozenset({
    *LOSSES.values(), "hinge", "squared_hinge", "categorical_hinge", "poisson", "cosine_similarity", "logcosh",
    "huber", "binary_focal_crossentropy", "categorical_focal_crossentropy", "ctc", "tversky", "dice", "circle",
})  # fmt: skip
NUMBER_LOSSES = frozenset({
    "mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error", "mean_squared_logarithmic_error",
    "huber", "logcosh",
})  # fmt: skip
