import type { DataKind, Goal, Modality, TargetKind } from '../artifacts/index.ts';

/** One way the data may lie on disk; taken where the text says so, the first one where it says nothing. */
export interface Layout {
  readonly kind: DataKind;
  readonly target: TargetKind;
  /** Words that speak for this layout. */
  readonly when?: RegExp;
}

export interface Task {
  readonly modality: Modality;
  readonly goal: Goal;
  /** The category as the paper's plans name it. */
  readonly category: string;
  readonly layouts: readonly Layout[];
}

const LABEL_TABLE = /\b(csv|tsv|table|dataframe|spreadsheet|columns?|metadata file|labels? file)\b/;
const SPLIT_FOLDERS =
  /\b(train(ing)?\b[^.]{0,40}\b(folders?|director(y|ies)|sets?|splits?)|(folders?|director(y|ies)|divided|split|organi[sz]ed|sets?)\b[^.]{0,60}\b(train(ing)?|validation|valid)\b[^.]{0,40}\b(test(ing)?|validation|valid))\b/;
const TEXT_FOLDERS =
  /\b(one folder per|folders? (for|per) (each|every|class)|\.?txt files?|text files? in|subfolders?|director(y|ies))\b/;
const PAIRS =
  /\b(pairs?|paired|corresponding|counterparts?|both|input and target|before and after|low and high|hazy and clear|clean versions?)\b/;
const UNPAIRED =
  /\b(no (clean|paired|target)|without (labels|targets)|unlabell?ed|add(ing|ed)? (gaussian |random )?noise)\b/;
const CONDITIONAL =
  /\b(conditional|cgans?|acgans?|class labels?|by class|of (a|each) (given|chosen) class|(based|conditioned) on)\b/;
const ARRAYS = /\b(npy|npz|numpy arrays?)\b/;

/**
 * The tasks that can be asked for; a requirement takes the row with the most evidence. Categories are those that the
 * paper's plans use most for such a task, e.g. `Tabular Regression` for forecasts, `Tabular Classification` for signals.
 */
export const TASKS: readonly Task[] = [
  {
    modality: 'image',
    goal: 'classify',
    category: 'Image Classification',
    layouts: [
      { kind: 'image-folders', target: 'class' },
      { kind: 'image-table', target: 'class', when: LABEL_TABLE },
      { kind: 'image-split-folders', target: 'class', when: SPLIT_FOLDERS },
      { kind: 'arrays', target: 'class', when: ARRAYS },
    ],
  },
  {
    modality: 'image',
    goal: 'multi-label',
    category: 'Image Classification',
    layouts: [{ kind: 'image-table', target: 'labels' }],
  },
  {
    modality: 'image',
    goal: 'regress',
    category: 'Image Regression',
    layouts: [
      { kind: 'image-table', target: 'number' },
      { kind: 'image-pairs', target: 'image', when: /\bdensity maps?\b/ },
      { kind: 'arrays', target: 'number', when: ARRAYS },
    ],
  },
  {
    modality: 'image',
    goal: 'segment',
    category: 'Image Segmentation',
    layouts: [{ kind: 'image-masks', target: 'mask' }],
  },
  {
    modality: 'image',
    goal: 'restore',
    category: 'Image-to-Image',
    layouts: [
      { kind: 'image-pairs', target: 'image' },
      { kind: 'image-pairs', target: 'image', when: PAIRS },
      { kind: 'images', target: 'image', when: UNPAIRED },
    ],
  },
  {
    modality: 'image',
    goal: 'autoencode',
    category: 'Image-to-Image',
    layouts: [{ kind: 'images', target: 'image' }],
  },
  {
    modality: 'image',
    goal: 'generate-images',
    category: 'Image Generation',
    layouts: [
      { kind: 'images', target: 'sample' },
      { kind: 'image-folders', target: 'sample', when: CONDITIONAL },
    ],
  },
  {
    modality: 'image',
    goal: 'anomaly',
    category: 'Anomaly Detection',
    layouts: [{ kind: 'images', target: 'anomaly' }],
  },
  {
    modality: 'image',
    goal: 'caption',
    category: 'Image-to-Text',
    layouts: [{ kind: 'image-captions', target: 'text' }],
  },
  {
    modality: 'image',
    goal: 'read',
    category: 'Image-to-Text',
    layouts: [{ kind: 'image-table', target: 'text' }],
  },
  {
    modality: 'image',
    goal: 'match',
    category: 'Image-to-Text',
    layouts: [{ kind: 'image-captions', target: 'match' }],
  },
  {
    modality: 'image',
    goal: 'same',
    category: 'Image Classification',
    layouts: [{ kind: 'image-folders', target: 'same' }],
  },
  {
    modality: 'image',
    goal: 'detect',
    category: 'Object Detection',
    layouts: [{ kind: 'image-boxes', target: 'box' }],
  },
  {
    modality: 'mixed',
    goal: 'classify',
    category: 'Text and Image Classification',
    layouts: [{ kind: 'image-features-table', target: 'class' }],
  },
  {
    modality: 'mixed',
    goal: 'regress',
    category: 'Image and Tabular Regression',
    layouts: [{ kind: 'image-features-table', target: 'number' }],
  },
  {
    modality: 'text',
    goal: 'classify',
    category: 'Text Classification',
    layouts: [
      { kind: 'text-table', target: 'class' },
      { kind: 'text-folders', target: 'class', when: TEXT_FOLDERS },
    ],
  },
  {
    modality: 'text',
    goal: 'multi-label',
    category: 'Text Classification',
    layouts: [{ kind: 'text-table', target: 'labels' }],
  },
  {
    modality: 'text',
    goal: 'regress',
    category: 'Tabular Regression',
    layouts: [{ kind: 'text-table', target: 'number' }],
  },
  {
    modality: 'text',
    goal: 'same',
    category: 'Text Classification',
    layouts: [{ kind: 'text-pairs', target: 'class' }],
  },
  {
    modality: 'text',
    goal: 'tag',
    category: 'Text Classification',
    layouts: [{ kind: 'tagged-words', target: 'tags' }],
  },
  {
    modality: 'text',
    goal: 'translate',
    category: 'Text-to-Text',
    layouts: [{ kind: 'text-pairs', target: 'text' }],
  },
  {
    modality: 'text',
    goal: 'summarize',
    category: 'Text-to-Text',
    layouts: [{ kind: 'text-pairs', target: 'text' }],
  },
  {
    modality: 'text',
    goal: 'answer',
    category: 'Question Answering',
    layouts: [{ kind: 'text-pairs', target: 'text' }],
  },
  {
    modality: 'text',
    goal: 'generate-text',
    category: 'Text Generation',
    layouts: [{ kind: 'text-file', target: 'next' }],
  },
  {
    modality: 'audio',
    goal: 'classify',
    category: 'Audio Classification',
    layouts: [
      { kind: 'audio-folders', target: 'class' },
      { kind: 'audio-table', target: 'class', when: LABEL_TABLE },
      { kind: 'arrays', target: 'class', when: ARRAYS },
    ],
  },
  {
    modality: 'audio',
    goal: 'regress',
    category: 'Tabular Regression',
    layouts: [{ kind: 'audio-table', target: 'number' }],
  },
  {
    modality: 'series',
    goal: 'forecast',
    category: 'Tabular Regression',
    layouts: [{ kind: 'series', target: 'future' }],
  },
  {
    modality: 'series',
    goal: 'regress',
    category: 'Tabular Regression',
    layouts: [{ kind: 'series', target: 'future' }],
  },
  {
    modality: 'series',
    goal: 'anomaly',
    category: 'Anomaly Detection',
    layouts: [{ kind: 'series', target: 'anomaly' }],
  },
  {
    modality: 'series',
    goal: 'classify',
    category: 'Tabular Classification',
    layouts: [{ kind: 'signal-table', target: 'class' }],
  },
  {
    modality: 'signal',
    goal: 'classify',
    category: 'Tabular Classification',
    layouts: [{ kind: 'signal-table', target: 'class' }],
  },
  {
    modality: 'signal',
    goal: 'regress',
    category: 'Tabular Regression',
    layouts: [{ kind: 'signal-table', target: 'number' }],
  },
  {
    modality: 'signal',
    goal: 'anomaly',
    category: 'Anomaly Detection',
    layouts: [
      { kind: 'signal-table', target: 'anomaly' },
      { kind: 'series', target: 'anomaly' },
    ],
  },
  {
    modality: 'table',
    goal: 'classify',
    category: 'Tabular Classification',
    layouts: [{ kind: 'table', target: 'class' }],
  },
  {
    modality: 'table',
    goal: 'multi-label',
    category: 'Tabular Classification',
    layouts: [{ kind: 'table', target: 'labels' }],
  },
  {
    modality: 'table',
    goal: 'regress',
    category: 'Tabular Regression',
    layouts: [{ kind: 'table', target: 'number' }],
  },
  {
    modality: 'table',
    goal: 'forecast',
    category: 'Tabular Regression',
    layouts: [{ kind: 'series', target: 'future' }],
  },
  {
    modality: 'table',
    goal: 'anomaly',
    category: 'Anomaly Detection',
    layouts: [{ kind: 'table', target: 'anomaly' }],
  },
  {
    modality: 'table',
    goal: 'autoencode',
    category: 'Anomaly Detection',
    layouts: [{ kind: 'table', target: 'anomaly' }],
  },
  {
    modality: 'arrays',
    goal: 'classify',
    category: 'Tabular Classification',
    layouts: [{ kind: 'arrays', target: 'class' }],
  },
  {
    modality: 'arrays',
    goal: 'regress',
    category: 'Tabular Regression',
    layouts: [{ kind: 'arrays', target: 'number' }],
  },
];
