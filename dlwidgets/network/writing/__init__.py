"""A network written as Keras code, anew or into the text of a program."""
