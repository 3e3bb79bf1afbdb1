"""The trainer: a Keras model that learns in steps, chunks or as a film, and can go back to any moment."""
