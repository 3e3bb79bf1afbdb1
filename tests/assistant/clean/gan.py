"""Two networks that play against each other, step by step."""

import numpy as np
from keras.datasets import mnist
from keras.layers import BatchNormalization, Dense, Dropout, Flatten, Input, LeakyReLU, Reshape
from keras.models import Model, Sequential
from keras.optimizers import Adam


class GAN:
    def __init__(self):
        self.latent_dim = 100
        optimizer = Adam(0.0002, 0.5)
        self.discriminator = self.build_discriminator()
        self.discriminator.compile(loss="binary_crossentropy", optimizer=optimizer, metrics=["accuracy"])
        self.generator = self.build_generator()
        z = Input(shape=(self.latent_dim,))
        img = self.generator(z)
        self.discriminator.trainable = False
        validity = self.discriminator(img)
        self.combined = Model(z, validity)
        self.combined.compile(loss="binary_crossentropy", optimizer=Adam(0.0002, 0.5))

    def build_generator(self):
        model = Sequential()
        model.add(Input((self.latent_dim,)))
        model.add(Dense(256))
        model.add(LeakyReLU(0.2))
        model.add(BatchNormalization(momentum=0.8))
        model.add(Dense(28 * 28, activation="tanh"))
        model.add(Reshape((28, 28, 1)))
        return model

    def build_discriminator(self):
        model = Sequential([Input((28, 28, 1)), Flatten(), Dense(128), LeakyReLU(0.2), Dropout(0.3)])
        model.add(Dense(1, activation="sigmoid"))
        return model

    def train(self, epochs, batch_size=128):
        (x_train, _), (_, _) = mnist.load_data()
        x_train = x_train / 127.5 - 1.0
        x_train = np.expand_dims(x_train, axis=3)
        valid, fake = np.ones((batch_size, 1)), np.zeros((batch_size, 1))
        for epoch in range(epochs):
            idx = np.random.randint(0, x_train.shape[0], batch_size)
            noise = np.random.normal(0, 1, (batch_size, self.latent_dim))
            gen_imgs = self.generator.predict(noise)
            d_real = self.discriminator.train_on_batch(x_train[idx], valid)
            d_fake = self.discriminator.train_on_batch(gen_imgs, fake)
            g_loss = self.combined.train_on_batch(noise, valid)
            print(epoch, d_real, d_fake, g_loss)


if __name__ == "__main__":
    gan = GAN()
    gan.train(epochs=30, batch_size=32)
