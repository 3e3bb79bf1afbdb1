"""A network as a description: layers, shapes, parameters and settings, without Keras."""

from dlwidgets.network._arguments import Shape
from dlwidgets.network.catalogue import LAYERS, layer
from dlwidgets.network.code_in import ReadCode, read_code
from dlwidgets.network.code_values import Unread
from dlwidgets.network.compiling import CompileSpec, FitSpec
from dlwidgets.network.convolution_layers import Conv1D, Conv2D
from dlwidgets.network.dense_layers import Dense, Embedding
from dlwidgets.network.errors_in_code import CodeError
from dlwidgets.network.facts import DataFacts
from dlwidgets.network.layer import LayerSpec, Mend, Parameters, ShapeError
from dlwidgets.network.layer_words import FAMILIES, describe, family_of
from dlwidgets.network.line import Station, Xray, xray
from dlwidgets.network.normalization_layers import BatchNormalization, LayerNormalization, Normalization
from dlwidgets.network.objects import (
    InitializerSpec,
    LossSpec,
    MetricSpec,
    OptimizerSpec,
    RegularizerSpec,
    ScheduleSpec,
)
from dlwidgets.network.pooling_layers import (
    AveragePooling1D,
    AveragePooling2D,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    MaxPooling1D,
    MaxPooling2D,
)
from dlwidgets.network.problems import Change, Problem
from dlwidgets.network.proposal import propose, propose_end
from dlwidgets.network.recurrent_layers import GRU, LSTM, Bidirectional, SimpleRNN
from dlwidgets.network.rules import RULES
from dlwidgets.network.shape_layers import Activation, Dropout, Flatten, GaussianNoise, Input, Rescaling, Reshape
from dlwidgets.network.shapes import Joint, Summary, joints
from dlwidgets.network.spec import NetworkSpec

__all__ = [
    "FAMILIES",
    "GRU",
    "LAYERS",
    "LSTM",
    "RULES",
    "Activation",
    "AveragePooling1D",
    "AveragePooling2D",
    "BatchNormalization",
    "Bidirectional",
    "Change",
    "CodeError",
    "CompileSpec",
    "Conv1D",
    "Conv2D",
    "DataFacts",
    "Dense",
    "Dropout",
    "Embedding",
    "FitSpec",
    "Flatten",
    "GaussianNoise",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "InitializerSpec",
    "Input",
    "Joint",
    "LayerNormalization",
    "LayerSpec",
    "LossSpec",
    "MaxPooling1D",
    "MaxPooling2D",
    "Mend",
    "MetricSpec",
    "NetworkSpec",
    "Normalization",
    "OptimizerSpec",
    "Parameters",
    "Problem",
    "ReadCode",
    "RegularizerSpec",
    "Rescaling",
    "Reshape",
    "ScheduleSpec",
    "Shape",
    "ShapeError",
    "SimpleRNN",
    "Station",
    "Summary",
    "Unread",
    "Xray",
    "describe",
    "family_of",
    "joints",
    "layer",
    "propose",
    "propose_end",
    "read_code",
    "xray",
]
