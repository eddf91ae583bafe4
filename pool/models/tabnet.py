"""TabNet: in several steps a sparse mask chooses the columns that a step learns from.

Arik and Pfister (2021), TabNet: Attentive Interpretable Tabular Learning, arXiv:1908.07442; without
ghost batches.

Architecture: TabNet
Fits:
    table for class, number, labels
Layers:
    BatchNormalization()
    Activation('sparsemax')
    Multiply()
    Dense(32, activation='sigmoid')
    Activation('sparsemax')
    Multiply()
    Dense(32, activation='sigmoid')
    Activation('sparsemax')
    Multiply()
    Dense(32, activation='sigmoid')
    Add()
Holes: STEP_UNITS = Dense.units
"""

# %% Imports
from keras import layers

# %% Configuration
STEPS = 3
STEP_UNITS = 32
# How far a column may be used again in later steps: 1 forbids it.
RELAXATION = 1.5


# %% Model
def gated_units(features):
    """Returns features [n, STEP_UNITS], each weighed by a gate of its own."""
    values = layers.Dense(STEP_UNITS)(features)
    values = layers.BatchNormalization(momentum=0.9)(values)
    return layers.Multiply()([values, layers.Dense(STEP_UNITS, activation="sigmoid")(features)])


def choose_columns(attended, allowed):
    """Returns a mask of the columns [n, width] that sums to 1 for each row."""
    scores = layers.Dense(allowed.shape[-1])(attended)
    scores = layers.BatchNormalization(momentum=0.9)(scores)
    return layers.Activation("sparsemax")(layers.Multiply()([scores, allowed]))


def build_features(features):
    """Returns the sum of what all steps learn [n, STEP_UNITS] of rows [n, width]."""
    columns = layers.BatchNormalization(momentum=0.9)(features)
    attended = gated_units(columns)
    allowed = layers.Rescaling(0.0, offset=1.0)(columns)
    decisions = []
    for _ in range(STEPS):
        mask = choose_columns(attended, allowed)
        # What a step has used is worth less to the next.
        allowed = layers.Multiply()([allowed, layers.Rescaling(-1.0, offset=RELAXATION)(mask)])
        hidden = gated_units(layers.Multiply()([columns, mask]))
        attended = gated_units(hidden)
        decisions.append(layers.ReLU()(layers.Dense(STEP_UNITS)(hidden)))
    return layers.Add()(decisions)
