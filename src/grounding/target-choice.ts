import type { DataColumn } from '../artifacts/index.ts';

/** Columns that could be meant, and how surely. */
export interface TargetChoice {
  readonly columns: readonly DataColumn[];
  readonly reason: string;
  /** 0-1. */
  readonly confidence: number;
  /** Whether the words say so, rather than name or place of the column. */
  readonly isSaid: boolean;
  /** Columns that are asked for too, and that no network predicts beside these. */
  readonly others?: readonly DataColumn[];
}

/** How surely each way of saying it means a column, 0-1. */
export const SURE = {
  option: 1,
  column: 0.97,
  list: 0.95,
  classNames: 0.92,
  hinted: 0.9,
  values: 0.85,
  value: 0.75,
  only: 0.6,
  mentioned: 0.7,
  flag: 0.55,
  partly: 0.48,
};
