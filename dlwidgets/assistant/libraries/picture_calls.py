"""What TensorFlow's functions for pictures give."""

from typing import Any

from dlwidgets.assistant.libraries.catalogue import gives
from dlwidgets.assistant.libraries.numpy_calls import of_list
from dlwidgets.assistant.reading.arguments import Call
from dlwidgets.assistant.values import Array, as_shape


@gives("tensorflow.image.resize", "tensorflow.image.resize_with_pad", "tensorflow.image.resize_with_crop_or_pad",
       "keras.ops.image.resize")  # fmt: skip
def _resized(call: Call) -> Any:
    picture, size = of_list(call.get(0, "images", call.named.get("image"))), call.get(1, "size")
    if isinstance(size, int):
        size = (size, call.get(2, "target_width"))
    wanted = as_shape(size)
    if picture.shape is None or len(picture.shape) < 3 or wanted is None or len(wanted) != 2:
        return picture.but(shape=None)
    return picture.but(shape=(*picture.shape[:-3], *wanted, picture.shape[-1]), whole=False)


@gives("tensorflow.image.random_flip_left_right", "tensorflow.image.random_flip_up_down", "tensorflow.image.flip_left_right",
       "tensorflow.image.flip_up_down")  # fmt: skip
def _flipped(call: Call) -> Any:
    return of_list(call.get(0, "image"))


@gives("tensorflow.image.random_brightness", "tensorflow.image.random_contrast", "tensorflow.image.adjust_brightness")
def _brightened(call: Call) -> Any:
    picture = of_list(call.get(0, "image"))
    return Array(picture.shape, root=picture.root, part=picture.part, scaled=(*picture.scaled, "changed"))


@gives("keras.utils.load_img", "keras.preprocessing.image.load_img")
def _loaded(call: Call) -> Any:
    size, colours = as_shape(call.get(3, "target_size")), call.named.get("color_mode", "rgb")
    if call.named.get("grayscale") is True:
        colours = "grayscale"
    known = size is not None and len(size) == 2 and call.named.get("target_size") is not None
    depth = {"grayscale": 1, "rgb": 3, "rgba": 4}.get(colours if isinstance(colours, str) else "")
    return Array((*size, depth) if known and size is not None else (None, None, depth), low=0, high=255, root=object())


@gives("keras.utils.img_to_array", "keras.preprocessing.image.img_to_array")
def _as_array(call: Call) -> Any:
    return of_list(call.get(0, "img"))


@gives("tensorflow.image.convert_image_dtype")
def _as_shares(call: Call) -> Any:
    picture = of_list(call.get(0, "image"))
    if picture.high != 255:
        return picture.but(low=None, high=None)
    return picture.but(low=0.0, high=1.0, whole=False, scaled=(*picture.scaled, ("divided", 255)))
