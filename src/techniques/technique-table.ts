import { ATTENTION_TECHNIQUES } from './attention-table.ts';
import { METRIC_TECHNIQUES } from './metrics-table.ts';
import { AUDIO_TECHNIQUES, GENERATION_TECHNIQUES } from './generation-table.ts';
import { LOSS_NUMBER_TECHNIQUES } from './loss-numbers-table.ts';
import { AUGMENTATION_TECHNIQUES } from './augmentation-table.ts';
import { LOSS_TECHNIQUES } from './loss-table.ts';
import { CALLBACK_TECHNIQUES } from './callbacks-table.ts';
import { EVALUATION_TECHNIQUES } from './evaluation-table.ts';
import { TRAINING_TECHNIQUES } from './training-table.ts';
import { PREPROCESS_TECHNIQUES } from './preprocess-table.ts';
import type { Technique } from './technique.ts';

/** All techniques, in the order in which programs are given them. */
export const TECHNIQUES: readonly Technique[] = [
  ...CALLBACK_TECHNIQUES,
  ...ATTENTION_TECHNIQUES,
  ...LOSS_TECHNIQUES,
  ...LOSS_NUMBER_TECHNIQUES,
  ...AUGMENTATION_TECHNIQUES,
  ...PREPROCESS_TECHNIQUES,
  ...TRAINING_TECHNIQUES,
  ...AUDIO_TECHNIQUES,
  ...GENERATION_TECHNIQUES,
  ...EVALUATION_TECHNIQUES,
  ...METRIC_TECHNIQUES,
];
