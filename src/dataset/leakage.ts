import { stripComments } from '../python/index.ts';
import { candidatePairs, jaccard, minHash, shingles } from './minhash.ts';

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

export interface AuditRow {
  readonly aspect: AuditAspect;
  readonly left: AuditSet;
  readonly right: AuditSet;
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

export interface AuditReport {
  readonly rows: readonly AuditRow[];
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
  const rows = AUDIT_ASPECTS.flatMap((aspect) => auditAspect(documents, aspect));
  const thresholds = AUDIT_ASPECTS.map((aspect) => {
    const { size, near } = AUDIT_THRESHOLDS[aspect];
    return `${aspect}:${size}-tokens>=${near}`;
  });
  return {
    rows,
    signature: ['audit:1', 'minhash:128,32x4', ...thresholds, 'tokens:lower'].join('|'),
  };
}

interface Entry {
  readonly id: string;
  readonly set: AuditSet;
  readonly text: string;
  readonly shingles: Uint32Array;
}

function auditAspect(
  documents: readonly AuditDocument[],
  aspect: AuditAspect,
): readonly AuditRow[] {
  const entries = documents.flatMap((document) => {
    const text = document[aspect];
    const tokens = text === null ? [] : TOKENS[aspect](text);
    if (tokens.length === 0) return [];
    const set = shingles(tokens, AUDIT_THRESHOLDS[aspect].size);
    return [
      { id: document.id, set: document.set, text: tokens.join(' '), shingles: set } satisfies Entry,
    ];
  });
  const found = new Map<string, Pair[]>();
  for (const [one, other] of candidatePairs(entries.map((entry) => minHash(entry.shingles)))) {
    const [left, right] = inOrder(entries[one], entries[other]);
    if (left === null || right === null || (left.set === right.set && left.set !== 'tasks'))
      continue;
    const similarity = left.text === right.text ? 1 : jaccard(left.shingles, right.shingles);
    if (similarity < AUDIT_THRESHOLDS[aspect].near) continue;
    const key = `${left.set}\n${right.set}`;
    found.set(key, [...(found.get(key) ?? []), { left, right, similarity }]);
  }
  const counts = new Map<AuditSet, number>();
  for (const { set } of entries) counts.set(set, (counts.get(set) ?? 0) + 1);
  return setPairs(counts).map(([left, right]) =>
    toRow(aspect, [left, right], counts, found.get(`${left}\n${right}`) ?? []),
  );
}

interface Pair {
  readonly left: Entry;
  readonly right: Entry;
  readonly similarity: number;
}

function toRow(
  aspect: AuditAspect,
  [left, right]: readonly [AuditSet, AuditSet],
  counts: ReadonlyMap<AuditSet, number>,
  pairs: readonly Pair[],
): AuditRow {
  const exact = pairs.filter((pair) => pair.left.text === pair.right.text).length;
  const touched = pairs.flatMap((pair) =>
    left === right ? [pair.left.id, pair.right.id] : [pair.left.id],
  );
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
    worst: pairs
      .toSorted((one, other) => other.similarity - one.similarity)
      .slice(0, SHOWN)
      .map((pair) => ({ left: pair.left.id, right: pair.right.id, similarity: pair.similarity })),
  };
}

function setPairs(counts: ReadonlyMap<AuditSet, number>): (readonly [AuditSet, AuditSet])[] {
  const sets = AUDIT_SETS.filter((set) => counts.has(set));
  return sets.flatMap((left, at) =>
    sets
      .slice(at)
      .filter((right) => right !== left || left === 'tasks')
      .map((right) => [left, right] as const),
  );
}

/** The evaluated side first. */
function inOrder(
  one: Entry | undefined,
  other: Entry | undefined,
): readonly [Entry | null, Entry | null] {
  if (one === undefined || other === undefined) return [null, null];
  return AUDIT_SETS.indexOf(one.set) <= AUDIT_SETS.indexOf(other.set) ? [one, other] : [other, one];
}

const TOKENS: Readonly<Record<AuditAspect, (text: string) => readonly string[]>> = {
  requirement: words,
  plan: words,
  code: (text) => (stripComments(text) ?? text).match(/\w+|[^\s\w]/g) ?? [],
};

function words(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
