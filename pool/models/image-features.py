"""A branch for images and one for rows, for classes. Needs models/image_branch."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(class_count=CLASS_COUNT, table_width=TABLE_WIDTH, learning_rate=LEARNING_RATE):
    """Returns the compiled network: {"image": 0-255, "table": [n, width]} -> [n, class_count]."""
    image = keras.Input((*IMAGE_SIZE, CHANNELS), name="image")
    table = keras.Input((table_width,), name="table")
    columns = layers.Dense(TABLE_UNITS, activation="relu")(table)
    features = layers.Concatenate()([encode_image(image), columns])
    features = layers.Dense(JOINT_UNITS, activation="relu")(features)
    features = layers.Dropout(DROPOUT_RATE)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model({"image": image, "table": table}, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
