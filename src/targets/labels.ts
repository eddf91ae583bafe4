import { knownFacts } from '../kinds/index.ts';
import { countLabels, denseHead, givesClasses, inColumn, type Target } from './define-target.ts';

/** Labels that may hold together. */
export const labelsTarget: Target = {
  tasks: [
    { modality: 'image', goal: 'multi-label', kind: 'image-table' },
    { modality: 'text', goal: 'multi-label', kind: 'text-table' },
    { modality: 'table', goal: 'multi-label', kind: 'table' },
  ],
  forms: ['label probabilities'],
  head: (facts) => denseHead('label probabilities', countLabels(facts), 'sigmoid'),
  units: ({ CLASS_COUNT: count }) => (typeof count === 'number' ? [count] : null),
  outputFits: givesClasses,
  describe: (data) =>
    `${countLabels(knownFacts(data.facts))} labels, each present or not${inColumn(data)}`,
  words: { never: /\bbinary classification\b/i },
  makes: [],
};
