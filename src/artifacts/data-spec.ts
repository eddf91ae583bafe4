/** How the data lies on disk; docs/pool.md lists each kind's files and facts. */
export const DATA_KINDS = [
  'image-folders',
  'image-split-folders',
  'image-table',
  'image-features-table',
  'image-masks',
  'image-pairs',
  'images',
  'image-captions',
  'image-boxes',
  'table',
  'text-table',
  'text-folders',
  'text-file',
  'text-pairs',
  'tagged-words',
  'series',
  'signal-table',
  'arrays',
  'audio-folders',
  'audio-table',
] as const;
export type DataKind = (typeof DATA_KINDS)[number];

/** What is predicted. */
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

/** How the rows of a kind with a table lie on disk where that is no delimited text (fact `TABLE_FORM`). */
export const TABLE_FORMS = [
  'records',
  'mapping',
  'headless',
  'names',
  'folders',
  'coco',
  'voc',
  'yolo',
  'box-sizes',
  'box-text',
  'polygons',
] as const;
export type TableForm = (typeof TABLE_FORMS)[number];

export type FactValue = string | number | boolean | null | readonly FactValue[];

/** Named values of the data: the constants that generated code carries, e.g. `IMAGE_SIZE`, `TARGET`. */
export type Facts = Readonly<Record<string, FactValue>>;

export interface DataSpec {
  readonly kind: DataKind;
  readonly target: TargetKind;
  readonly facts: Facts;
}
