"""Shapes of layers that no chain holds, against Keras: the same shape, or a refusal where Keras refuses."""

import pytest

from dlwidgets.network import MERGES, UNDESCRIBED, ShapeError, merged_shape, undescribed_shape

SINGLE = [
    ("Conv2DTranspose", {"filters": 5, "kernel_size": 3}, (7, 6, 2)),
    ("Conv2DTranspose", {"filters": 5, "kernel_size": 2, "strides": 3, "padding": "same"}, (7, 6, 2)),
    ("Conv1DTranspose", {"filters": 5, "kernel_size": 4, "strides": 2}, (7, 2)),
    ("Conv3DTranspose", {"filters": 5, "kernel_size": 2, "strides": 2}, (3, 4, 5, 2)),
    ("Conv3D", {"filters": 5, "kernel_size": (2, 3, 1), "strides": 2}, (5, 6, 7, 2)),
    ("SeparableConv2D", {"filters": 5, "kernel_size": 3, "padding": "same"}, (7, 6, 2)),
    ("SeparableConv1D", {"filters": 5, "kernel_size": 3, "dilation_rate": 2}, (9, 2)),
    ("DepthwiseConv2D", {"kernel_size": 3, "depth_multiplier": 4}, (7, 6, 2)),
    ("DepthwiseConv1D", {"kernel_size": 3, "strides": 2}, (9, 2)),
    ("MaxPooling3D", {}, (5, 6, 7, 2)),
    ("AveragePooling3D", {"pool_size": 3, "strides": 1, "padding": "same"}, (5, 6, 7, 2)),
    ("GlobalMaxPooling3D", {"keepdims": True}, (5, 6, 7, 2)),
    ("GlobalAveragePooling3D", {}, (5, 6, 7, 2)),
    ("UpSampling1D", {"size": 3}, (5, 2)),
    ("UpSampling2D", {"size": (2, 3)}, (5, 4, 2)),
    ("UpSampling3D", {}, (2, 3, 4, 2)),
    ("ZeroPadding1D", {"padding": (1, 2)}, (5, 2)),
    ("ZeroPadding2D", {"padding": ((1, 0), (2, 3))}, (5, 4, 2)),
    ("ZeroPadding2D", {"padding": (1, 3)}, (5, 4, 2)),
    ("ZeroPadding3D", {"padding": 2}, (2, 3, 4, 2)),
    ("Cropping1D", {"cropping": (1, 2)}, (5, 2)),
    ("Cropping2D", {"cropping": ((1, 0), (2, 1))}, (5, 4, 2)),
    ("Cropping3D", {"cropping": 1}, (5, 3, 4, 2)),
    ("RepeatVector", {"n": 3}, (5,)),
    ("Permute", {"dims": (3, 1, 2)}, (5, 6, 7)),
    ("Resizing", {"height": 9, "width": 8}, (5, 6, 3)),
    ("CenterCrop", {"height": 3, "width": 2}, (5, 6, 3)),
    ("ConvLSTM2D", {"filters": 4, "kernel_size": 3, "return_sequences": True}, (2, 7, 6, 3)),
    ("ConvLSTM2D", {"filters": 4, "kernel_size": 3, "padding": "same"}, (2, 7, 6, 3)),
    ("SpatialDropout1D", {"rate": 0.5}, (7, 3)),
    ("SpatialDropout2D", {"rate": 0.5}, (7, 6, 3)),
    ("LeakyReLU", {}, (7, 3)),
    ("PReLU", {}, (7, 3)),
    ("GroupNormalization", {"groups": 1}, (7, 4)),
]
REFUSED = [
    ("Conv3D", {"filters": 5, "kernel_size": 9}, (5, 6, 7, 2)),
    ("Conv2DTranspose", {"filters": 5, "kernel_size": 9}, (5,)),
    ("RepeatVector", {"n": 3}, (5, 2)),
    ("Permute", {"dims": (2, 1)}, (5, 6, 7)),
    ("UpSampling2D", {}, (5, 6)),
    ("ZeroPadding2D", {}, (5,)),
    ("GlobalAveragePooling3D", {}, (5, 6, 7)),
    ("SpatialDropout1D", {"rate": 0.5}, (5,)),
    ("MaxPooling3D", {}, (5, 1, 7, 2)),
]
SEVERAL = [
    ("Add", {}, [(4, 3), (4, 3)]),
    ("Multiply", {}, [(4, 3), (1, 3)]),
    ("Average", {}, [(None, 3), (5, 3)]),
    ("Subtract", {}, [(5,), (5,)]),
    ("Concatenate", {}, [(4, 3), (4, 6)]),
    ("Concatenate", {"axis": 1}, [(4, 3), (7, 3)]),
    ("Concatenate", {"axis": -2}, [(4, 3), (7, 3)]),
    ("Dot", {"axes": 1}, [(4,), (4,)]),
    ("Dot", {"axes": (2, 1)}, [(4, 3), (3, 5)]),
    ("Attention", {}, [(4, 3), (6, 3)]),
]
TORN = [
    ("Add", {}, [(4, 3), (4, 2)]),
    ("Concatenate", {}, [(4, 3), (5, 6)]),
    ("Concatenate", {}, [(4, 3), (4,)]),
    ("Dot", {"axes": 1}, [(4,), (5,)]),
]


def in_keras(kind, arguments, shapes):
    from keras import Input, layers

    tensors = [Input(shape) for shape in shapes]
    return getattr(layers, kind)(**arguments)(tensors if len(tensors) > 1 else tensors[0]).shape[1:]


@pytest.mark.parametrize(("kind", "arguments", "shape"), SINGLE)
def test_a_layer_with_one_source_makes_the_shape_that_keras_makes(kind, arguments, shape):
    assert undescribed_shape(kind, arguments, shape) == in_keras(kind, arguments, [shape])


@pytest.mark.parametrize(("kind", "arguments", "shape"), REFUSED)
def test_what_keras_refuses_is_refused(kind, arguments, shape):
    with pytest.raises((ValueError, TypeError, IndexError)):
        in_keras(kind, arguments, [shape])
    with pytest.raises(ShapeError) as caught:
        undescribed_shape(kind, arguments, shape)
    assert caught.value.mend.words


@pytest.mark.parametrize(("kind", "arguments", "shapes"), SEVERAL)
def test_a_layer_with_several_sources_makes_the_shape_that_keras_makes(kind, arguments, shapes):
    assert merged_shape(kind, arguments, shapes) == in_keras(kind, arguments, shapes)


@pytest.mark.parametrize(("kind", "arguments", "shapes"), TORN)
def test_what_keras_does_not_put_together_is_refused(kind, arguments, shapes):
    with pytest.raises(ValueError, match=r"."):
        in_keras(kind, arguments, shapes)
    with pytest.raises(ShapeError):
        merged_shape(kind, arguments, shapes)


@pytest.mark.parametrize("kind", UNDESCRIBED)
def test_what_is_not_known_of_a_layer_is_not_known_of_its_shape(kind):
    given = dict.fromkeys(["filters", "kernel_size", "strides", "padding", "size", "n", "dims", "height", "rate"], "?")
    for rank in range(5):
        try:
            made = undescribed_shape(kind, given, (8,) * rank)
        except ShapeError:
            continue
        assert made is None or all(one is None or isinstance(one, int) for one in made)


def test_every_layer_is_one_of_keras():
    from keras import layers

    assert [kind for kind in (*UNDESCRIBED, *MERGES) if not hasattr(layers, kind)] == ["ThresholdedReLU"]
