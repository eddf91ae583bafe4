import { OWN_HEAD, type Target } from './define-target.ts';

/** How unusual an item is. */
export const anomalyTarget: Target = {
  forms: [],
  head: () => OWN_HEAD,
  halves: true,
  describe: () => 'How unusual an item is, and whether it is an anomaly',
  words: { must: /\b(?:anomal\w*|reconstruct\w*|outliers?|normal)\b/i },
  makes: [],
};
