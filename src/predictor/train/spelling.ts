import type { Plan } from '../../artifacts/index.ts';

type NamedField = 'category' | 'optimizer' | 'loss' | 'metric';

/**
 * Writes each name in the spelling that the plans use most (`Binary Crossentropy` for `binary_crossentropy`);
 * names are the same where their lower-cased letters and digits are, as exact match counts them.
 * The data mixes two styles; the words' style is the more frequent one for losses, the code's for metrics.
 */
export function unifySpelling(plans: readonly Plan[]): Plan[] {
  const counts = new Map<string, Map<string, number>>();
  const each = (plan: Plan): readonly (readonly [NamedField, string | null])[] => [
    ['category', plan.category],
    ['optimizer', plan.hyperparameters.optimizer],
    ['loss', plan.hyperparameters.loss],
    ['metric', plan.hyperparameters.metric],
  ];
  for (const [field, name] of plans.flatMap(each)) {
    if (name === null) continue;
    const key = keyOf(field, name);
    const spellings = counts.get(key) ?? new Map<string, number>();
    counts.set(key, spellings.set(name, (spellings.get(name) ?? 0) + 1));
  }
  const chosen = new Map([...counts].map(([key, spellings]) => [key, mostFrequent(spellings)]));
  const spell = (field: NamedField, name: string): string => chosen.get(keyOf(field, name)) ?? name;
  return plans.map((plan) => ({
    ...plan,
    category: spell('category', plan.category),
    hyperparameters: {
      ...plan.hyperparameters,
      optimizer: maybe(plan.hyperparameters.optimizer, (name) => spell('optimizer', name)),
      loss: maybe(plan.hyperparameters.loss, (name) => spell('loss', name)),
      metric: maybe(plan.hyperparameters.metric, (name) => spell('metric', name)),
    },
  }));
}

function keyOf(field: NamedField, name: string): string {
  return `${field} ${name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')}`;
}

function mostFrequent(spellings: ReadonlyMap<string, number>): string {
  return [...spellings].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
}

function maybe(text: string | null, change: (text: string) => string): string | null {
  return text === null ? null : change(text);
}
