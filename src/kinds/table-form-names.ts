/** How the rows of a kind with a table lie on disk where that is no delimited text (fact `TABLE_FORM`). */
export const TABLE_FORM_NAMES = [
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
  'mask-names',
  'run-lengths',
  'stacked',
  'joined',
  'json-list',
  'sheet',
  'database',
  'conll',
  'cells',
] as const;
export type TableForm = (typeof TABLE_FORM_NAMES)[number];
