"""The parts of the backprop stepper."""
