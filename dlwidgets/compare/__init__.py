"""Networks against other ways to learn, fairly: one split, one seed, and what each costs. Loads no scikit-learn yet."""
