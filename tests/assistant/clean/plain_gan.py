"""The same game without classes, at the top of a script."""

import numpy as np
import keras
from keras import layers

latent = 16
generator = keras.Sequential([layers.Input((latent,)), layers.Dense(32, activation="relu"), layers.Dense(2)])
discriminator = keras.Sequential(
    [layers.Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")]
)
discriminator.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(1e-3))
discriminator.trainable = False
gan = keras.Sequential([generator, discriminator])
gan.compile(loss="binary_crossentropy", optimizer="adam")
for step in range(20):
    noise = np.random.normal(size=(64, latent))
    real = np.random.multivariate_normal([1, 2], [[1, 0.5], [0.5, 1]], 64)
    fake = generator.predict(noise, verbose=0)
    X = np.concatenate([real, fake])
    y = np.concatenate([np.ones((64, 1)), np.zeros((64, 1))])
    d_loss = discriminator.train_on_batch(X, y)
    g_loss = gan.train_on_batch(noise, np.ones((64, 1)))
    if step % 100 == 0:
        print(step, d_loss, g_loss)
