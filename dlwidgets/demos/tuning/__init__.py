"""The parts of tuning by hand."""
