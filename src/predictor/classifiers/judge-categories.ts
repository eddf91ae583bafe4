import type { CategoryBelief, Requirement } from '../../artifacts/index.ts';
import type { PlanMemory } from '../memory/plan-memory.ts';
import { classifyField, labelOf, type FieldClassifiers } from './fields.ts';

/** Task category -> how likely it is for this requirement, and for any: the share among the remembered plans. */
export function judgeCategoriesWith(
  classifiers: FieldClassifiers,
  memory: PlanMemory,
  requirement: Requirement,
): ReadonlyMap<string, CategoryBelief> {
  const counts = new Map<string, number>();
  for (const { plan } of memory.entries) {
    const label = labelOf(plan, 'category');
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return new Map(
    [...classifyField(classifiers, 'category', memory, requirement)].map(([label, share]) => [
      label,
      { share, usual: (counts.get(label) ?? 0) / memory.entries.length },
    ]),
  );
}
