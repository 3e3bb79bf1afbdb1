"""Features of a convolutional network for another learner."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC
from tensorflow.keras.applications import VGG16
from tensorflow.keras.applications.vgg16 import preprocess_input
from tensorflow.keras.layers import Dense, Dropout, Flatten
from tensorflow.keras.models import Model, Sequential
from tensorflow.keras.optimizers import Adam

rng = np.random.default_rng(5)
images = rng.integers(0, 256, size=(40, 48, 48, 3)).astype("float32")
labels = np.arange(40) % 2
images[labels == 1, 10:30, 10:30] = 250.0
images = preprocess_input(images)

conv_base = VGG16(weights=None, include_top=False, input_shape=(48, 48, 3))
conv_base.trainable = False
features = conv_base.predict(images, verbose=0)
print(features.shape)
flat = features.reshape(len(features), -1)
svm = SVC(kernel="linear").fit(flat[:30], labels[:30])
print("SVM", svm.score(flat[30:], labels[30:]))
print("logistic", LogisticRegression(max_iter=200).fit(flat[:30], labels[:30]).score(flat[30:], labels[30:]))

top = Sequential()
top.add(Flatten(input_shape=features.shape[1:]))
top.add(Dense(16, activation="relu"))
top.add(Dropout(0.5))
top.add(Dense(1, activation="sigmoid"))
top.compile(optimizer=Adam(1e-3), loss="binary_crossentropy", metrics=["accuracy"])
top.fit(features[:30], labels[:30], epochs=5, batch_size=8, validation_data=(features[30:], labels[30:]), verbose=0)

x = Flatten(name="flatten")(conv_base.output)
x = Dense(16, activation="relu")(x)
predictions = Dense(2, activation="softmax")(x)
model = Model(inputs=conv_base.input, outputs=predictions)
model.compile(optimizer=Adam(1e-4), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(images[:30], labels[:30], epochs=1, batch_size=10, verbose=0)
print(model.evaluate(images[30:], labels[30:], verbose=0))
