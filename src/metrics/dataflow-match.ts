import type { DataFlow } from '../python/index.ts';

/** How often each flow stands in a program, its values renamed in the order they come. */
export type FlowCounts = ReadonlyMap<string, number>;

/**
 * Flows with names that say only which values are the same, counted.
 *
 * Paper: IV-C, data-flow match.
 */
export function countFlows({ flows, tokens }: DataFlow): FlowCounts {
  const numbers = new Map<number, number>();
  const numberOf = (name: number): number => {
    let number = numbers.get(name);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(name, number);
    }
    return number;
  };
  const counts = new Map<string, number>();
  for (const { token, relation, names } of flows) {
    const sources = names.map(numberOf).join();
    const key = `${numberOf(tokens.name[token] ?? 0)} ${relation} ${sources}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Flows of the reference that the candidate has as well, each as often as both have it. */
export function countSharedFlows(reference: FlowCounts, candidate: FlowCounts): number {
  let shared = 0;
  for (const [flow, count] of reference) shared += Math.min(count, candidate.get(flow) ?? 0);
  return shared;
}

export function totalFlows(counts: FlowCounts): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}
