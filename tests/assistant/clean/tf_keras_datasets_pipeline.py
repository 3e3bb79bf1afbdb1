"""Digits as tf.data sets with a validation set cut off, and three optimizers."""

import tensorflow as tf

BATCH_SIZE = 64
VALIDATION = 128
(train_images, train_labels), (test_images, test_labels) = tf.keras.datasets.mnist.load_data()


def scale(image, label):
    image = tf.cast(image, tf.float32) / 255.0
    return tf.expand_dims(image, -1), label


def as_dataset(images, labels, training):
    dataset = tf.data.Dataset.from_tensor_slices((images, labels)).map(scale).cache()
    if training:
        dataset = dataset.shuffle(2048)
    return dataset.batch(BATCH_SIZE).prefetch(tf.data.AUTOTUNE)


train = as_dataset(train_images[VALIDATION:], train_labels[VALIDATION:], training=True)
valid = as_dataset(train_images[:VALIDATION], train_labels[:VALIDATION], training=False)
test = as_dataset(test_images, test_labels, training=False)


def create_model():
    return tf.keras.Sequential(
        [
            tf.keras.layers.InputLayer(shape=(28, 28, 1)),
            tf.keras.layers.Conv2D(8, 3, activation="relu"),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(10),
        ]
    )


class PrintLR(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print("rate of epoch", epoch + 1, float(self.model.optimizer.learning_rate))


results = {}
for optimizer in ("sgd", "adam", "rmsprop"):
    model = create_model()
    model.compile(
        optimizer=optimizer,
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(train, epochs=2, validation_data=valid, verbose=0, callbacks=[PrintLR()])
    results[optimizer] = model.evaluate(test, verbose=0)[1]
for name, accuracy in sorted(results.items(), key=lambda item: -item[1]):
    print(name, round(accuracy, 3))
