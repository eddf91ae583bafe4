import {
  normalizeCategory,
  normalizeLoss,
  normalizeMetric,
  normalizeOptimizer,
} from '../../plan/index.ts';
import type { ClassifiedField } from '../classifiers/fields.ts';

export interface Belief {
  readonly value: string;
  /** Share of belief, scaled on held-out plans; summed over a value's spellings, and at most 1, how likely it is right. */
  readonly confidence: number;
}

/** What is believed of each field, likeliest value first. */
export type Beliefs = Readonly<Partial<Record<ClassifiedField, readonly Belief[]>>>;

const NORMALIZE: Readonly<Partial<Record<ClassifiedField, (text: string) => { name: string }>>> = {
  category: normalizeCategory,
  loss: normalizeLoss,
  optimizer: normalizeOptimizer,
  metric: normalizeMetric,
};

/** One name for all spellings of a value. */
export function nameOf(field: ClassifiedField, value: string | number): string {
  return NORMALIZE[field]?.(String(value)).name ?? String(value);
}

/** How likely a value is right, in whatever spelling; null where nothing is believed of the field. */
export function confidenceIn(
  beliefs: Beliefs,
  field: ClassifiedField,
  value: string | number | null,
): number | null {
  const all = beliefs[field];
  if (all === undefined || value === null) return null;
  const name = nameOf(field, value);
  const same = all.filter((belief) => nameOf(field, belief.value) === name);
  return Math.min(
    1,
    same.reduce((sum, { confidence }) => sum + confidence, 0),
  );
}

/** The other values of a field, likeliest first, each in one spelling. */
export function otherValues(
  beliefs: Beliefs,
  field: ClassifiedField,
  value: string | null,
): readonly string[] {
  const names = new Map(value === null ? [] : [[nameOf(field, value), '']]);
  for (const belief of beliefs[field] ?? []) {
    const name = nameOf(field, belief.value);
    if (!names.has(name)) names.set(name, belief.value);
  }
  return [...names.values()].filter((other) => other !== '');
}
