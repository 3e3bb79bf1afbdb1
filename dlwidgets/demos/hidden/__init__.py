"""The parts of the demo on hidden layers: settings, the plane of the picture, pictures of weights, and its words."""
