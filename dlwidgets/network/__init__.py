"""A network as a description: layers, shapes, parameters and settings, without Keras."""

from dlwidgets.network._arguments import Shape
from dlwidgets.network.code_in import ReadCode, read_code
from dlwidgets.network.compiling import CompileSpec, FitSpec
from dlwidgets.network.diagnosis.facts import DataFacts
from dlwidgets.network.diagnosis.layer_words import FAMILIES, describe, family_of
from dlwidgets.network.diagnosis.line import Station, Xray, xray
from dlwidgets.network.diagnosis.problems import Change, Problem
from dlwidgets.network.diagnosis.proposal import propose, propose_end
from dlwidgets.network.diagnosis.rules import RULES
from dlwidgets.network.layers.catalogue import LAYERS, layer
from dlwidgets.network.layers.convolution import Conv1D, Conv2D
from dlwidgets.network.layers.dense import Dense, Embedding
from dlwidgets.network.layers.layer import LayerSpec, Mend, Parameters, ShapeError
from dlwidgets.network.layers.merging import MERGES, merged_shape
from dlwidgets.network.layers.normalization import BatchNormalization, LayerNormalization, Normalization
from dlwidgets.network.layers.pooling import (
    AveragePooling1D,
    AveragePooling2D,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    MaxPooling1D,
    MaxPooling2D,
)
from dlwidgets.network.layers.recurrent import GRU, LSTM, Bidirectional, SimpleRNN
from dlwidgets.network.layers.shaping import Activation, Dropout, Flatten, GaussianNoise, Input, Rescaling, Reshape
from dlwidgets.network.layers.undescribed import UNDESCRIBED, undescribed_shape
from dlwidgets.network.objects import (
    InitializerSpec,
    LossSpec,
    MetricSpec,
    OptimizerSpec,
    RegularizerSpec,
    ScheduleSpec,
)
from dlwidgets.network.reading.errors import CodeError
from dlwidgets.network.reading.values import Unread
from dlwidgets.network.shapes import Joint, Summary, joints
from dlwidgets.network.spec import NetworkSpec

__all__ = [
    "FAMILIES",
    "GRU",
    "LAYERS",
    "LSTM",
    "MERGES",
    "RULES",
    "UNDESCRIBED",
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
    "merged_shape",
    "propose",
    "propose_end",
    "read_code",
    "undescribed_shape",
    "xray",
]
