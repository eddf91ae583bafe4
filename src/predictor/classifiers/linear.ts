import { createRandom } from '../../core/index.ts';
import { BUCKETS } from '../memory/features.ts';
import type { SparseVector } from '../memory/features.ts';

/** Multinomial logistic regression over hashed terms. */
export interface LinearClassifier {
  readonly labels: readonly string[];
  /** Row of each bucket, -1 where the bucket has no weights. Shapes: [BUCKETS]. */
  readonly rows: Int32Array;
  /** Shapes: [rows, labels], row by row. */
  readonly weights: Float32Array | Int8Array;
  /** The weights are levels of these, label by label: most rows of a file are never asked for. */
  readonly scales?: readonly number[];
  readonly biases: Float32Array;
}

export interface LinearTraining {
  readonly epochs: number;
  readonly rate: number;
  /** Weight of the squared weights, a step and touched weight. */
  readonly decay: number;
  readonly seed: number;
}

export const LINEAR_TRAINING: LinearTraining = { epochs: 12, rate: 0.1, decay: 1e-5, seed: 7 };

const LEAST_ERROR = 0.004;
/** Keeps the first step of a weight from being as long as all that follow. */
const LEAST_SCALE = 1e-4;

/** One labelled text; `label` is an index into the classifier's names. */
export interface LinearExample {
  readonly vector: SparseVector;
  readonly label: number;
  readonly importance: number;
}

/** Gives a row to every bucket that stands in at least `least` of the vectors. */
export function numberRows(vectors: readonly SparseVector[], least: number): Int32Array {
  const seen = new Uint32Array(BUCKETS);
  for (const { buckets } of vectors) for (const bucket of buckets) seen[bucket]! += 1;
  let row = 0;
  return Int32Array.from(seen, (count) => {
    row += count >= least ? 1 : 0;
    return count >= least ? row - 1 : -1;
  });
}

/**
 * Trains by stochastic gradient steps with a rate that adapts to each weight (AdaGrad); the same examples and seed give
 * the same weights. Labels that are out of question get no step.
 *
 * Shapes: labels [labels], rows [BUCKETS], examples [n].
 */
export function trainLinear(
  labels: readonly string[],
  rows: Int32Array,
  examples: readonly LinearExample[],
  training: LinearTraining = LINEAR_TRAINING,
): LinearClassifier {
  const random = createRandom(training.seed);
  const width = labels.length;
  const size = (Math.max(...rows) + 1) * width;
  const weights = new Float32Array(size);
  const squares = new Float32Array(size);
  const biases = new Float32Array(width);
  const biasSquares = new Float32Array(width);
  const classifier = { labels, rows, weights, biases };
  const order = [...examples.keys()];
  for (let epoch = 0; epoch < training.epochs; epoch += 1) {
    shuffle(order, random);
    for (const at of order) {
      const { vector, label: right, importance } = examples[at]!;
      const errors = classify(classifier, vector);
      errors[right]! -= 1;
      const wrong = [...errors.keys()].filter((label) => Math.abs(errors[label]!) > LEAST_ERROR);
      for (const label of wrong) {
        const error = errors[label]! * importance;
        biasSquares[label]! += error * error;
        biases[label]! -= (training.rate * error) / Math.sqrt(biasSquares[label]! + 1e-8);
        for (const [term, bucket] of vector.buckets.entries()) {
          const row = rows[bucket]!;
          if (row < 0) continue;
          const place = row * width + label;
          const step = error * vector.weights[term]! + training.decay * weights[place]!;
          squares[place]! += step * step;
          weights[place]! -= (training.rate * step) / (Math.sqrt(squares[place]!) + LEAST_SCALE);
        }
      }
    }
  }
  return classifier;
}

/** Probability of each label. Shapes: [labels]. */
export function classify(classifier: LinearClassifier, vector: SparseVector): Float64Array {
  const { labels, rows, biases } = classifier;
  const scores = Float64Array.from(biases);
  for (let term = 0; term < vector.buckets.length; term += 1) {
    const row = rows[vector.buckets[term]!]!;
    if (row < 0) continue;
    const start = row * labels.length;
    const value = vector.weights[term]!;
    for (let label = 0; label < labels.length; label += 1) {
      scores[label]! += weightAt(classifier, start + label) * value;
    }
  }
  return softmax(scores);
}

/** The weight at a place, a 32-bit float. */
export function weightAt(
  { labels, weights, scales }: Pick<LinearClassifier, 'labels' | 'weights' | 'scales'>,
  place: number,
): number {
  const weight = weights[place]!;
  return scales === undefined ? weight : Math.fround(weight * scales[place % labels.length]!);
}

function softmax(scores: Float64Array): Float64Array {
  const most = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - most));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

function shuffle(items: number[], random: () => number): void {
  for (let at = items.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [items[at], items[other]] = [items[other]!, items[at]!];
  }
}
