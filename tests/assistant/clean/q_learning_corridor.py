"""A robot in a corridor learns by trial which way to go: a network as a table of worth."""

import random
from collections import deque

import numpy as np
from keras import Input, Sequential
from keras.layers import Dense
from keras.optimizers import Adam

LENGTH, ACTIONS = 6, 2


class DQNAgent:
    def __init__(self, state_size, action_size):
        self.state_size = state_size
        self.action_size = action_size
        self.memory = deque(maxlen=500)
        self.gamma = 0.9
        self.epsilon = 1.0
        self.epsilon_min = 0.05
        self.epsilon_decay = 0.9
        self.learning_rate = 0.01
        self.model = self._build_model()

    def _build_model(self):
        model = Sequential()
        model.add(Input(shape=(self.state_size,)))
        model.add(Dense(24, activation="relu"))
        model.add(Dense(24, activation="relu"))
        model.add(Dense(self.action_size, activation="linear"))
        model.compile(loss="mse", optimizer=Adam(learning_rate=self.learning_rate))
        return model

    def act(self, state):
        if np.random.rand() <= self.epsilon:
            return random.randrange(self.action_size)
        return int(np.argmax(self.model.predict(state, verbose=0)[0]))

    def replay(self, batch_size):
        batch = random.sample(self.memory, batch_size)
        states = np.concatenate([one[0] for one in batch])
        after = np.concatenate([one[3] for one in batch])
        targets = self.model.predict(states, verbose=0)
        best = self.model.predict(after, verbose=0).max(axis=1)
        for i, (_, action, reward, _, done) in enumerate(batch):
            targets[i, action] = reward if done else reward + self.gamma * best[i]
        self.model.fit(states, targets, epochs=1, verbose=0)
        self.epsilon = max(self.epsilon_min, self.epsilon * self.epsilon_decay)


agent = DQNAgent(LENGTH, ACTIONS)
for episode in range(6):
    place, steps = 0, 0
    while place < LENGTH - 1 and steps < 20:
        state = np.eye(LENGTH)[[place]]
        action = agent.act(state)
        place = max(0, place + (1 if action else -1))
        done = place == LENGTH - 1
        agent.memory.append((state, action, 1.0 if done else -0.1, np.eye(LENGTH)[[place]], done))
        steps += 1
    if len(agent.memory) >= 16:
        agent.replay(16)
    print(episode, steps, round(agent.epsilon, 2))
