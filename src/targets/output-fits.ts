import type { DataSpec } from '../artifacts/index.ts';
import { knownFacts } from '../kinds/index.ts';
import type { Shape } from '../plan/index.ts';
import { TARGETS } from './targets.ts';

/** Whether the first output [batch, axes] of a model is one of these data; null where the facts do not say. */
export function outputFits({ target, facts }: DataSpec, outputs: readonly Shape[]): boolean | null {
  const [output] = outputs;
  return output === undefined
    ? null
    : (TARGETS[target].outputFits?.(knownFacts(facts), output) ?? null);
}
