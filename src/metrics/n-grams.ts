/** Highest order of the n-grams behind every BLEU of this room. */
export const ORDERS = 4;

/**
 * One text's n-grams of order 1-4, numbered so that another text's are counted by walking it once.
 * A gram's number leads, with the next token's number, to the longer gram's.
 */
export interface NGramIndex {
  readonly length: number;
  /** Token -> its number, which is also its 1-gram's. */
  readonly tokens: ReadonlyMap<string, number>;
  /** gram number x 2^21 + token number -> number of the gram one token longer. */
  readonly longer: ReadonlyMap<number, number>;
  /** Times each gram stands in the text. */
  readonly counts: Uint32Array;
}

/** Grams that two texts share, each counted at most as often as it stands in the reference; [4 orders]. */
export interface SharedNGrams {
  readonly shared: readonly [number, number, number, number];
  /** 1-grams again, each with its weight. */
  readonly weighted: number;
}

const SHIFT = 2 ** 21;

/** Shapes: [n tokens]. Fewer than 2^21 different tokens. */
export function indexNGrams(tokens: readonly string[]): NGramIndex {
  const numbers = new Map<string, number>();
  for (const token of tokens) if (!numbers.has(token)) numbers.set(token, numbers.size);
  const ids = Uint32Array.from(tokens, (token) => numbers.get(token) ?? 0);
  const longer = new Map<number, number>();
  const counts: number[] = Array.from(numbers, () => 0);
  for (let at = 0; at < ids.length; at += 1) {
    let gram = ids[at] ?? 0;
    counts[gram] = (counts[gram] ?? 0) + 1;
    const end = Math.min(at + ORDERS, ids.length);
    for (let next = at + 1; next < end; next += 1) {
      const key = gram * SHIFT + (ids[next] ?? 0);
      let number = longer.get(key);
      if (number === undefined) {
        number = counts.length;
        longer.set(key, number);
        counts.push(0);
      }
      gram = number;
      counts[gram] = (counts[gram] ?? 0) + 1;
    }
  }
  return { length: tokens.length, tokens: numbers, longer, counts: Uint32Array.from(counts) };
}

/** The candidate's n-grams that the reference has too, clipped; `weights` is by token number, 1 where absent. */
export function countShared(
  reference: NGramIndex,
  candidate: readonly string[],
  weights?: Float64Array,
): SharedNGrams {
  const ids = Int32Array.from(candidate, (token) => reference.tokens.get(token) ?? -1);
  const left = reference.counts.slice();
  const shared: [number, number, number, number] = [0, 0, 0, 0];
  let weighted = 0;
  for (let at = 0; at < ids.length; at += 1) {
    let gram = ids[at] ?? -1;
    if (gram < 0) continue;
    if ((left[gram] ?? 0) > 0) {
      left[gram] = (left[gram] ?? 0) - 1;
      shared[0] += 1;
      weighted += weights?.[gram] ?? 1;
    }
    for (let order = 1; order < ORDERS && at + order < ids.length; order += 1) {
      const next = ids[at + order] ?? -1;
      if (next < 0) break;
      const number = reference.longer.get(gram * SHIFT + next);
      if (number === undefined) break;
      gram = number;
      if ((left[gram] ?? 0) === 0) continue;
      left[gram] = (left[gram] ?? 0) - 1;
      shared[order as 1 | 2 | 3] += 1;
    }
  }
  return { shared, weighted };
}

/** n-grams of each order in a text of `length` tokens, at least 1 each, as every BLEU counts them. */
export function totalNGrams(length: number): [number, number, number, number] {
  const total = (order: number): number => Math.max(1, length - order + 1);
  return [total(1), total(2), total(3), total(4)];
}
