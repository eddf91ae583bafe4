/** Label -> share of belief. */
export type Votes = ReadonlyMap<string, number>;

export interface WeightedVotes {
  readonly votes: Votes;
  readonly weight: number;
}

export interface Ranked {
  readonly label: string;
  /** 0-1; the shares of all labels sum to 1. */
  readonly share: number;
}

/** Adds the votes of several judges; highest share first, ties in the order in which labels were first named. */
export function fuseVotes(judges: readonly WeightedVotes[]): readonly Ranked[] {
  const shares = new Map<string, number>();
  for (const { votes, weight } of judges) {
    for (const [label, share] of votes) {
      shares.set(label, (shares.get(label) ?? 0) + weight * share);
    }
  }
  const sum = [...shares.values()].reduce((total, share) => total + share, 0);
  return [...shares]
    .map(([label, share]) => ({ label, share: sum === 0 ? 0 : share / sum }))
    .toSorted((left, right) => right.share - left.share);
}

/** Sums weights by label and scales them to 1. */
export function countVotes(items: readonly { label: string; weight: number }[]): Votes {
  const sum = items.reduce((total, { weight }) => total + weight, 0);
  const votes = new Map<string, number>();
  for (const { label, weight } of items) {
    votes.set(label, (votes.get(label) ?? 0) + (sum === 0 ? 0 : weight / sum));
  }
  return votes;
}

/** The number with half of the weight below it: the choice of least expected absolute error. Null for none. */
export function weightedMedian(
  items: readonly { readonly value: number; readonly weight: number }[],
): number | null {
  const sorted = items.toSorted((left, right) => left.value - right.value);
  let rest = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  for (const { value, weight } of sorted) {
    rest -= weight;
    if (rest <= 0) return value;
  }
  return sorted.at(-1)?.value ?? null;
}
