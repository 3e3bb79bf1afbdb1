"""Short texts to moods with a layer that splits them into words."""

import numpy as np
import tensorflow as tf
from tensorflow.keras import Sequential, layers, losses

good = ["what a great film", "i loved it", "wonderful and great", "a lovely story", "great fun"]
bad = ["what a bad film", "i hated it", "boring and bad", "an awful story", "no fun at all"]
texts = np.array((good + bad) * 12)
labels = np.array(([1] * 5 + [0] * 5) * 12)

max_features = 200
sequence_length = 12
vectorize_layer = layers.TextVectorization(
    max_tokens=max_features, output_mode="int", output_sequence_length=sequence_length
)
vectorize_layer.adapt(texts)
print(vectorize_layer.get_vocabulary()[:10])

dataset = tf.data.Dataset.from_tensor_slices((texts, labels)).shuffle(200, seed=3)
dataset = dataset.map(lambda text, label: (vectorize_layer(text), label)).batch(16)

model = Sequential(
    [
        layers.Embedding(max_features, 16),
        layers.Dropout(0.2),
        layers.GlobalAveragePooling1D(),
        layers.Dropout(0.2),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(
    loss=losses.BinaryCrossentropy(),
    optimizer="adam",
    metrics=[tf.metrics.BinaryAccuracy(threshold=0.5)],
)
model.fit(dataset, epochs=15, verbose=0)
print(model.evaluate(dataset, verbose=0))

export_model = Sequential([vectorize_layer, model])
new_texts = tf.constant(["a great story", "a boring film"])
print(export_model.predict(new_texts))
