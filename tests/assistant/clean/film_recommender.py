"""Who likes which film: two embeddings and their product."""

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
num_users, num_movies, n_ratings = 60, 40, 1500
taste = rng.normal(size=(num_users, 3))
style = rng.normal(size=(num_movies, 3))
user = rng.integers(0, num_users, n_ratings)
movie = rng.integers(0, num_movies, n_ratings)
score = (taste[user] * style[movie]).sum(axis=1)
y = ((score - score.min()) / (score.max() - score.min())).astype("float32")
x = np.stack([user, movie], axis=1)

train_indices = int(0.9 * n_ratings)
x_train, x_val = x[:train_indices], x[train_indices:]
y_train, y_val = y[:train_indices], y[train_indices:]


class RecommenderNet(keras.Model):
    def __init__(self, num_users, num_movies, embedding_size, **kwargs):
        super().__init__(**kwargs)
        self.user_embedding = layers.Embedding(
            num_users,
            embedding_size,
            embeddings_initializer="he_normal",
            embeddings_regularizer=keras.regularizers.l2(1e-6),
        )
        self.user_bias = layers.Embedding(num_users, 1)
        self.movie_embedding = layers.Embedding(
            num_movies,
            embedding_size,
            embeddings_initializer="he_normal",
            embeddings_regularizer=keras.regularizers.l2(1e-6),
        )
        self.movie_bias = layers.Embedding(num_movies, 1)

    def call(self, inputs):
        user_vector = self.user_embedding(inputs[:, 0])
        movie_vector = self.movie_embedding(inputs[:, 1])
        dot = keras.ops.sum(user_vector * movie_vector, axis=1, keepdims=True)
        x = dot + self.user_bias(inputs[:, 0]) + self.movie_bias(inputs[:, 1])
        return keras.ops.nn.sigmoid(x)


model = RecommenderNet(num_users, num_movies, 8)
model.compile(loss=keras.losses.BinaryCrossentropy(), optimizer=keras.optimizers.Adam(learning_rate=0.01))
history = model.fit(x=x_train, y=y_train, batch_size=64, epochs=5, verbose=1, validation_data=(x_val, y_val))
candidates = np.array([[7, film] for film in range(num_movies)])
ratings = model.predict(candidates, verbose=0).flatten()
print("for user 7:", ratings.argsort()[-5:][::-1])
