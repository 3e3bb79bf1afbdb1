"""Three sizes of windows side by side, as in Inception."""

import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras.layers import AveragePooling2D, Conv2D, Dense, Dropout, Input, MaxPooling2D, concatenate
from tensorflow.keras.models import Model


def inception_module(x, f1, f3_in, f3, f5_in, f5, f_pool):
    path1 = Conv2D(f1, (1, 1), padding="same", activation="relu")(x)
    path2 = Conv2D(f3_in, (1, 1), padding="same", activation="relu")(x)
    path2 = Conv2D(f3, (3, 3), padding="same", activation="relu")(path2)
    path3 = Conv2D(f5_in, (1, 1), padding="same", activation="relu")(x)
    path3 = Conv2D(f5, (5, 5), padding="same", activation="relu")(path3)
    path4 = MaxPooling2D((3, 3), strides=(1, 1), padding="same")(x)
    path4 = Conv2D(f_pool, (1, 1), padding="same", activation="relu")(path4)
    return concatenate([path1, path2, path3, path4], axis=3)


input_layer = Input(shape=(32, 32, 3))
x = Conv2D(16, (5, 5), padding="same", strides=(2, 2), activation="relu")(input_layer)
x = MaxPooling2D((3, 3), padding="same", strides=(2, 2))(x)
x = inception_module(x, 8, 8, 16, 4, 8, 8)
x = inception_module(x, 16, 16, 24, 4, 8, 8)
side = AveragePooling2D((4, 4))(x)
side = layers.Flatten()(side)
side = Dense(10, activation="softmax", name="side")(side)
x = layers.GlobalAveragePooling2D()(x)
x = Dropout(0.4)(x)
x = Dense(10, activation="softmax", name="main")(x)
model = Model(input_layer, [x, side])
model.summary()

(x_train, y_train), (x_test, y_test) = tf.keras.datasets.cifar10.load_data()
x_train, x_test = x_train.astype("float32") / 255.0, x_test.astype("float32") / 255.0
model.compile(
    loss=["sparse_categorical_crossentropy", "sparse_categorical_crossentropy"],
    loss_weights=[1, 0.3],
    optimizer=tf.keras.optimizers.SGD(learning_rate=0.01, momentum=0.9, nesterov=False),
    metrics=["accuracy", "accuracy"],
)
model.fit(x_train, [y_train, y_train], validation_data=(x_test, [y_test, y_test]), epochs=1, batch_size=64)
main, side = model.predict(x_test[:4], verbose=0)
print(main.argmax(axis=1), side.argmax(axis=1), y_test[:4, 0])
