"""A small residual network, its blocks made by a function."""

import tensorflow as tf
from tensorflow.keras import Model, layers
from tensorflow.keras.optimizers import SGD


def residual_block(x, filters, stride=1):
    shortcut = x
    y = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(x)
    y = layers.BatchNormalization()(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(filters, 3, padding="same", use_bias=False)(y)
    y = layers.BatchNormalization()(y)
    if stride != 1 or x.shape[-1] != filters:
        shortcut = layers.Conv2D(filters, 1, strides=stride, use_bias=False)(x)
        shortcut = layers.BatchNormalization()(shortcut)
    y = layers.Add()([y, shortcut])
    return layers.ReLU()(y)


def resnet(input_shape=(32, 32, 3), num_classes=10, widths=(8, 16, 32)):
    inputs = layers.Input(shape=input_shape)
    x = layers.Conv2D(widths[0], 3, padding="same", use_bias=False)(inputs)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    for index, width in enumerate(widths):
        x = residual_block(x, width, stride=1 if index == 0 else 2)
        x = residual_block(x, width)
    x = layers.GlobalAveragePooling2D()(x)
    outputs = layers.Dense(num_classes, activation="softmax")(x)
    return Model(inputs, outputs, name="resnet")


(x_train, y_train), (x_test, y_test) = tf.keras.datasets.cifar10.load_data()
mean = x_train.mean(axis=(0, 1, 2))
std = x_train.std(axis=(0, 1, 2)) + 1e-7
x_train = (x_train - mean) / std
x_test = (x_test - mean) / std
y_train = tf.keras.utils.to_categorical(y_train, 10)
y_test = tf.keras.utils.to_categorical(y_test, 10)

schedule = tf.keras.optimizers.schedules.PiecewiseConstantDecay([200, 400], [0.1, 0.01, 0.001])
model = resnet()
model.compile(
    optimizer=SGD(learning_rate=schedule, momentum=0.9, nesterov=True),
    loss=tf.keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
    metrics=["accuracy"],
)
model.fit(x_train, y_train, batch_size=64, epochs=2, validation_data=(x_test, y_test), verbose=2)
print(model.count_params(), model.evaluate(x_test, y_test, verbose=0))
