"""How many sequences of buttons are pressed at random."""

from hypothesis import settings

settings.register_profile("thousand", max_examples=1000)
