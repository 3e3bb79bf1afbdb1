"""What the code assistant and the bug gym share: a program that is read as it is typed, and hints about it."""
