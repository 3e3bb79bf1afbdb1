"""Small pictures made larger with a convolution whose channels become pixels."""

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

upscale_factor = 2
large = np.random.rand(40, 32, 32, 1).astype("float32")
large = tf.nn.avg_pool2d(large, 3, 1, "SAME").numpy()
small = tf.image.resize(large, (16, 16), method="area").numpy()
train_small, train_large = small[:32], large[:32]
valid_small, valid_large = small[32:], large[32:]


def get_model(upscale_factor=2, channels=1):
    conv_args = {"activation": "relu", "kernel_initializer": "orthogonal", "padding": "same"}
    inputs = keras.Input(shape=(None, None, channels))
    x = layers.Conv2D(32, 5, **conv_args)(inputs)
    x = layers.Conv2D(32, 3, **conv_args)(x)
    x = layers.Conv2D(16, 3, **conv_args)(x)
    x = layers.Conv2D(channels * (upscale_factor**2), 3, **conv_args)(x)
    outputs = layers.Lambda(lambda t: tf.nn.depth_to_space(t, upscale_factor))(x)
    return keras.Model(inputs, outputs)


class ESPCNCallback(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.psnr = []

    def on_test_batch_end(self, batch, logs=None):
        self.psnr.append(-10 * np.log10(max(logs["loss"], 1e-9)))

    def on_epoch_end(self, epoch, logs=None):
        print("Mean PSNR for epoch: %.2f" % np.mean(self.psnr))


early_stopping_callback = keras.callbacks.EarlyStopping(monitor="loss", patience=10)
model = get_model(upscale_factor=upscale_factor, channels=1)
model.summary()
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss=keras.losses.MeanSquaredError())
model.fit(
    train_small,
    train_large,
    epochs=3,
    validation_data=(valid_small, valid_large),
    verbose=2,
    callbacks=[ESPCNCallback(), early_stopping_callback],
)
answers = model.predict(valid_small)
plain = tf.image.resize(valid_small, (32, 32)).numpy()
print("network", np.mean((answers - valid_large) ** 2), "plain", np.mean((plain - valid_large) ** 2))
