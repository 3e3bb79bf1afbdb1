"""A rod is kept upright by a network that judges itself, without fit."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

num_inputs, num_actions, num_hidden, gamma = 3, 2, 32, 0.95
eps = np.finfo(np.float32).eps.item()

inputs = layers.Input(shape=(num_inputs,))
common = layers.Dense(num_hidden, activation="relu")(inputs)
action = layers.Dense(num_actions, activation="softmax")(common)
critic = layers.Dense(1)(common)
model = keras.Model(inputs=inputs, outputs=[action, critic])
optimizer = keras.optimizers.Adam(learning_rate=0.01)
huber_loss = keras.losses.Huber()


def step(state, push):
    angle, speed, _ = state
    speed = speed + 0.1 * angle + (0.05 if push else -0.05)
    angle = angle + speed
    return np.array([angle, speed, 1.0], "float32"), abs(angle) < 1.0


running_reward = 0.0
for episode in range(4):
    state = np.array([np.random.uniform(-0.1, 0.1), 0.0, 1.0], "float32")
    log_probs, values, rewards = [], [], []
    with tf.GradientTape() as tape:
        for _ in range(30):
            probabilities, value = model(state[None])
            values.append(value[0, 0])
            choice = np.random.choice(num_actions, p=np.squeeze(probabilities) / np.sum(probabilities))
            log_probs.append(tf.math.log(probabilities[0, choice]))
            state, alive = step(state, choice)
            rewards.append(1.0)
            if not alive:
                break
        returns, total = [], 0.0
        for reward in rewards[::-1]:
            total = reward + gamma * total
            returns.insert(0, total)
        returns = (np.array(returns) - np.mean(returns)) / (np.std(returns) + eps)
        losses = []
        for log_prob, value, target in zip(log_probs, values, returns):
            losses.append(-log_prob * float(target - value))
            losses.append(huber_loss(tf.expand_dims(value, 0), tf.expand_dims(float(target), 0)))
        loss_value = sum(losses)
    grads = tape.gradient(loss_value, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    running_reward = 0.1 * len(rewards) + 0.9 * running_reward
    print(episode, len(rewards), round(running_reward, 2))
