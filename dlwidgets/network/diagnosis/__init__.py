"""A network looked through beside its data: what does not fit, and what mends it."""
