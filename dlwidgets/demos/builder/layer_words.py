"""What the layer builder says about each kind of layer and about each of its arguments."""

from collections.abc import Mapping

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Core": ("Input", "Dense", "Activation", "Embedding"),
    "Against overfitting": ("Dropout", "GaussianNoise"),
    "Normalization": ("BatchNormalization", "LayerNormalization", "Normalization", "Rescaling"),
    "Pictures and signals": ("Conv2D", "Conv1D"),
    "Pooling": (
        *("MaxPooling2D", "AveragePooling2D", "GlobalAveragePooling2D", "GlobalMaxPooling2D"),
        *("MaxPooling1D", "AveragePooling1D", "GlobalAveragePooling1D", "GlobalMaxPooling1D"),
    ),
    "Sequences": ("SimpleRNN", "LSTM", "GRU", "Bidirectional"),
    "Shape": ("Flatten", "Reshape"),
}
"""The kinds of layers in the order of a lesson, under their headings."""

_POOLED = "Keeps one number of each window, {which}: what comes out is smaller."
_GLOBAL = "Keeps one number of each channel, {which}: the usual step from a convolution to Dense."

KINDS: Mapping[str, str] = {
    "Input": "Says the shape of one example, so that Keras can make all weights at once.",
    "Dense": "Neurons that each see every input: weights, a bias, an activation.",
    "Activation": "An activation function as a layer of its own.",
    "Embedding": "Looks up a row of numbers for each word's id; the rows are learned.",
    "Dropout": "Sets a random share of the numbers to 0 while training, so that no neuron is relied on alone.",
    "GaussianNoise": "Adds random numbers while training, so that single values can't be learned by heart.",
    "BatchNormalization": "Brings each feature to mean 0 and variance 1 over the batch; often makes training faster.",
    "LayerNormalization": "Brings each example to mean 0 and variance 1 over its features.",
    "Normalization": "Brings each feature of the data to mean 0 and variance 1, measured once with adapt().",
    "Rescaling": "Multiplies each number by a scale and adds an offset, such as 1/255 for pixels.",
    "Conv2D": "Filters that look through a small window at each place of a picture.",
    "Conv1D": "Filters that look through a small window at each step of a sequence.",
    "MaxPooling2D": _POOLED.format(which="the largest"),
    "AveragePooling2D": _POOLED.format(which="their mean"),
    "MaxPooling1D": _POOLED.format(which="the largest"),
    "AveragePooling1D": _POOLED.format(which="their mean"),
    "GlobalMaxPooling2D": _GLOBAL.format(which="the largest"),
    "GlobalAveragePooling2D": _GLOBAL.format(which="its mean"),
    "GlobalMaxPooling1D": _GLOBAL.format(which="the largest"),
    "GlobalAveragePooling1D": _GLOBAL.format(which="its mean"),
    "SimpleRNN": "Reads a sequence step by step and remembers its last output.",
    "LSTM": "Reads a sequence with a long memory and gates that say what is kept.",
    "GRU": "Reads a sequence with a memory and two gates: a simpler LSTM.",
    "Bidirectional": "Reads a sequence forwards and backwards with two copies of one recurrent layer.",
    "Flatten": "Lays all numbers of an example in one row: the usual step from a picture to Dense.",
    "Reshape": "Lays the same numbers in another shape.",
}
"""What each kind of layer does, in one sentence."""

_STARTS = "How {what} start before training."
_PRICE = "A price on {what}, added to the loss: l1, l2, or L2(0.01) with its strength."

ARGUMENTS: Mapping[str, str] = {
    "shape": (
        "The shape of one example, without the number of examples: (4,) for four features, (28, 28, 1) for a picture."
    ),
    "dtype": "The kind of number that comes in.",
    "name": "A name of the layer's own; it stands in model.summary().",
    "trainable": "Whether training changes the layer, or leaves it frozen.",
    "units": "How many neurons the layer has: as many numbers come out.",
    "activation": "The function that each neuron applies to its sum. Without one the layer is linear.",
    "use_bias": "Whether each neuron adds a number of its own to its sum.",
    "kernel_initializer": _STARTS.format(what="the weights"),
    "bias_initializer": _STARTS.format(what="the biases"),
    "kernel_regularizer": _PRICE.format(what="large weights"),
    "bias_regularizer": _PRICE.format(what="large biases"),
    "activity_regularizer": _PRICE.format(what="large outputs"),
    "rate": "The share of the numbers that is set to 0: from 0 to 1, often 0.2 to 0.5.",
    "seed": "A number that makes the chance repeatable.",
    "axis": "The axis of the features, where 0 counts the examples and -1 is the last.",
    "momentum": "How long the means of former batches are remembered: near 1 is long.",
    "epsilon": "A tiny number that keeps a divisor from being 0.",
    "center": "Whether a shift is learned for each feature.",
    "scale": "Whether a factor is learned for each feature.",
    "beta_initializer": _STARTS.format(what="the learned shifts"),
    "gamma_initializer": _STARTS.format(what="the learned factors"),
    "moving_mean_initializer": _STARTS.format(what="the measured means"),
    "moving_variance_initializer": _STARTS.format(what="the measured variances"),
    "beta_regularizer": _PRICE.format(what="large shifts"),
    "gamma_regularizer": _PRICE.format(what="large factors"),
    "data_format": "The order of the axes; channels_last is the one that works everywhere.",
    "target_shape": "The new shape of one example; one -1 in it stands for whatever is left.",
    "filters": "How many filters there are: as many channels come out.",
    "kernel_size": "The size of the window: 3, or (3, 5) for its height and width.",
    "strides": "How far the window moves at a time; without a number, pooling moves by its window's size.",
    "padding": (
        "valid keeps the window inside; same adds a border of zeros so that the size stays; causal, in "
        "Conv1D, looks at the past only."
    ),
    "dilation_rate": "The distance between the points that the window sees.",
    "groups": "Into how many groups the channels are parted, each with filters of its own.",
    "pool_size": "The size of the window: 2 halves each side.",
    "keepdims": "Whether the pooled axes stay, with length 1.",
    "input_dim": "How many different ids there are: one more than the largest.",
    "output_dim": "How many numbers stand for each id.",
    "embeddings_initializer": _STARTS.format(what="the rows of the table"),
    "embeddings_regularizer": _PRICE.format(what="large numbers in the table"),
    "mask_zero": "Whether id 0 means that nothing stands here.",
    "recurrent_initializer": _STARTS.format(what="the weights on what is remembered"),
    "recurrent_regularizer": _PRICE.format(what="large weights on what is remembered"),
    "dropout": "The share of the inputs that is set to 0 while training.",
    "recurrent_dropout": "The share of what is remembered that is set to 0 while training.",
    "return_sequences": (
        "Whether each step's output goes out, or the last one only. Another recurrent layer needs each step."
    ),
    "go_backwards": "Whether the sequence is read from its end.",
    "recurrent_activation": "The function of the gates.",
    "unit_forget_bias": "Whether the gate of forgetting starts open.",
    "reset_after": "Whether the reset gate works after the multiplication, as on a GPU.",
    "layer": "The recurrent layer that is copied, such as LSTM(16).",
    "merge_mode": "What becomes of the two outputs: side by side (concat), or added, multiplied or averaged.",
    "offset": "What is added after the multiplication.",
    "mean": "Known means in place of measured ones: one number, or one for each feature.",
    "variance": "Known variances in place of measured ones: one number, or one for each feature.",
    "invert": "Whether to undo the scaling instead.",
    "stddev": "The standard deviation of the noise, from 0 to 1.",
}
"""What each argument does, in a sentence or two; it means the same in every layer."""

SPECIAL: Mapping[tuple[str, str], str] = {
    ("Rescaling", "scale"): "The factor, such as 1/255 for pixels from 0 to 255.",
    ("Activation", "activation"): "The function that is applied to each number, or to all of them for softmax.",
    ("LayerNormalization", "axis"): "The axis or axes over which an example is scaled; -1 is the last.",
}
"""Where an argument means something else."""

INLINE: Mapping[str, tuple[str, ...]] = {
    "Input": ("shape",),
    "Dense": ("units", "activation"),
    "Activation": ("activation",),
    "Embedding": ("input_dim", "output_dim"),
    "Dropout": ("rate",),
    "GaussianNoise": ("stddev",),
    "Rescaling": ("scale", "offset"),
    "Conv2D": ("filters", "kernel_size", "activation"),
    "Conv1D": ("filters", "kernel_size", "activation"),
    "MaxPooling2D": ("pool_size",),
    "AveragePooling2D": ("pool_size",),
    "MaxPooling1D": ("pool_size",),
    "AveragePooling1D": ("pool_size",),
    "SimpleRNN": ("units", "return_sequences"),
    "LSTM": ("units", "return_sequences"),
    "GRU": ("units", "return_sequences"),
    "Bidirectional": ("layer", "merge_mode"),
    "Reshape": ("target_shape",),
}
"""The arguments that a beginner meets; the others are folded away."""


def said_of(kind: str, argument: str) -> str:
    """Return what an argument of a kind of layer does.

    Parameters
    ----------
    kind, argument : str
        Keras' names.

    Returns
    -------
    str
        A sentence or two.
    """
    return SPECIAL.get((kind, argument)) or ARGUMENTS[argument]
