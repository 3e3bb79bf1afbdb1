"""What takes optimizer steps, fast: what is trained on, in which order, by which path, and how it stops."""
