"""A table with words and gaps in it, made ready with pandas."""

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tensorflow.keras.layers import Dense, Dropout, Input
from tensorflow.keras.models import Sequential

rng = np.random.default_rng(42)
n = 500
df = pd.DataFrame(
    {
        "sex": rng.choice(["male", "female"], n),
        "age": np.where(rng.random(n) < 0.1, np.nan, rng.integers(1, 80, n)),
        "fare": rng.gamma(2.0, 15.0, n),
        "deck": rng.choice(["A", "B", "C"], n),
    }
)
chance = 0.2 + 0.5 * (df["sex"] == "female") + 0.002 * df["fare"]
df["survived"] = (rng.random(n) < chance).astype(int)

df["age"] = df["age"].fillna(df["age"].median())
df = pd.get_dummies(df, columns=["sex", "deck"], drop_first=True)
print(df.head())
X = df.drop("survived", axis=1).values.astype("float32")
y = df["survived"].values

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
sc = StandardScaler()
X_train = sc.fit_transform(X_train)
X_test = sc.transform(X_test)

classifier = Sequential()
classifier.add(Input(shape=(X_train.shape[1],)))
classifier.add(Dense(units=8, kernel_initializer="uniform", activation="relu"))
classifier.add(Dropout(rate=0.1))
classifier.add(Dense(units=8, kernel_initializer="uniform", activation="relu"))
classifier.add(Dense(units=1, kernel_initializer="uniform", activation="sigmoid"))
classifier.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
classifier.fit(X_train, y_train, batch_size=10, epochs=20, verbose=0)
y_pred = classifier.predict(X_test)
y_pred = y_pred > 0.5
print("accuracy", (y_pred[:, 0] == y_test).mean())
