import type { CategoryBelief, Requirement } from '../../artifacts/index.ts';
import { remember } from '../../core/index.ts';
import type { PlanMemory } from '../memory/plan-memory.ts';
import { classifyField, labelOf, type FieldClassifiers } from './fields.ts';

/** Task category -> how likely it is for this requirement, and for any: the share among the remembered plans. */
export function judgeCategoriesWith(
  classifiers: FieldClassifiers,
  memory: PlanMemory,
  requirement: Requirement,
): ReadonlyMap<string, CategoryBelief> {
  const usual = usualShares(memory);
  return new Map(
    [...classifyField(classifiers, 'category', memory, requirement)].map(([label, share]) => [
      label,
      { share, usual: usual.get(label) ?? 0 },
    ]),
  );
}

/** Category -> its share of the remembered plans, 0-1. */
const usualShares = remember(({ entries }: PlanMemory): ReadonlyMap<string, number> => {
  const byLabel = Map.groupBy(entries, ({ plan }) => labelOf(plan, 'category'));
  return new Map([...byLabel].map(([label, { length }]) => [label, length / entries.length]));
});
