import { ownTable } from '../core/index.ts';
import type { FactValue, SettledAsk } from '../artifacts/index.ts';

type Constants = Readonly<Record<string, FactValue>>;

/** Asks whose values are constants of every program that has them. */
const ASKED: Readonly<Record<string, (value: FactValue) => Constants>> = ownTable({
  'training patience': (value) => ({ PATIENCE: value }),
  'training seed': (value) => ({ SEED: value }),
  'data test share': (value) => ({ TEST_SHARE: value }),
  'data validation share': (value) => ({ VALIDATION_SHARE: value }),
  'data split': splitShares,
  'layer embedding dimension': (value) => ({ EMBEDDING_UNITS: value, EMBEDDING_SIZE: value }),
  'preprocess mel bands': (value) => ({ MEL_BINS: value }),
  'preprocess FFT length': (value) => ({ FFT_LENGTH: value }),
  'preprocess hop length': (value) => ({ FRAME_STEP: value }),
  'technique cycle weight': (value) => ({ CYCLE_WEIGHT: value }),
  'technique identity weight': (value) => ({ IDENTITY_WEIGHT: value }),
  'technique residual blocks': (value) => ({ RESIDUAL_BLOCKS: value }),
  'technique noise steps': (value) => ({ NOISE_STEPS: value }),
  'technique sampling steps': (value) => ({ SAMPLING_STEPS: value }),
  'technique sampling temperature': (value) => ({ TEMPERATURE: value }),
  'technique written length': (value) => ({ WRITTEN_WORDS: value }),
  'technique threshold choice': (value): Constants =>
    typeof value === 'number' ? { THRESHOLD: value } : {},
  'size latent dimension': (value) => ({ LATENT_SIZE: value }),
  'artefact samples every epochs': (value) => ({ GRID_EPOCHS: value }),
});

/** Constants by name that the requirement states. */
export function askedConstants(
  asked: readonly Pick<SettledAsk, 'kind' | 'name' | 'value'>[],
): Constants {
  return Object.assign(
    {},
    ...asked.map(({ kind, name, value }) => ASKED[`${kind} ${name}`]?.(value)),
  );
}

/** Percentages of train, validation and test, or of train and test. */
export function splitShares(value: FactValue): Constants {
  const [, ...rest] = Array.isArray(value) ? value.map((part) => Number(part) / 100) : [];
  const [first, second] = rest;
  if (first === undefined) return {};
  return second === undefined
    ? { TEST_SHARE: first }
    : { VALIDATION_SHARE: first, TEST_SHARE: second };
}
