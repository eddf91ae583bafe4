// Written by npm run make:declared from the files of src/targets/.

/** What is predicted; `src/targets/` declares each. */
export const TARGET_KINDS = [
  'anomaly',
  'box',
  'boxes',
  'class',
  'domain',
  'future',
  'image',
  'labels',
  'mask',
  'match',
  'next',
  'number',
  'same',
  'sample',
  'tags',
  'text',
] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];
