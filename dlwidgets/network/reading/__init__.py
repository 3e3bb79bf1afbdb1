"""A Keras program read without running it: the network that its text describes."""
