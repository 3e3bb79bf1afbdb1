"""A series that does not look like the others is badly rebuilt by an autoencoder."""

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

TIME_STEPS = 32
rng = np.random.default_rng(3)
normal = np.sin(np.arange(1200) / 6) + rng.normal(0, 0.1, 1200)
strange = normal[:300].copy()
strange[100:130] += 2.0
training_mean, training_std = normal.mean(), normal.std()


def create_sequences(values, time_steps=TIME_STEPS):
    output = []
    for i in range(len(values) - time_steps + 1):
        output.append(values[i : (i + time_steps)])
    return np.stack(output)[..., np.newaxis]


x_train = create_sequences((normal - training_mean) / training_std)
print("Training input shape: ", x_train.shape)

model = keras.Sequential(
    [
        layers.Input(shape=(x_train.shape[1], x_train.shape[2])),
        layers.Conv1D(filters=16, kernel_size=7, padding="same", strides=2, activation="relu"),
        layers.Dropout(rate=0.2),
        layers.Conv1D(filters=8, kernel_size=7, padding="same", strides=2, activation="relu"),
        layers.Conv1DTranspose(filters=8, kernel_size=7, padding="same", strides=2, activation="relu"),
        layers.Dropout(rate=0.2),
        layers.Conv1DTranspose(filters=16, kernel_size=7, padding="same", strides=2, activation="relu"),
        layers.Conv1DTranspose(filters=1, kernel_size=7, padding="same"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="mse")
history = model.fit(
    x_train,
    x_train,
    epochs=5,
    batch_size=64,
    validation_split=0.1,
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, mode="min")],
)
x_train_pred = model.predict(x_train)
train_mae_loss = np.mean(np.abs(x_train_pred - x_train), axis=1)
threshold = np.max(train_mae_loss)
x_test = create_sequences((strange - training_mean) / training_std)
test_mae_loss = np.mean(np.abs(model.predict(x_test) - x_test), axis=1).reshape(-1)
anomalies = test_mae_loss > threshold
print("Number of anomaly samples: ", np.sum(anomalies), threshold)
