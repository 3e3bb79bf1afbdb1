"""Ten kinds of small colour pictures, with batch normalization and augmentation."""

import tensorflow as tf
from tensorflow.keras import datasets, layers, models

(train_images, train_labels), (test_images, test_labels) = datasets.cifar10.load_data()
train_images, test_images = train_images / 255.0, test_images / 255.0
class_names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]

augmentation = models.Sequential(
    [
        layers.RandomFlip("horizontal"),
        layers.RandomTranslation(0.1, 0.1),
    ]
)

model = models.Sequential()
model.add(layers.Input(shape=(32, 32, 3)))
model.add(augmentation)
for filters in (32, 64):
    model.add(layers.Conv2D(filters, (3, 3), padding="same", use_bias=False))
    model.add(layers.BatchNormalization())
    model.add(layers.Activation("relu"))
    model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Conv2D(64, (3, 3), activation="relu"))
model.add(layers.Flatten())
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dropout(0.3))
model.add(layers.Dense(len(class_names)))
model.summary()

model.compile(
    optimizer="adam",
    loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
history = model.fit(train_images, train_labels, epochs=10, validation_data=(test_images, test_labels))
test_loss, test_acc = model.evaluate(test_images, test_labels, verbose=2)
print(test_acc)

probability_model = tf.keras.Sequential([model, layers.Softmax()])
predictions = probability_model.predict(test_images[:8])
for row, label in zip(predictions, test_labels[:8]):
    print(class_names[int(row.argmax())], class_names[int(label[0])])
