import { stripComments } from '../python/index.ts';
import { bandKeys, candidatePairs, jaccard, minHash, MOST_UNEQUAL, shingles } from './minhash.ts';

export const AUDIT_SETS = ['tasks', 'pool', 'training plans', 'prompt examples'] as const;
export type AuditSet = (typeof AUDIT_SETS)[number];

export const AUDIT_ASPECTS = ['requirement', 'plan', 'code'] as const;
export type AuditAspect = (typeof AUDIT_ASPECTS)[number];

/** Texts of one item; null where it has none of that kind. */
export type AuditDocument = Readonly<Record<AuditAspect, string | null>> & {
  readonly id: string;
  readonly set: AuditSet;
};

/** Tokens a shingle, and the Jaccard index from which two texts are near-duplicates. */
export const AUDIT_THRESHOLDS: Readonly<
  Record<AuditAspect, { readonly size: number; readonly near: number }>
> = {
  requirement: { size: 2, near: 0.6 },
  plan: { size: 3, near: 0.7 },
  code: { size: 5, near: 0.5 },
};

export interface AuditRow<Name extends string = AuditSet> {
  readonly aspect: AuditAspect;
  readonly left: Name;
  readonly right: Name;
  /** Items that have such a text. */
  readonly leftCount: number;
  readonly rightCount: number;
  /** Pairs of equal tokens. */
  readonly exact: number;
  /** Pairs above the threshold that are not equal. */
  readonly near: number;
  /** Items of the left set in such a pair, exact or near. */
  readonly touched: number;
  /** Their ids, in order. */
  readonly items: readonly string[];
  /** The most similar pairs, at most five. */
  readonly worst: readonly {
    readonly left: string;
    readonly right: string;
    readonly similarity: number;
  }[];
}

export interface AuditReport<Name extends string = AuditSet> {
  readonly rows: readonly AuditRow<Name>[];
  readonly signature: string;
}

const SHOWN = 5;

/**
 * Exact and near duplicates between the evaluated tasks and everything a system may have learnt from, by MinHash on
 * tokens of requirement, plan and code; every candidate pair is then compared by its true Jaccard index.
 *
 * DESIGN 7. A row for every pair of different sets that have such texts, and for tasks among themselves.
 */
export function auditLeakage(documents: readonly AuditDocument[]): AuditReport {
  const sets = { all: AUDIT_SETS, within: ['tasks'] } as const;
  const rows = AUDIT_ASPECTS.flatMap((aspect) => {
    const entries = documents.map(({ id, set, [aspect]: text }) => {
      return { id, set, value: text === null ? null : textLikeness(aspect, text) };
    });
    return auditAspect(aspect, entries, textSimilarity, sets);
  });
  const thresholds = AUDIT_ASPECTS.map((aspect) => {
    const { size, near } = AUDIT_THRESHOLDS[aspect];
    return `${aspect}:${size}-tokens>=${near}`;
  });
  return {
    rows,
    signature: ['audit:1', 'minhash:128,32x4', ...thresholds, 'tokens:lower'].join('|'),
  };
}

/** What is compared; items without a band in common are never near. */
export interface Likeness {
  /** `bandKeys` of a MinHash signature, [32]. */
  readonly bands: Uint32Array;
}

export interface TextLikeness extends Likeness {
  readonly text: string;
  readonly shingles: Uint32Array;
}

/** What a text is compared by; null where it has no token. */
export function textLikeness(aspect: AuditAspect, text: string): TextLikeness | null {
  const tokens = TOKENS[aspect](text);
  if (tokens.length === 0) return null;
  const set = shingles(tokens, AUDIT_THRESHOLDS[aspect].size);
  return { bands: bandKeys(minHash(set)), text: tokens.join(' '), shingles: set };
}

/** Jaccard index of shingles, 0-1; 1 for equal tokens alone. */
export function textSimilarity(one: TextLikeness, other: TextLikeness): number {
  return one.text === other.text
    ? 1
    : Math.min(jaccard(one.shingles, other.shingles), MOST_UNEQUAL);
}

/** An item of a set; without a value it is not counted. */
export interface AuditEntry<Name extends string, Value extends Likeness> {
  readonly id: string;
  readonly set: Name;
  readonly value: Value | null;
}

/**
 * Rows for one aspect: pairs of items of different sets, and of the same set of `within`, from the aspect's threshold on.
 * `similarity` is 1 for equal items alone.
 */
export function auditAspect<Name extends string, Value extends Likeness>(
  aspect: AuditAspect,
  items: readonly AuditEntry<Name, Value>[],
  similarity: (one: Value, other: Value) => number,
  sets: { readonly all: readonly Name[]; readonly within: readonly Name[] },
): readonly AuditRow<Name>[] {
  const entries = items.flatMap(({ id, set, value }) => (value === null ? [] : { id, set, value }));
  const isCompared = (one: number, other: number): boolean => {
    const set = entries[one]?.set;
    return set !== entries[other]?.set || (set !== undefined && sets.within.includes(set));
  };
  const found = new Map<string, Pair[]>();
  const bands = entries.map(({ value }) => value.bands);
  for (const [lower, higher] of candidatePairs(bands, isCompared)) {
    const [one, other] = [entries[lower], entries[higher]];
    if (one === undefined || other === undefined) continue;
    const nearness = similarity(one.value, other.value);
    if (nearness < AUDIT_THRESHOLDS[aspect].near) continue;
    const isInOrder = sets.all.indexOf(one.set) <= sets.all.indexOf(other.set);
    const [left, right] = isInOrder ? [one, other] : [other, one];
    const key = `${left.set}\n${right.set}`;
    const pairs = found.get(key) ?? [];
    pairs.push({ left: left.id, right: right.id, similarity: nearness });
    found.set(key, pairs);
  }
  const counts = new Map<Name, number>();
  for (const { set } of entries) counts.set(set, (counts.get(set) ?? 0) + 1);
  return setPairs(counts, sets).map(([left, right]) =>
    toRow(aspect, [left, right], counts, found.get(`${left}\n${right}`) ?? []),
  );
}

interface Pair {
  readonly left: string;
  readonly right: string;
  readonly similarity: number;
}

function toRow<Name extends string>(
  aspect: AuditAspect,
  [left, right]: readonly [Name, Name],
  counts: ReadonlyMap<Name, number>,
  pairs: readonly Pair[],
): AuditRow<Name> {
  const exact = pairs.filter(({ similarity }) => similarity === 1).length;
  const touched = pairs.flatMap((pair) => (left === right ? [pair.left, pair.right] : [pair.left]));
  const items = [...new Set(touched)].toSorted();
  return {
    aspect,
    left,
    right,
    leftCount: counts.get(left) ?? 0,
    rightCount: counts.get(right) ?? 0,
    exact,
    near: pairs.length - exact,
    touched: items.length,
    items,
    worst: pairs.toSorted((one, other) => other.similarity - one.similarity).slice(0, SHOWN),
  };
}

function setPairs<Name extends string>(
  counts: ReadonlyMap<Name, number>,
  { all, within }: { readonly all: readonly Name[]; readonly within: readonly Name[] },
): (readonly [Name, Name])[] {
  const sets = all.filter((set) => counts.has(set));
  return sets.flatMap((left, at) =>
    sets
      .slice(at)
      .filter((right) => right !== left || within.includes(left))
      .map((right) => [left, right] as const),
  );
}

const TOKENS: Readonly<Record<AuditAspect, (text: string) => readonly string[]>> = {
  requirement: words,
  plan: words,
  code: (text) => (stripComments(text) ?? text).match(/\w+|[^\s\w]/g) ?? [],
};

function words(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
