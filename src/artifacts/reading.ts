import type { Modality } from '../kinds/index.ts';
import type { FactValue } from './data-spec.ts';
import type { Requirement } from './requirement.ts';

export { MODALITIES, type Modality } from '../kinds/index.ts';

/** What is wanted of the model. */
export const GOALS = [
  'classify',
  'multi-label',
  'regress',
  'segment',
  'restore',
  'autoencode',
  'generate-images',
  'anomaly',
  'caption',
  'read',
  'match',
  'same',
  'detect',
  'translate',
  'summarize',
  'answer',
  'generate-text',
  'tag',
  'forecast',
] as const;
export type Goal = (typeof GOALS)[number];

export const ASK_KINDS = [
  'task',
  'architecture',
  'layer',
  'technique',
  'data',
  'column',
  'folder',
  'file',
  'count',
  'class',
  'size',
  'preprocess',
  'training',
  'metric',
  'comparison',
  'artefact',
] as const;
export type AskKind = (typeof ASK_KINDS)[number];

/** One thing that a requirement states. */
export interface Ask {
  readonly kind: AskKind;
  /** What of its kind, e.g. `early-stopping` or `target`; `unknown` where no term of the vocabulary stands there. */
  readonly name: string;
  /** What is stated of it: a number, names, a size; true where it is only named, false where it is asked not to be. */
  readonly value: FactValue;
  /** As written. */
  readonly words: string;
  /** Offsets into `text`, a line feed, and `attributes`. */
  readonly span: readonly [number, number];
}

export const ASK_STATUSES = ['done', 'substituted', 'unmet'] as const;
export type AskStatus = (typeof ASK_STATUSES)[number];

/** An ask and what became of it; `asked` of plan.json (DESIGN 3). */
export interface SettledAsk {
  readonly kind: AskKind;
  readonly name: string;
  readonly words: string;
  readonly value: FactValue;
  readonly status: AskStatus;
  /** What does it, or what stands in for it. */
  readonly by?: string;
  readonly why?: string;
}

/** Evidence in points for what the data is and what is wanted; 0 where nothing speaks for it. */
export type Evidence = Readonly<Record<Modality | Goal, number>>;

/** How likely a task category is, 0-1: for this requirement, and for any. */
export interface CategoryBelief {
  readonly share: number;
  readonly usual: number;
}

/** A requirement, read once. */
export interface Reading {
  /** As it was read: the beginning of a longer one. */
  readonly requirement: Requirement;
  /** Only the beginning of a longer text is read. */
  readonly isCut: boolean;
  /** ISO 639-1 code of the language that the requirement is written in, as far as it was recognised; `en` where none was. */
  readonly language: string;
  /** Lower-case English of text and attributes with typos corrected: what terms are looked for in. */
  readonly words: string;
  readonly evidence: Evidence;
  /** What the learned classifier believes of each task category it knows; empty where there is none. */
  readonly categories: ReadonlyMap<string, CategoryBelief>;
  readonly asks: readonly Ask[];
  /** What a given or predicted plan says of the data: it fills what the requirement leaves open, and is never settled. */
  readonly hints: readonly Ask[];
}
