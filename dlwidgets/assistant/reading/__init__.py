"""A pasted text becomes a program, and the program becomes facts, without running anything."""
