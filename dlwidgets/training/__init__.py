"""The one room that imports Keras: what a fit reports, and what trains it. Importing this loads no TensorFlow."""
