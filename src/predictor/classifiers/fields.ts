import { scaledFeatures } from '../memory/plan-memory.ts';
import type { MemoryPlan, PlanMemory } from '../memory/plan-memory.ts';
import type { Requirement } from '../../artifacts/index.ts';
import { classify, numberRows, trainLinear } from './linear.ts';
import type { LinearClassifier } from './linear.ts';

/** Fields that a classifier predicts; numbers are labels by their decimal form, `''` stands for none. */
export const CLASSIFIED_FIELDS = [
  'category',
  'loss',
  'optimizer',
  'metric',
  'learningRate',
  'batchSize',
  'epochs',
] as const;
export type ClassifiedField = (typeof CLASSIFIED_FIELDS)[number];

export type FieldClassifiers = Readonly<Partial<Record<ClassifiedField, LinearClassifier>>>;

/** A label of fewer plans teaches nothing. */
const LEAST_PLANS = 4;
/** Plans written as code are the minority's style; half of their weight was best on held-out blocks. */
const CODE_IMPORTANCE = 0.5;
const LEAST_DOCUMENTS = 3;

/** Trains a classifier for each of `fields` on the memory's plans. */
export function trainFields(
  memory: PlanMemory,
  fields: readonly ClassifiedField[],
): FieldClassifiers {
  const rows = numberRows(memory.vectors, LEAST_DOCUMENTS);
  return Object.fromEntries(
    fields.map((field) => {
      const labels = frequentLabels(memory, field);
      const numbers = new Map(labels.map((label, at) => [label, at]));
      const examples = memory.entries.flatMap(({ plan }, at) => {
        const label = numbers.get(labelOf(plan, field));
        const vector = memory.vectors[at];
        if (label === undefined || vector === undefined) return [];
        return [{ vector, label, importance: plan.style === 'words' ? 1 : CODE_IMPORTANCE }];
      });
      return [field, trainLinear(labels, rows, examples)];
    }),
  );
}

/** Label -> probability; empty where the field has no classifier. */
export function classifyField(
  classifiers: FieldClassifiers,
  field: ClassifiedField,
  memory: PlanMemory,
  requirement: Requirement,
): ReadonlyMap<string, number> {
  const classifier = classifiers[field];
  if (classifier === undefined) return new Map();
  const shares = classify(classifier, scaledFeatures(memory, requirement));
  return new Map(classifier.labels.map((label, at) => [label, shares[at] ?? 0]));
}

export function labelOf(plan: MemoryPlan, field: ClassifiedField): string {
  const value = plan[field];
  return value === null ? '' : String(value);
}

function frequentLabels({ entries }: PlanMemory, field: ClassifiedField): string[] {
  const counts = new Map<string, number>();
  for (const { plan } of entries) {
    const label = labelOf(plan, field);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= LEAST_PLANS).map(([label]) => label);
}
