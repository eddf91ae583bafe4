import keras
from keras.layers import Dense, Dropout

num_classes = 10
network = keras.Sequential()
network.add(Dense(128, activation='relu', input_shape=(20,)))
network.add(Dropout(0.5))
for size in (64, 32):
    network.add(Dense(size, activation='relu'))
network.add(Dense(num_classes, activation='softmax'))
opt = keras.optimizers.Adam(learning_rate=1e-3)
network.compile(opt, loss='categorical_crossentropy', metrics=['accuracy'])
network.summary()
