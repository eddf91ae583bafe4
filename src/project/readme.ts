import type { DataKind, DataSpec, PlanRecord, Requirement, TableForm } from '../artifacts/index.ts';
import { warningsOf } from '../plan/index.ts';
import { plainText } from '../python/index.ts';

/** What each data kind looks like on disk, with the facts' names in braces. */
const LAYOUTS: Readonly<Record<DataKind, string>> = {
  'image-folders': '{IMAGE_ROOT}/CLASS/*.jpg|png      one folder per class',
  'image-split-folders':
    '{TRAIN_FOLDER}/CLASS/*.jpg|png\n{VALIDATION_FOLDER}/CLASS/*.jpg|png\n{TEST_FOLDER}/CLASS/*.jpg|png',
  'image-table': '{TABLE_FILE}      columns {IMAGE_COLUMN}, {TARGET}\n{IMAGE_FOLDER}/*.jpg|png',
  'image-features-table':
    '{TABLE_FILE}      columns {IMAGE_COLUMN}, {FEATURES}, {TARGET}\n{IMAGE_FOLDER}/*.jpg|png',
  'image-masks':
    '{MASK_FOLDER}/NAME{MASK_SUFFIX}.png      grey values {MASK_VALUES}\n{IMAGE_FOLDER}/NAME.png',
  'image-pairs': '{INPUT_FOLDER}/NAME.png\n{TARGET_FOLDER}/NAME{TARGET_SUFFIX}.png',
  images: '{IMAGE_FOLDER}/*.jpg|png      folders below are walked',
  'image-captions':
    '{TABLE_FILE}      columns {IMAGE_COLUMN}, {CAPTION_COLUMN}\n{IMAGE_FOLDER}/*.jpg',
  'image-boxes':
    '{TABLE_FILE}      columns {IMAGE_COLUMN}, {BOX_COLUMNS}, {TARGET}\n{IMAGE_FOLDER}/*.jpg',
  table: '{TABLE_FILE}      target {TARGET}, features {FEATURES}',
  'text-table': '{TABLE_FILE}      text {TEXT_COLUMN}, target {TARGET}',
  'text-folders': '{TEXT_ROOT}/CLASS/*.txt      one folder per class',
  'text-file': '{TEXT_FILE}      plain text',
  'text-pairs': '{TABLE_FILE}      source {SOURCE_COLUMN}, target {TARGET_COLUMN}',
  'tagged-words': '{TABLE_FILE}      a word a row: {SENTENCE_COLUMN}, {WORD_COLUMN}, {TAG_COLUMN}',
  series: '{TABLE_FILE}      in time order: {DATE_COLUMN}, {FEATURES}; forecast {TARGET}',
  'signal-table': '{TABLE_FILE}      a signal of {SIGNAL_LENGTH} values a row, label {TARGET}',
  arrays: '{INPUT_FILE}, {TARGET_FILE}      items of shape {INPUT_SHAPE}',
  'audio-folders': '{AUDIO_ROOT}/CLASS/*.wav      {SAMPLE_RATE} Hz',
  'audio-table': '{TABLE_FILE}      columns {AUDIO_COLUMN}, {TARGET}\n{AUDIO_FOLDER}/*.wav',
};

/** Pairs of texts that nobody writes but judges. */
const JUDGED_PAIRS = '{TABLE_FILE}      texts {TEXT_COLUMNS}, target {TARGET}';

/** The first line of a layout whose rows lie otherwise than in delimited text; the rest stays. */
const FORM_LAYOUTS: Readonly<Record<TableForm, string>> = {
  records: '{TABLE_FILE}      JSON records with {IMAGE_COLUMN}{AUDIO_COLUMN}, {TARGET}',
  mapping: '{TABLE_FILE}      one JSON object: file name to label',
  headless: '{TABLE_FILE}      lines without header: {LINE_COLUMNS}',
  names: '{TABLE_FILE}/*      the file name holds the label: {NAME_PATTERN}',
  folders: '{TABLE_FILE}/**/CLASS/*      the folder at level {CLASS_LEVEL} is the class',
  coco: '{TABLE_FILE}      boxes in COCO format',
  voc: '{TABLE_FILE}/*.xml      boxes in Pascal VOC format, a file an image',
  yolo: '{TABLE_FILE}/**/*.txt      boxes in YOLO format, a file an image: {CLASS_NAMES}',
  polygons: '{TABLE_FILE}      polygons in COCO format: {CLASS_NAMES}',
  'box-sizes':
    '{TABLE_FILE}      columns {IMAGE_COLUMN}, {SIZE_COLUMNS} (left, top, width, height), {TARGET}',
  'box-text':
    '{TABLE_FILE}      columns {IMAGE_COLUMN}, {BOX_TEXT_COLUMN} ([left, top, width, height]), {TARGET}',
};

const PICTURES = { path: 'new/', words: 'a picture or a folder of them' };
const SOUNDS = { path: 'new/', words: 'a .wav file or a folder of them' };
const ROWS = {
  path: 'new.csv',
  words: 'a table with the columns of the training data; the target may be missing',
};
const TEXT_ROWS = { path: 'new.csv', words: 'such a table, or a .txt file' };

/** What `predict.py` takes. */
const NEW_ITEMS: Readonly<Record<DataKind, { readonly path: string; readonly words: string }>> = {
  'image-folders': PICTURES,
  'image-split-folders': PICTURES,
  'image-table': PICTURES,
  'image-features-table': ROWS,
  'image-masks': PICTURES,
  'image-pairs': PICTURES,
  images: PICTURES,
  'image-captions': PICTURES,
  'image-boxes': PICTURES,
  table: ROWS,
  'text-table': TEXT_ROWS,
  'text-folders': { path: 'new/', words: 'a .txt file or a folder of them' },
  'text-file': { path: 'start.txt', words: 'a text to continue' },
  'text-pairs': TEXT_ROWS,
  'tagged-words': TEXT_ROWS,
  series: { path: 'new.csv', words: 'a table of the latest steps, at least a window of them' },
  'signal-table': ROWS,
  arrays: { path: 'new', words: 'a file like that of the training items' },
  'audio-folders': SOUNDS,
  'audio-table': SOUNDS,
};

export interface ReadmeOptions {
  readonly requirement: Requirement;
  readonly record: PlanRecord;
  /** Sample id and licence of everything the code was made from. */
  readonly sources: readonly { readonly id: string; readonly licence: string }[];
}

/** The project's README: what it predicts, the data it expects, how to run it, what was assumed. */
export function renderReadme({ requirement, record, sources }: ReadmeOptions): string {
  const { plan, data } = record;
  const layout = data === null ? '' : describeLayout(data);
  const items = data === null ? PICTURES : newItems(data.kind, data.facts);
  const { hyperparameters } = plan;
  const rows: [string, string | number | null][] = [
    ['task', plan.category],
    ['input', plan.dataset.input],
    ['output', plan.dataset.output],
    ['optimizer', hyperparameters.optimizer],
    ['loss', hyperparameters.loss],
    ['learning rate', hyperparameters.learningRate],
    ['batch size', hyperparameters.batchSize],
    ['epochs', hyperparameters.epochs],
    ['metric', hyperparameters.metric],
  ];
  return `# ${markdownText(plan.category)}

> ${markdownText(requirement.text)}

## Run

\`\`\`sh
python -m pip install -r requirements.txt
python train.py --data-dir data
python evaluate.py --data-dir data
python predict.py --input ${items.path} --output predictions.csv
\`\`\`

\`--input\` is ${items.words}.

\`python data.py\` shows what the data look like, \`python script.py\` does all of it at once,
\`python -m pytest tests\` checks the project on made data. Every program has \`--help\`.

## Data

\`\`\`
${layout}
\`\`\`

## Plan

| field | value |
|---|---|
${rows.map(([name, value]) => `| ${name} | ${value === null ? 'not stated' : markdownText(String(value))} |`).join('\n')}

Layers: ${plan.layers.map((layer) => `\`${plainText(layer)}\``).join(' · ')}

${plan.preprocess === '' ? '' : `Preprocessing: ${markdownText(plan.preprocess)}\n\n`}## Results

\`evaluate.py\` writes \`artifacts/metrics.json\`: the model's score on the test split beside the trivial baseline and,
where it makes sense, a simple reference, with a plain verdict. Numbers without training mean nothing, so none stand here.

${section('Choices nobody stated', record.assumptions)}${section('Not as stated', warningsOf(record))}## Files written

\`artifacts/model.keras\` (best weights), \`preprocessing.json\` (what was learnt from the training split),
\`history.csv\`, \`config.json\`, \`metrics.json\`, \`figures/\`, \`predictions.csv\`.

## Where the code comes from

PROVENANCE.json names the origin of every segment. Samples: ${sources.map(({ id, licence }) => `${id} (${licence})`).join(', ')}.
`;
}

function section(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `## ${title}\n\n${lines.map((line) => `- ${markdownText(line)}`).join('\n')}\n\n`;
}

/** The file to predict: one that waits for it in the data, else a new one written like that learnt from. */
function newItems(kind: DataKind, facts: DataSpec['facts']): { path: string; words: string } {
  const { path, words } = NEW_ITEMS[kind];
  const waiting = facts['TEST_FILE'];
  if (typeof waiting === 'string') return { path: `data/${plainText(waiting)}`, words };
  const written = String(facts['TABLE_FILE'] ?? facts['INPUT_FILE'] ?? '');
  const suffix = /\.\w+$/.exec(written)?.[0];
  return {
    path: suffix === undefined ? path : path.replace(/^new(\.csv)?$/, `new${suffix}`),
    words,
  };
}

/** Fills the layout with the facts; a fact that is unknown or empty is said so. */
function describeLayout({ kind, target, facts }: DataSpec): string {
  const form = FORM_LAYOUTS[facts['TABLE_FORM'] as TableForm] as string | undefined;
  const layout = kind === 'text-pairs' && target === 'class' ? JUDGED_PAIRS : LAYOUTS[kind];
  return (form === undefined ? layout : [form, ...layout.split('\n').slice(1)].join('\n'))
    .replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = facts[name];
      if (/_(SUFFIX|ROOT)$|^(IMAGE|AUDIO)_COLUMN$/.test(name)) return String(value ?? '');
      if (name === 'TABLE_FILE' && value === '') return '.';
      if (value === null || value === undefined)
        return `(${name.toLowerCase().replaceAll('_', ' ')}: found by itself)`;
      return plainText(Array.isArray(value) ? value.join(', ') : String(value));
    })
    .replace(/^\//gm, '');
}

/** User text in Markdown: one line, nothing that opens HTML or breaks a table. */
function markdownText(text: string): string {
  return plainText(text).replace(/[<>|[\]]/g, (character) => `\\${character}`);
}
