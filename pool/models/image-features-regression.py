"""A branch for images and one for rows, for numbers. Needs models/image_branch."""

# %% Imports
import keras
from keras import layers


# %% Model
def build_model(table_width=TABLE_WIDTH, output_count=OUTPUT_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: {"image", "table"} -> numbers [n, k]."""
    image = keras.Input((*IMAGE_SIZE, CHANNELS), name="image")
    table = keras.Input((table_width,), name="table")
    columns = layers.Dense(TABLE_UNITS, activation="relu")(table)
    features = layers.Concatenate()([encode_image(image), columns])
    features = layers.Dense(JOINT_UNITS, activation="relu")(features)
    features = layers.Dropout(DROPOUT_RATE)(features)
    outputs = layers.Dense(output_count)(features)
    model = keras.Model({"image": image, "table": table}, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="mean_squared_error", metrics=["mean_absolute_error"])
    return model
