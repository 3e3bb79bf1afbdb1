"""A trained network learns five flowers, in two steps."""

import tensorflow as tf
from tensorflow.keras import layers

IMG_SIZE = (160, 160)
train_ds = tf.keras.utils.image_dataset_from_directory(
    "flowers", validation_split=0.2, subset="training", seed=1, image_size=IMG_SIZE, batch_size=32
)
val_ds = tf.keras.utils.image_dataset_from_directory(
    "flowers", validation_split=0.2, subset="validation", seed=1, image_size=IMG_SIZE, batch_size=32
)
class_names = train_ds.class_names
train_ds = train_ds.cache().shuffle(1000).prefetch(tf.data.AUTOTUNE)
augment = tf.keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.2)])
base_model = tf.keras.applications.MobileNetV2(input_shape=IMG_SIZE + (3,), include_top=False, weights="imagenet")
base_model.trainable = False
inputs = tf.keras.Input(shape=(160, 160, 3))
x = augment(inputs)
x = tf.keras.applications.mobilenet_v2.preprocess_input(x)
x = base_model(x, training=False)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.2)(x)
outputs = layers.Dense(len(class_names), activation="softmax")(x)
model = tf.keras.Model(inputs, outputs)
model.compile(
    optimizer=tf.keras.optimizers.Adam(learning_rate=1e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
history = model.fit(train_ds, validation_data=val_ds, epochs=10)
base_model.trainable = True
for layer in base_model.layers[:100]:
    layer.trainable = False
model.compile(
    optimizer=tf.keras.optimizers.RMSprop(learning_rate=1e-5),
    loss=tf.keras.losses.SparseCategoricalCrossentropy(),
    metrics=["accuracy"],
)
model.fit(train_ds, validation_data=val_ds, epochs=20, initial_epoch=history.epoch[-1])
