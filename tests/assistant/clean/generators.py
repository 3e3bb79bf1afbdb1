"""Pictures from folders, through a generator."""

from tensorflow.keras.layers import Activation, Conv2D, Dense, Dropout, Flatten, Input, MaxPooling2D
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.image import ImageDataGenerator

img_width, img_height = 150, 150
epochs, batch_size = 5, 16
model = Sequential()
model.add(Input((img_width, img_height, 3)))
for filters in (32, 32, 64):
    model.add(Conv2D(filters, (3, 3)))
    model.add(Activation("relu"))
    model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Flatten())
model.add(Dense(64))
model.add(Activation("relu"))
model.add(Dropout(0.5))
model.add(Dense(1))
model.add(Activation("sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
train_datagen = ImageDataGenerator(rescale=1.0 / 255, shear_range=0.2, horizontal_flip=True)
test_datagen = ImageDataGenerator(rescale=1.0 / 255)
train_generator = train_datagen.flow_from_directory(
    "data/train", target_size=(150, 150), batch_size=batch_size, class_mode="binary"
)
validation_generator = test_datagen.flow_from_directory(
    "data/validation", target_size=(150, 150), batch_size=batch_size, class_mode="binary"
)
model.fit(train_generator, steps_per_epoch=2000 // batch_size, epochs=epochs, validation_data=validation_generator)
model.save_weights("first_try.weights.h5")
