"""Signs of layers that are not drawn neuron by neuron: outlines in a square of side 1, y downwards."""

from math import cos, pi, sin

Line = tuple[tuple[float, float], ...]


def _box(x: float, y: float, x2: float, y2: float) -> Line:
    return ((x, y), (x2, y), (x2, y2), (x, y2), (x, y))


def _arc(x: float, y: float, radius: float, start: float, end: float, n: int = 14) -> Line:
    """Turn from one angle to another, in parts of a whole turn; 0 is to the right."""
    angles = [2 * pi * (start + (end - start) * i / (n - 1)) for i in range(n)]
    return tuple((x + radius * cos(angle), y + radius * sin(angle)) for angle in angles)


def _cross(x: float, y: float, half: float) -> tuple[Line, ...]:
    return (((x - half, y - half), (x + half, y + half)), ((x + half, y - half), (x - half, y + half)))


def _grid(n: int) -> tuple[Line, ...]:
    cuts = [i / n for i in range(n + 1)]
    return (*(((0, c), (1, c)) for c in cuts), *(((c, 0), (c, 1)) for c in cuts))


_SLIDING = (_box(0.24, 0, 1, 0.76), _box(0.12, 0.12, 0.88, 0.88), _box(0, 0.24, 0.76, 1), _box(0.08, 0.34, 0.34, 0.6))
_SHRINKING = (_box(0, 0, 1, 1), ((0.5, 0), (0.5, 1)), ((0, 0.5), (1, 0.5)), _box(0.14, 0.14, 0.36, 0.36))
_LOOP = (
    _box(0.1, 0.42, 0.9, 0.98),
    ((0.78, 0.42), *_arc(0.5, 0.3, 0.28, 0.06, -0.56), (0.22, 0.4)),
    ((0.12, 0.3), (0.22, 0.41), (0.34, 0.31)),
    ((0.3, 0.7), (0.7, 0.7)),
)
_BELL = (
    tuple((i / 20, 0.88 - 0.78 * 2.718281828 ** (-((i / 20 - 0.5) ** 2) / 0.045)) for i in range(21)),
    ((0, 0.9), (1, 0.9)),
    ((0.5, 0.1), (0.5, 0.9)),
)
_RANDOM = (
    *(_arc(x, y, 0.17, 0, 1) for x in (0.25, 0.75) for y in (0.25, 0.75)),
    *_cross(0.75, 0.25, 0.13),
    *_cross(0.25, 0.75, 0.13),
)
_ROW = (
    _box(0, 0.05, 0.42, 0.47), ((0.21, 0.05), (0.21, 0.47)), ((0, 0.26), (0.42, 0.26)),
    ((0.5, 0.26), (0.72, 0.26)), ((0.64, 0.18), (0.72, 0.26), (0.64, 0.34)),
    _box(0.8, 0, 1, 1), ((0.8, 0.25), (1, 0.25)), ((0.8, 0.5), (1, 0.5)), ((0.8, 0.75), (1, 0.75)),
)  # fmt: skip
_TABLE = (*_grid(4), ((0.02, 0.31), (0.98, 0.31)), ((0.02, 0.44), (0.98, 0.44)))
_BEND = (((0, 0.85), (0.5, 0.85), (1, 0.1)), ((0, 0.85), (1, 0.85)), ((0.5, 0.05), (0.5, 1)))
_SCALE = (((0, 1), (1, 0)), ((0, 0.1), (0, 1), (0.9, 1)))
_UNITS = tuple(_arc(0.5, y, 0.14, 0, 1) for y in (0.16, 0.5, 0.84))

GLYPHS: dict[str, tuple[Line, ...]] = {
    **dict.fromkeys(("Conv1D", "Conv2D"), _SLIDING),
    **dict.fromkeys(
        (
            "MaxPooling1D", "MaxPooling2D", "AveragePooling1D", "AveragePooling2D", "GlobalMaxPooling1D",
            "GlobalMaxPooling2D", "GlobalAveragePooling1D", "GlobalAveragePooling2D",
        ),
        _SHRINKING,
    ),
    **dict.fromkeys(("SimpleRNN", "LSTM", "GRU", "Bidirectional"), _LOOP),
    **dict.fromkeys(("BatchNormalization", "LayerNormalization", "Normalization"), _BELL),
    **dict.fromkeys(("Dropout", "GaussianNoise"), _RANDOM),
    **dict.fromkeys(("Flatten", "Reshape"), _ROW),
    "Embedding": _TABLE,
    "Activation": _BEND,
    "Rescaling": _SCALE,
    "Dense": _UNITS,
    "Input": (_box(0, 0, 1, 1),),
}  # fmt: skip
"""Outlines by Keras' class names: sliding windows, a square that shrinks, a loop, a bell curve, units crossed out."""

LOCK: tuple[Line, ...] = (
    _box(0.1, 0.45, 0.9, 1),
    ((0.25, 0.45), (0.25, 0.3), *_arc(0.5, 0.3, 0.25, -0.5, 0), (0.75, 0.45)),
    ((0.5, 0.62), (0.5, 0.82)),
)
"""A padlock: training leaves this layer as it is."""
CROSS: tuple[Line, ...] = _cross(0.5, 0.5, 0.5)
"""What does not fit."""
