"""The parts of the comparison: settings, examples, what is shown, and who does the work."""
