/** What is predicted; `src/targets/` declares each. */
export const TARGET_KINDS = [
  'class',
  'labels',
  'number',
  'mask',
  'image',
  'text',
  'next',
  'future',
  'anomaly',
  'tags',
  'box',
  'same',
  'match',
  'sample',
] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];
