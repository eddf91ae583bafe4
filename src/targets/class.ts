import { knownFacts } from '../kinds/index.ts';
import {
  ARRAY_WORDS,
  countClasses,
  denseHead,
  givesClasses,
  inColumn,
  type Target,
} from './define-target.ts';

const LABEL_TABLE = /\b(csv|tsv|table|dataframe|spreadsheet|columns?|metadata file|labels? file)\b/;
const SPLIT_FOLDERS =
  /\b(train(ing)?\b[^.]{0,40}\b(folders?|director(y|ies)|sets?|splits?)|(folders?|director(y|ies)|divided|split|organi[sz]ed|sets?)\b[^.]{0,60}\b(train(ing)?|validation|valid)\b[^.]{0,40}\b(test(ing)?|validation|valid))\b/;
const TEXT_FOLDERS =
  /\b(one folder per|folders? (for|per) (each|every|class)|\.?txt files?|text files? in|subfolders?|director(y|ies))\b/;

/** One of several classes. */
export const classTarget: Target = {
  tasks: [
    { modality: 'image', goal: 'classify', kind: 'image-folders' },
    { modality: 'image', goal: 'classify', kind: 'image-table', when: LABEL_TABLE },
    { modality: 'image', goal: 'classify', kind: 'image-split-folders', when: SPLIT_FOLDERS },
    { modality: 'image', goal: 'classify', kind: 'arrays', when: ARRAY_WORDS },
    { modality: 'mixed', goal: 'classify', kind: 'image-features-table' },
    { modality: 'text', goal: 'classify', kind: 'text-table' },
    { modality: 'text', goal: 'classify', kind: 'text-folders', when: TEXT_FOLDERS },
    { modality: 'text', goal: 'same', kind: 'text-pairs' },
    { modality: 'audio', goal: 'classify', kind: 'audio-folders' },
    { modality: 'audio', goal: 'classify', kind: 'audio-table', when: LABEL_TABLE },
    { modality: 'audio', goal: 'classify', kind: 'arrays', when: ARRAY_WORDS },
    { modality: 'series', goal: 'classify', kind: 'signal-table' },
    { modality: 'signal', goal: 'classify', kind: 'signal-table' },
    { modality: 'table', goal: 'classify', kind: 'table' },
    { modality: 'arrays', goal: 'classify', kind: 'arrays' },
  ],
  forms: ['one probability', 'class probabilities'],
  head: (facts, unitPerClass) => {
    const classes = countClasses(facts);
    return classes === 2 && !unitPerClass
      ? denseHead('one probability', 1, 'sigmoid')
      : denseHead('class probabilities', classes, 'softmax');
  },
  units: ({ CLASS_COUNT: count }) =>
    typeof count === 'number' ? (count === 2 ? [1, 2] : [count]) : null,
  outputFits: givesClasses,
  classes: true,
  describe: (data, names) => {
    const count = countClasses(knownFacts(data.facts));
    const what = count === 2 ? 'Binary: one of 2 classes' : `One of ${count} classes`;
    return `${what}${names}${inColumn(data)}`;
  },
  words: {
    never:
      /\b(?:generated|captions?|box(?:es)?|bounding|continuous|regression|next|start|masks?)\b/i,
  },
  makes: [],
};
