import { MOST_UNEQUAL } from '../dataset/minhash.ts';
import type { CodeSignature } from './code-signature.ts';
import { NearIndex } from './near-index.ts';

/** What is known of a program when duplicates are sought. */
export interface Candidate {
  /** Place among the inputs. */
  readonly input: number;
  /** ISO 8601, or null. */
  readonly date: string | null;
  readonly signature: CodeSignature;
}

export interface Duplicate {
  /** Place among the inputs of the program that is kept. */
  readonly of: number;
  /** 1 for the same tokens; else the estimated share of common shingles. */
  readonly similarity: number;
}

/**
 * Duplicates by input. The first of each group is kept: by date, then those without one, then by input. A program is a duplicate
 * where it has the tokens of a program, kept or not, that came before, or where it is at least as near as `threshold` to a kept
 * one; so no two kept programs are that near, and all forks name one original. Linear in the number of programs.
 * Paper: IV-D (duplicates by code cells).
 */
export function findDuplicates(
  candidates: readonly Candidate[],
  threshold: number,
): ReadonlyMap<number, Duplicate> {
  const duplicates = new Map<number, Duplicate>();
  const keptByHash = new Map<string, Duplicate>();
  const near = new NearIndex();
  const inputs: number[] = [];
  for (const { input, signature } of [...candidates].sort(compareAge)) {
    const same = keptByHash.get(signature.hash);
    if (same !== undefined) {
      duplicates.set(input, same);
      continue;
    }
    const nearest = near.findNearest(signature, threshold);
    const original = nearest === null ? undefined : inputs[nearest.program];
    if (nearest !== null && original !== undefined) {
      const duplicate = { of: original, similarity: Math.min(nearest.similarity, MOST_UNEQUAL) };
      duplicates.set(input, duplicate);
      keptByHash.set(signature.hash, duplicate);
    } else {
      inputs[near.add(signature)] = input;
      keptByHash.set(signature.hash, { of: input, similarity: 1 });
    }
  }
  return duplicates;
}

function compareAge(one: Candidate, other: Candidate): number {
  if (one.date !== other.date) {
    if (one.date === null) return 1;
    if (other.date === null) return -1;
    return one.date < other.date ? -1 : 1;
  }
  return one.input - other.input;
}
