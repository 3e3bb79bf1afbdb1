"""What NumPy, pandas, scikit-learn and Keras' data sets give, as far as the text of a call tells."""
