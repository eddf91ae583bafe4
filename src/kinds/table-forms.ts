import type { FactName } from './facts.ts';
import type { TableForm } from './table-form-names.ts';

export interface TableFormRow {
  /** What the rows are, in Markdown. */
  readonly lies: string;
  /** First line of a project's layout, with the facts' names in braces; the other lines are the kind's. */
  readonly layout: string;
  /** Facts that its reader needs besides those of the kind. */
  readonly facts: readonly FactName[];
  /** What the documentation says of these facts. */
  readonly words: string;
}

/** Forms of rows that are no delimited text; generation puts a reader of its own in the program's place. */
export const TABLE_FORMS: Readonly<Record<TableForm, TableFormRow>> = {
  records: {
    lies: 'a JSON array, JSON Lines or Parquet',
    layout: '{TABLE_FILE}      JSON records with {IMAGE_COLUMN}{AUDIO_COLUMN}, {TARGET}',
    facts: [],
    words: '',
  },
  mapping: {
    lies: 'one JSON object, file name to label: columns `file`, `label`',
    layout: '{TABLE_FILE}      one JSON object: file name to label',
    facts: [],
    words: '',
  },
  headless: {
    lies: 'lines `file label` or `file#0<tab>caption` without header',
    layout: '{TABLE_FILE}      lines without header: {LINE_COLUMNS}',
    facts: ['LINE_COLUMNS'],
    words: '`LINE_COLUMNS`, `SEPARATOR`',
  },
  names: {
    lies: "the label stands in the file's name: `cat.12.jpg`",
    layout: '{TABLE_FILE}/*      the file name holds the label: {NAME_PATTERN}',
    facts: ['NAME_PATTERN'],
    words: '`NAME_PATTERN` (its first group)',
  },
  folders: {
    lies: 'class folders inside folders: `mammals/dog/*.jpg`',
    layout: '{TABLE_FILE}/**/CLASS/*      the folder at level {CLASS_LEVEL} is the class',
    facts: ['CLASS_LEVEL'],
    words: '`CLASS_LEVEL` (levels below `TABLE_FILE`)',
  },
  coco: {
    lies: 'boxes in COCO format: columns `image`, `label`, `x_min`, `y_min`, `x_max`, `y_max`',
    layout: '{TABLE_FILE}      boxes in COCO format',
    facts: [],
    words: '',
  },
  voc: {
    lies: 'boxes in Pascal VOC format, a file an image: the same columns',
    layout: '{TABLE_FILE}/*.xml      boxes in Pascal VOC format, a file an image',
    facts: [],
    words: '',
  },
  yolo: {
    lies: 'boxes in YOLO format, a file an image: the same columns',
    layout: '{TABLE_FILE}/**/*.txt      boxes in YOLO format, a file an image: {CLASS_NAMES}',
    facts: ['CLASS_NAMES'],
    words: '`CLASS_NAMES`',
  },
  'box-sizes': {
    lies: 'columns of left, top, width, height',
    layout:
      '{TABLE_FILE}      columns {IMAGE_COLUMN}, {SIZE_COLUMNS} (left, top, width, height), {TARGET}',
    facts: ['SIZE_COLUMNS'],
    words: '`SIZE_COLUMNS`',
  },
  'box-text': {
    lies: 'one column `[left, top, width, height]`',
    layout:
      '{TABLE_FILE}      columns {IMAGE_COLUMN}, {BOX_TEXT_COLUMN} ([left, top, width, height]), {TARGET}',
    facts: ['BOX_TEXT_COLUMN'],
    words: '`BOX_TEXT_COLUMN`',
  },
  stacked: {
    lies: 'several files of the same columns in one folder',
    layout: '{TABLE_FILES}      rows with {TARGET}, read as one table',
    facts: ['TABLE_FILES', 'FILE_COLUMN'],
    words: '`TABLE_FILES`, `FILE_COLUMN` (holds the name of the file; None: it says nothing)',
  },
  joined: {
    lies: 'a table, and others beside it that tell more of what one of its columns names',
    layout: '{TABLE_FILE}      rows with {TARGET}; {JOINED_FILES} are joined by {JOIN_COLUMNS}',
    facts: ['JOINED_FILES', 'JOIN_COLUMNS'],
    words: '`JOINED_FILES`, `JOIN_COLUMNS` (the column of both that each is joined by)',
  },
  'json-list': {
    lies: 'a list of objects in a JSON file, by itself or in an object; of a list of texts each is a row',
    layout: '{TABLE_FILE}      JSON objects with {TARGET}',
    facts: ['RECORDS_KEY', 'LIST_COLUMN'],
    words: '`RECORDS_KEY` (where the list lies; None: it is the file), `LIST_COLUMN` (None: none)',
  },
  sheet: {
    lies: 'a sheet of an Excel workbook',
    layout: '{TABLE_FILE}      sheet {SHEET}: rows with {TARGET}',
    facts: ['SHEET', 'TITLE_ROWS'],
    words: '`SHEET`, `TITLE_ROWS` (rows above the column names)',
  },
  database: {
    lies: 'a table of an SQLite database',
    layout: '{TABLE_FILE}      table {TABLE_NAME}: rows with {TARGET}',
    facts: ['TABLE_NAME'],
    words: '`TABLE_NAME`',
  },
  conll: {
    lies: 'lines of a word and its tag, a blank line between sentences: columns `sentence`, `word`, `tag`',
    layout: '{TABLE_FILE}      a word and its tag a line, a blank line between sentences',
    facts: [],
    words: '',
  },
  cells: {
    lies: '`arrays` whose items are lists of numbers in the cells of a column',
    layout:
      '{INPUT_FILE}      a table; {INPUT_KEY} holds the numbers of an item, {TARGET} the answer',
    facts: ['TARGET'],
    words: '`TARGET`; `INPUT_FILE` is the table, `INPUT_KEY` the column',
  },
  pixels: {
    lies: '`arrays` whose items are pictures, a column of a table for each pixel',
    layout: '{INPUT_FILE}      a table; a row has the pixels of a picture, {TARGET} the answer',
    facts: ['TARGET', 'HEADER'],
    words:
      '`TARGET`, `HEADER`; `INPUT_FILE` is the table, `INPUT_KEY` the pattern of the names of its pixels',
  },
  polygons: {
    lies: '`image-masks` whose masks are polygons of a COCO file; `MASK_FOLDER` is None',
    layout: '{TABLE_FILE}      polygons in COCO format: {CLASS_NAMES}',
    facts: ['TABLE_FILE', 'CLASS_NAMES'],
    words: '`TABLE_FILE`, `CLASS_NAMES` (of 1, 2, ...; 0 is the rest)',
  },
  'mask-names': {
    lies: '`image-masks` whose images and masks a table names',
    layout: '{TABLE_FILE}      columns {IMAGE_COLUMN}, {MASK_COLUMN}: an image and its mask',
    facts: ['TABLE_FILE', 'SEPARATOR', 'IMAGE_COLUMN', 'MASK_COLUMN'],
    words: '`TABLE_FILE`, `SEPARATOR`, `IMAGE_COLUMN`, `MASK_COLUMN`',
  },
  'run-lengths': {
    lies: '`image-masks` whose masks a table writes as run lengths; `MASK_FOLDER` is None',
    layout: '{TABLE_FILE}      columns {IMAGE_COLUMN}, {RUNS_COLUMN} (start length ...)',
    facts: [
      'TABLE_FILE',
      'SEPARATOR',
      'IMAGE_COLUMN',
      'RUNS_COLUMN',
      'RUN_CLASS_COLUMN',
      'CLASS_NAMES',
    ],
    words:
      '`TABLE_FILE`, `SEPARATOR`, `IMAGE_COLUMN`, `RUNS_COLUMN`, `RUN_CLASS_COLUMN` (None: one class), `CLASS_NAMES` (of 1, 2, ...; 0 is the rest)',
  },
};
