import {
  TARGET_KINDS,
  type DataKind,
  type Goal,
  type Modality,
  type TargetKind,
} from '../artifacts/index.ts';
import { TARGETS } from '../targets/index.ts';

/** One layout of the data on disk; taken where the text says so, the first one where it says nothing. */
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

/**
 * Tasks by what the data are and what is wanted, with the category that the paper's plans use most for them, e.g.
 * `Tabular Regression` for forecasts, `Tabular Classification` for signals.
 */
const CATEGORIES: readonly (readonly [Modality, Goal, category: string])[] = [
  ['image', 'classify', 'Image Classification'],
  ['image', 'multi-label', 'Image Classification'],
  ['image', 'regress', 'Image Regression'],
  ['image', 'segment', 'Image Segmentation'],
  ['image', 'restore', 'Image-to-Image'],
  ['image', 'autoencode', 'Image-to-Image'],
  ['image', 'generate-images', 'Image Generation'],
  ['image', 'anomaly', 'Anomaly Detection'],
  ['image', 'caption', 'Image-to-Text'],
  ['image', 'read', 'Image-to-Text'],
  ['image', 'match', 'Image-to-Text'],
  ['image', 'same', 'Image Classification'],
  ['image', 'detect', 'Object Detection'],
  ['mixed', 'classify', 'Text and Image Classification'],
  ['mixed', 'regress', 'Tabular Regression'],
  ['text', 'classify', 'Text Classification'],
  ['text', 'multi-label', 'Text Classification'],
  ['text', 'regress', 'Tabular Regression'],
  ['text', 'same', 'Text Classification'],
  ['text', 'tag', 'Text Classification'],
  ['text', 'translate', 'Text-to-Text'],
  ['text', 'summarize', 'Text-to-Text'],
  ['text', 'answer', 'Question Answering'],
  ['text', 'generate-text', 'Text Generation'],
  ['audio', 'classify', 'Audio Classification'],
  ['audio', 'regress', 'Tabular Regression'],
  ['series', 'forecast', 'Tabular Regression'],
  ['series', 'regress', 'Tabular Regression'],
  ['series', 'anomaly', 'Anomaly Detection'],
  ['series', 'classify', 'Tabular Classification'],
  ['signal', 'classify', 'Tabular Classification'],
  ['signal', 'regress', 'Tabular Regression'],
  ['signal', 'anomaly', 'Anomaly Detection'],
  ['table', 'classify', 'Tabular Classification'],
  ['table', 'multi-label', 'Tabular Classification'],
  ['table', 'regress', 'Tabular Regression'],
  ['table', 'forecast', 'Tabular Regression'],
  ['table', 'anomaly', 'Anomaly Detection'],
  ['table', 'autoencode', 'Anomaly Detection'],
  ['arrays', 'classify', 'Tabular Classification'],
  ['arrays', 'regress', 'Tabular Regression'],
];

/** The tasks that can be asked for; a requirement takes the row with the most evidence. */
export const TASKS: readonly Task[] = CATEGORIES.map(([modality, goal, category]) => ({
  modality,
  goal,
  category,
  layouts: layoutsOf(modality, goal),
}));

/** The layouts that the targets declare for a task: the usual ones, then those that words speak for. */
function layoutsOf(modality: Modality, goal: Goal): readonly Layout[] {
  return TARGET_KINDS.flatMap((target) =>
    TARGETS[target].tasks
      .filter((task) => task.modality === modality && task.goal === goal)
      .map(({ kind, when }) => ({ kind, target, ...(when === undefined ? {} : { when }) })),
  ).toSorted((left, right) => Number(left.when !== undefined) - Number(right.when !== undefined));
}
