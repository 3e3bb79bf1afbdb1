"""What a learner meets: one file, one question. A demo declares; the machinery is in ``widgets``."""
