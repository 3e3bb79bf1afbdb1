"""The ways to make a chain of layers, and to look into it."""

import keras
from keras import layers, ops

model = keras.Sequential(
    [
        layers.Dense(2, activation="relu", name="layer1"),
        layers.Dense(3, activation="relu", name="layer2"),
        layers.Dense(4, name="layer3"),
    ]
)
x = ops.ones((3, 3))
y = model(x)
print(len(model.layers), len(model.weights))

layer1 = layers.Dense(2, activation="relu", name="layer1")
layer2 = layers.Dense(3, activation="relu", name="layer2")
layer3 = layers.Dense(4, name="layer3")
y = layer3(layer2(layer1(x)))
print(y.shape)

model = keras.Sequential(name="my_sequential")
model.add(layers.Dense(2, activation="relu", name="layer1"))
model.add(layers.Dense(3, activation="relu", name="layer2"))
model.add(layers.Dense(4, name="layer3"))
model.pop()
print(len(model.layers))

model = keras.Sequential()
model.add(keras.Input(shape=(120, 120, 3)))
model.add(layers.Conv2D(16, 5, strides=2, activation="relu"))
model.add(layers.Conv2D(16, 3, activation="relu"))
model.add(layers.MaxPooling2D(3))
model.summary()
model.add(layers.Conv2D(16, 3, activation="relu"))
model.add(layers.MaxPooling2D(2))
model.add(layers.GlobalMaxPooling2D())
model.add(layers.Dense(10))

feature_extractor = keras.Model(
    inputs=model.inputs,
    outputs=[layer.output for layer in model.layers],
)
features = feature_extractor(ops.ones((1, 120, 120, 3)))
print([feature.shape for feature in features])
for layer in model.layers[:-1]:
    layer.trainable = False
model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(ops.ones((8, 120, 120, 3)), ops.zeros((8,)), epochs=1)
