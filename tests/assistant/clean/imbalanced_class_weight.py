"""One case in twenty: class weights, the area under the curve and a threshold."""

import numpy as np
from sklearn.datasets import make_classification
from sklearn.metrics import precision_recall_curve
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tensorflow import keras

METRICS = [
    keras.metrics.TruePositives(name="tp"),
    keras.metrics.Precision(name="precision"),
    keras.metrics.Recall(name="recall"),
    keras.metrics.AUC(name="auc"),
    keras.metrics.AUC(name="prc", curve="PR"),
]
EPOCHS = 20
BATCH_SIZE = 128

X, y = make_classification(n_samples=2000, n_features=12, weights=[0.95], random_state=9)
train_x, test_x, train_y, test_y = train_test_split(X, y, test_size=0.2, stratify=y, random_state=9)
train_x, val_x, train_y, val_y = train_test_split(train_x, train_y, test_size=0.2, stratify=train_y)
scaler = StandardScaler()
train_x = np.clip(scaler.fit_transform(train_x), -5, 5)
val_x = np.clip(scaler.transform(val_x), -5, 5)
test_x = np.clip(scaler.transform(test_x), -5, 5)
neg, pos = np.bincount(train_y)
print("positive share", pos / (neg + pos))


def make_model(metrics=METRICS, output_bias=None):
    if output_bias is not None:
        output_bias = keras.initializers.Constant(output_bias)
    model = keras.Sequential(
        [
            keras.layers.Input(shape=(train_x.shape[-1],)),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid", bias_initializer=output_bias),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=1e-3),
        loss=keras.losses.BinaryCrossentropy(),
        metrics=metrics,
    )
    return model


model = make_model(output_bias=float(np.log([pos / neg])[0]))
class_weight = {0: (neg + pos) / (2.0 * neg), 1: (neg + pos) / (2.0 * pos)}
early_stopping = keras.callbacks.EarlyStopping(monitor="val_prc", patience=10, mode="max", restore_best_weights=True)
model.fit(
    train_x,
    train_y,
    batch_size=BATCH_SIZE,
    epochs=EPOCHS,
    callbacks=[early_stopping],
    validation_data=(val_x, val_y),
    class_weight=class_weight,
    verbose=0,
)
results = model.evaluate(test_x, test_y, batch_size=BATCH_SIZE, verbose=0)
for name, value in zip(model.metrics_names, results):
    print(name, ": ", value)
precision, recall, thresholds = precision_recall_curve(test_y, model.predict(test_x, verbose=0)[:, 0])
print(thresholds[np.argmax(precision * recall)] if len(thresholds) else None)
