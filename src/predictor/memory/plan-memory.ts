import type { Requirement } from '../../artifacts/index.ts';
import { BUCKETS, countRarity, readFeatures, scaleVector } from './features.ts';
import type { SparseVector } from './features.ts';

/** The data mixes two ways of writing a plan: in words (two thirds), and as code with shapes. We write words. */
export type PlanStyle = 'words' | 'code';

/** What is kept of one training plan: facts, no sentence. */
export interface MemoryPlan {
  readonly style: PlanStyle;
  readonly category: string | null;
  readonly optimizer: string | null;
  readonly loss: string | null;
  readonly metric: string | null;
  readonly learningRate: number | null;
  readonly batchSize: number | null;
  readonly epochs: number | null;
  /** Side of square images in pixels, and number of classes; null where the plan names none. */
  readonly side: number | null;
  readonly classes: number | null;
  readonly layers: readonly string[];
}

export interface MemoryEntry {
  readonly plan: MemoryPlan;
  /** Hashed terms of the requirement, as they were counted. */
  readonly terms: SparseVector;
  /**
   * How well each sentence form would have said this plan's input and output: expected BLEU x 250; `UNFILLED` where
   * the requirement leaves a place empty. Shapes: [input templates], [output templates].
   */
  readonly inputScores: Uint8Array;
  readonly outputScores: Uint8Array;
}

export const UNFILLED = 255;
export const SCORE_SCALE = 250;

export interface PlanMemory {
  readonly entries: readonly MemoryEntry[];
  /** Inverse document frequency of each bucket over the entries. Shapes: [BUCKETS]. */
  readonly rarity: Float32Array;
  /** Scaled terms of each entry, in order. */
  readonly vectors: readonly SparseVector[];
}

export interface Neighbour {
  readonly entry: MemoryEntry;
  /** Place in the memory. */
  readonly at: number;
  /** Cosine of the scaled terms, 0-1. */
  readonly similarity: number;
}

export function createMemory(entries: readonly MemoryEntry[]): PlanMemory {
  const rarity = countRarity(entries.map(({ terms }) => terms));
  return { entries, rarity, vectors: entries.map(({ terms }) => scaleVector(terms, rarity)) };
}

export function scaledFeatures(memory: PlanMemory, requirement: Requirement): SparseVector {
  return scaleVector(readFeatures(requirement), memory.rarity);
}

/** The `count` plans whose requirements are nearest, nearest first; ties by place. */
export function findNeighbours(
  memory: PlanMemory,
  vector: SparseVector,
  count: number,
): readonly Neighbour[] {
  const dense = new Float32Array(BUCKETS);
  for (const [at, bucket] of vector.buckets.entries()) dense[bucket] = vector.weights[at]!;
  return memory.vectors
    .map(({ buckets, weights }, at) => {
      let similarity = 0;
      for (let term = 0; term < buckets.length; term += 1) {
        similarity += dense[buckets[term]!]! * weights[term]!;
      }
      return { entry: memory.entries[at]!, at, similarity };
    })
    .toSorted((left, right) => right.similarity - left.similarity || left.at - right.at)
    .slice(0, count);
}
