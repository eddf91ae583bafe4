import { OWN_HEAD, type Target } from './define-target.ts';

/** How unusual an item is. */
export const anomalyTarget: Target = {
  tasks: [
    { modality: 'image', goal: 'anomaly', kind: 'images' },
    { modality: 'series', goal: 'anomaly', kind: 'series' },
    { modality: 'signal', goal: 'anomaly', kind: 'signal-table' },
    { modality: 'signal', goal: 'anomaly', kind: 'series' },
    { modality: 'table', goal: 'anomaly', kind: 'table' },
    { modality: 'table', goal: 'autoencode', kind: 'table' },
  ],
  forms: [],
  head: () => OWN_HEAD,
  halves: true,
  describe: () => 'How unusual an item is, and whether it is an anomaly',
  words: { must: /\b(?:anomal\w*|reconstruct\w*|outliers?|normal)\b/i },
  makes: [],
};
