"""Tumours with raw scores and a loss that knows so."""

import numpy as np
from keras import Input, Model, layers, losses, metrics, optimizers
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler

X, y = load_breast_cancer(return_X_y=True)
y = y.astype("float32")
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.3, random_state=10, stratify=y)
X_tr, X_va, y_tr, y_va = train_test_split(X_tr, y_tr, test_size=0.2, random_state=10, stratify=y_tr)
scaler = RobustScaler()
X_tr = scaler.fit_transform(X_tr)
X_va = scaler.transform(X_va)
X_te = scaler.transform(X_te)


def block(x, width, rate):
    x = layers.Dense(width)(x)
    x = layers.LayerNormalization()(x)
    x = layers.Activation("gelu")(x)
    return layers.Dropout(rate)(x)


inputs = Input(shape=(30,), name="measures")
h = block(inputs, 32, 0.2)
skip = h
h = block(h, 32, 0.2)
h = layers.Add()([h, skip])
scores = layers.Dense(1, name="score")(h)
model = Model(inputs, scores)
model.compile(
    optimizer=optimizers.AdamW(learning_rate=2e-3, weight_decay=1e-4),
    loss=losses.BinaryCrossentropy(from_logits=True),
    metrics=[metrics.BinaryAccuracy(threshold=0.0, name="accuracy")],
)
model.fit(X_tr, y_tr, validation_data=(X_va, y_va), epochs=20, batch_size=32, verbose=0)
logits = model.predict(X_te, verbose=0)[:, 0]
shares = 1 / (1 + np.exp(-logits))
print("AUC", roc_auc_score(y_te, shares))
print("accuracy", np.mean((logits > 0) == (y_te > 0.5)))
for share, truth in list(zip(shares, y_te))[:5]:
    print(f"{share:.3f} {int(truth)}")
