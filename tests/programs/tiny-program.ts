import {
  recordOf,
  type DataSpec,
  type LayerCall,
  type Origin,
  type Plan,
  type PlanRecord,
  type Program,
  type Retrieved,
  type Sample,
} from '../../src/artifacts/index.ts';
import type { GenerationRequest } from '../../src/generation/index.ts';
import { parseLayer } from '../../src/plan/index.ts';
import { readProgram } from '../../src/python/index.ts';

/** Small programs written by hand, and what drafters are asked for them. */

export const ORIGIN: Origin = {
  kind: 'code1',
  samples: ['tiny'],
  licence: 'Apache-2.0',
  reason: 'the nearest program',
};

export const PLAN: Plan = {
  category: 'Tabular Classification',
  dataset: { input: 'Rows of numbers', output: 'One of two classes' },
  preprocess: '',
  layers: ["Dense(8, activation='relu')", "Dense(1, activation='sigmoid')"],
  hyperparameters: {
    optimizer: 'Adam',
    loss: 'binary_crossentropy',
    learningRate: 0.001,
    batchSize: 8,
    epochs: 2,
    metric: 'accuracy',
  },
};

export const DATA: DataSpec = { kind: 'table', target: 'class', facts: { CLASS_COUNT: 2 } };

/** Everything that docs/pool.md asks of a program, each part as small as it can be. */
export const TINY = `"""Tells two classes of rows apart."""

# %% Imports
from typing import NamedTuple

import keras
import numpy as np
from keras import layers

# %% Configuration
TARGET = "kind"
CLASS_COUNT = 2
SEED = 42
BATCH_SIZE = 8
EPOCHS = 2
LEARNING_RATE = 0.001
# Epochs without a better loss before training stops.
PATIENCE = 12

# %% Data
class Prepared(NamedTuple):
    train: object
    state: dict


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    return Prepared((np.zeros((batch_size, 3)), encode_labels([0, 1])), {"sizes": {}})


def load_data(data_dir):
    return prepare(data_dir)[:3]


def describe(data_dir, output_dir):
    print(TARGET, data_dir)

# %% Preprocessing
def encode_labels(numbers):
    """Returns targets [n, 1]."""
    return np.asarray(numbers, dtype="float32").reshape(-1, 1)


def label_numbers(targets):
    """Returns class numbers [n]."""
    return np.asarray(targets).reshape(-1).astype("int32")

# %% Model
def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Rows [n, 3] -> P(class 1) [n, 1]."""
    inputs = keras.Input((3,))
    features = layers.Dense(8, activation="relu")(inputs)
    # One unit tells two classes apart.
    outputs = layers.Dense(1, activation="sigmoid")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    return model

# %% Training
def train_model(data_dir, output_dir, epochs=EPOCHS):
    """Returns the history."""
    prepared = prepare(data_dir)
    model = build_model(**prepared.state["sizes"])
    callbacks = [keras.callbacks.EarlyStopping(patience=PATIENCE)]
    history = model.fit(
        prepared.train,
        epochs=epochs,
        callbacks=callbacks,
        verbose=2,
    )
    return history.history

# %% Evaluation
def predicted_numbers(scores):
    """Returns class numbers [n]."""
    return (scores.reshape(-1) > 0.5).astype("int32")


def class_scores(scores):
    """Returns probabilities [n, 2]."""
    return np.column_stack([1 - scores, scores])


def evaluate_model(data_dir, output_dir, limit=None):
    scores = np.zeros((3, 1))
    numbers = label_numbers(encode_labels([0, 1, 1]))
    print(class_scores(scores))
    return {"model": float(np.mean(predicted_numbers(scores) == numbers))}

# %% Inference
def example_input(data_dir):
    return data_dir


def predict_items(input_path, output_dir, output_path):
    return output_path
`;

/** A program as segments. Throws where it does not parse. */
export function readTiny(source: string, origin = ORIGIN): Program {
  const read = readProgram(source, origin);
  if (!read.ok) throw new Error(read.issues[0]?.message);
  return read.value;
}

/** The code of a segment; empty where the program has none of this id. */
export function codeOf({ segments }: Program, id: string): string {
  return segments.find((segment) => segment.id === id)?.code ?? '';
}

export function originOf({ segments }: Program, id: string): Origin | undefined {
  return segments.find((segment) => segment.id === id)?.origin;
}

/** Layers as typed calls. Throws for words that are no call. */
export function readCalls(texts: readonly string[]): LayerCall[] {
  return texts.map((text) => {
    const layer = parseLayer(text);
    if (layer.kind !== 'call') throw new Error(`no layer call: ${text}`);
    return layer;
  });
}

export function makeRecord(change: Partial<PlanRecord> = {}): PlanRecord {
  return { ...recordOf(PLAN, DATA), ...change };
}

export function retrieve(source: string, change: Partial<Sample> = {}): Retrieved {
  const sample: Sample = {
    id: 'tiny',
    requirement: { text: 'Tell rows apart', attributes: '' },
    plan: PLAN,
    data: DATA,
    licence: 'Apache-2.0',
    tags: [],
    topology: 'trunk',
    holes: {},
    program: source,
    verified: null,
    ...change,
  };
  return { sample, program: readTiny(source, { ...ORIGIN, samples: [sample.id] }) };
}

/** What drafters get for the tiny program and its own plan, but for what is changed. */
export function makeRequest(change: Partial<GenerationRequest> = {}): GenerationRequest {
  const nearest = change.nearest ?? retrieve(TINY);
  const record = change.record ?? makeRecord();
  return {
    requirement: { text: 'Tell rows apart', attributes: '' },
    record,
    profile: null,
    nearest,
    second: null,
    layers: readCalls(record.plan.layers),
    sampleLayers: readCalls(nearest.sample.plan.layers),
    library: [],
    rivals: [],
    isJoined: false,
    weights: null,
    preset: null,
    seed: 42,
    ...change,
  };
}

/** A plan with other hyperparameters or layers. */
export function makePlanOf(
  hyperparameters: Partial<Plan['hyperparameters']>,
  layers: readonly string[] = PLAN.layers,
): Plan {
  return { ...PLAN, layers, hyperparameters: { ...PLAN.hyperparameters, ...hyperparameters } };
}
