"""Facts of many kinds, each with a layer that makes numbers of it."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

rng = np.random.default_rng(0)
n = 240
features = {
    "age": rng.integers(20, 80, n).astype("float32"),
    "pressure": rng.normal(130, 15, n).astype("float32"),
    "kind": rng.choice(["normal", "fixed", "reversible"], n),
    "sex": rng.integers(0, 2, n),
}
target = ((features["age"] > 55) & (features["kind"] != "normal")).astype("int32")


def dataframe_to_dataset(rows):
    ds = tf.data.Dataset.from_tensor_slices(({k: v[rows] for k, v in features.items()}, target[rows]))
    return ds.shuffle(buffer_size=len(rows))


rows = rng.permutation(n)
train_ds = dataframe_to_dataset(rows[:180]).batch(32)
val_ds = dataframe_to_dataset(rows[180:]).batch(32)


def encode_numerical_feature(feature, name, dataset):
    normalizer = layers.Normalization(axis=None)
    feature_ds = dataset.map(lambda x, y: tf.expand_dims(x[name], -1))
    normalizer.adapt(feature_ds)
    return normalizer(feature)


def encode_categorical_feature(feature, name, dataset, is_string):
    lookup_class = layers.StringLookup if is_string else layers.IntegerLookup
    lookup = lookup_class(output_mode="multi_hot")
    feature_ds = dataset.map(lambda x, y: tf.expand_dims(x[name], -1))
    lookup.adapt(feature_ds)
    return lookup(feature)


age = keras.Input(shape=(1,), name="age")
pressure = keras.Input(shape=(1,), name="pressure")
kind = keras.Input(shape=(1,), name="kind", dtype="string")
sex = keras.Input(shape=(1,), name="sex", dtype="int64")
all_inputs = [age, pressure, kind, sex]
all_features = layers.concatenate(
    [
        encode_numerical_feature(age, "age", train_ds),
        encode_numerical_feature(pressure, "pressure", train_ds),
        encode_categorical_feature(kind, "kind", train_ds, True),
        encode_categorical_feature(sex, "sex", train_ds, False),
    ]
)
x = layers.Dense(32, activation="relu")(all_features)
x = layers.Dropout(0.5)(x)
output = layers.Dense(1, activation="sigmoid")(x)
model = keras.Model({one.name: one for one in all_inputs}, output)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
expand = lambda x, y: ({k: tf.expand_dims(v, -1) for k, v in x.items()}, y)
model.fit(train_ds.map(expand), epochs=3, validation_data=val_ds.map(expand))
sample = {"age": [60.0], "pressure": [145.0], "kind": ["fixed"], "sex": [1]}
print(model.predict({k: tf.convert_to_tensor([v]) for k, v in sample.items()}))
