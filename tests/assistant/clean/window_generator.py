"""Windows of a series as a class, and three models compared on them."""

import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
hours = np.arange(800)
data = np.stack([np.sin(hours / 12), np.cos(hours / 12), rng.normal(0, 0.2, 800)], axis=1).astype("float32")
n = len(data)
train_df, val_df, test_df = data[: int(n * 0.7)], data[int(n * 0.7) : int(n * 0.9)], data[int(n * 0.9) :]
train_mean, train_std = train_df.mean(axis=0), train_df.std(axis=0)
train_df = (train_df - train_mean) / train_std
val_df = (val_df - train_mean) / train_std
test_df = (test_df - train_mean) / train_std


class WindowGenerator:
    def __init__(self, input_width, label_width, shift):
        self.input_width = input_width
        self.total_window_size = input_width + shift
        self.label_start = self.total_window_size - label_width

    def split_window(self, features):
        inputs = features[:, : self.input_width, :]
        labels = features[:, self.label_start :, 0:1]
        inputs.set_shape([None, self.input_width, None])
        return inputs, labels

    def make_dataset(self, data):
        ds = tf.keras.utils.timeseries_dataset_from_array(
            data=data, targets=None, sequence_length=self.total_window_size, sequence_stride=1, batch_size=32
        )
        return ds.map(self.split_window)

    @property
    def train(self):
        return self.make_dataset(train_df)

    @property
    def val(self):
        return self.make_dataset(val_df)


def compile_and_fit(model, window, patience=2):
    early_stopping = tf.keras.callbacks.EarlyStopping(monitor="val_loss", patience=patience, mode="min")
    model.compile(
        loss=tf.keras.losses.MeanSquaredError(),
        optimizer=tf.keras.optimizers.Adam(),
        metrics=[tf.keras.metrics.MeanAbsoluteError()],
    )
    return model.fit(window.train, epochs=4, validation_data=window.val, callbacks=[early_stopping], verbose=0)


single = WindowGenerator(input_width=24, label_width=24, shift=1)
linear = tf.keras.Sequential([tf.keras.layers.Dense(units=1)])
dense = tf.keras.Sequential([tf.keras.layers.Dense(units=32, activation="relu"), tf.keras.layers.Dense(units=1)])
lstm_model = tf.keras.models.Sequential(
    [tf.keras.layers.LSTM(16, return_sequences=True), tf.keras.layers.Dense(units=1)]
)
performance = {}
for name, model in {"linear": linear, "dense": dense, "lstm": lstm_model}.items():
    compile_and_fit(model, single)
    performance[name] = model.evaluate(single.val, verbose=0)[1]
print(performance)
