"""The parts of the layer builder."""
