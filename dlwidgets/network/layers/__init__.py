"""The kinds of layers: arguments, the shape that goes out, parameters."""
