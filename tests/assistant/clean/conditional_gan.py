"""Digits made to order: the class goes into generator and critic."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

batch_size, num_classes, image_size, latent_dim = 32, 10, 28, 32
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
all_digits = np.concatenate([x_train, x_test]).astype("float32") / 255.0
all_digits = np.reshape(all_digits, (-1, 28, 28, 1))
all_labels = keras.utils.to_categorical(np.concatenate([y_train, y_test]), 10)
dataset = tf.data.Dataset.from_tensor_slices((all_digits, all_labels)).shuffle(1024).batch(batch_size)

discriminator = keras.Sequential(
    [
        keras.layers.InputLayer((28, 28, 1 + num_classes)),
        layers.Conv2D(16, (3, 3), strides=(2, 2), padding="same"),
        layers.LeakyReLU(negative_slope=0.2),
        layers.GlobalMaxPooling2D(),
        layers.Dense(1),
    ]
)
generator = keras.Sequential(
    [
        keras.layers.InputLayer((latent_dim + num_classes,)),
        layers.Dense(7 * 7 * 16),
        layers.LeakyReLU(negative_slope=0.2),
        layers.Reshape((7, 7, 16)),
        layers.Conv2DTranspose(16, (4, 4), strides=(2, 2), padding="same"),
        layers.LeakyReLU(negative_slope=0.2),
        layers.Conv2DTranspose(16, (4, 4), strides=(2, 2), padding="same"),
        layers.LeakyReLU(negative_slope=0.2),
        layers.Conv2D(1, (7, 7), padding="same", activation="sigmoid"),
    ]
)


class ConditionalGAN(keras.Model):
    def __init__(self, discriminator, generator):
        super().__init__()
        self.discriminator = discriminator
        self.generator = generator

    def compile(self, d_optimizer, g_optimizer, loss_fn):
        super().compile()
        self.d_optimizer = d_optimizer
        self.g_optimizer = g_optimizer
        self.loss_fn = loss_fn

    def train_step(self, data):
        real_images, one_hot = data
        n = ops.shape(real_images)[0]
        planes = ops.repeat(ops.repeat(one_hot[:, None, None, :], image_size, 1), image_size, 2)
        seeds = ops.concatenate([keras.random.normal(shape=(n, latent_dim)), one_hot], axis=1)
        fake = self.generator(seeds)
        both = ops.concatenate(
            [ops.concatenate([fake, planes], -1), ops.concatenate([real_images, planes], -1)], axis=0
        )
        labels = ops.concatenate([ops.ones((n, 1)), ops.zeros((n, 1))], axis=0)
        with tf.GradientTape() as tape:
            d_loss = self.loss_fn(labels, self.discriminator(both))
        grads = tape.gradient(d_loss, self.discriminator.trainable_weights)
        self.d_optimizer.apply_gradients(zip(grads, self.discriminator.trainable_weights))
        with tf.GradientTape() as tape:
            fooled = self.discriminator(ops.concatenate([self.generator(seeds), planes], -1))
            g_loss = self.loss_fn(ops.zeros((n, 1)), fooled)
        grads = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply_gradients(zip(grads, self.generator.trainable_weights))
        return {"g_loss": g_loss, "d_loss": d_loss}


cond_gan = ConditionalGAN(discriminator=discriminator, generator=generator)
cond_gan.compile(
    d_optimizer=keras.optimizers.Adam(learning_rate=0.0003),
    g_optimizer=keras.optimizers.Adam(learning_rate=0.0003),
    loss_fn=keras.losses.BinaryCrossentropy(from_logits=True),
)
cond_gan.fit(dataset.take(4), epochs=1)
