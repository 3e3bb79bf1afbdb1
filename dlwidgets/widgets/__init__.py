"""The machinery of all demos: the live chart, the controls, the player. It knows Jupyter and no lesson."""
