import { ownTable } from '../core/index.ts';
import type { FactValue } from '../artifacts/index.ts';
import type { AskedValues, Technique, TechniqueEdit } from './technique.ts';

const PLATEAU = /^ *keras\.callbacks\.ReduceLROnPlateau\([^\n]*\),\n/m;
const STOPPING = /keras\.callbacks\.EarlyStopping\((?!monitor)/;
const CHECKPOINT = /(keras\.callbacks\.ModelCheckpoint\(output_dir \/ "model\.keras", )(?!monitor)/;

/** Callbacks of training, and how the learning rate changes. */
export const CALLBACK_TECHNIQUES: readonly Technique[] = [
  {
    name: 'learning rate by epochs',
    use: (asked) => {
      const course = courseOf(asked);
      return course === null
        ? null
        : {
            edits: [{ find: PLATEAU, put: '        RateSchedule(),\n' }],
            takes: ['RateSchedule'],
            constants: course,
          };
    },
  },
  {
    name: 'learning rate by steps',
    use: (asked) => {
      const [factor, steps, unit] = listOf(asked.value('training rate decay'));
      if (unit !== 'step') return null;
      const isStaircase = !/exponential/.test(asked.words('technique learning rate schedule'));
      const rest = isStaircase ? ', staircase=True' : '';
      return {
        edits: [
          { find: PLATEAU, put: '' },
          {
            find: /(keras\.optimizers\.\w+\()learning_rate\b/,
            put: `$1keras.optimizers.schedules.ExponentialDecay(learning_rate, ${String(steps)}, ${String(factor)}${rest})`,
          },
        ],
      };
    },
  },
  {
    name: 'learning rate by time',
    use: (asked) => {
      const decay = asked.value('training time decay');
      return typeof decay !== 'number'
        ? null
        : {
            edits: [
              { find: PLATEAU, put: '' },
              {
                find: /(keras\.optimizers\.\w+\()learning_rate\b/,
                put: `$1keras.optimizers.schedules.InverseTimeDecay(learning_rate, 1, ${decay})`,
              },
            ],
          };
    },
  },
  {
    name: 'plateau',
    use: (asked) => {
      const factor = asked.value('training plateau factor') ?? 0.5;
      const patience = asked.value('training plateau patience') ?? 'max(1, PATIENCE // 2)';
      const isStated =
        asked.value('training plateau factor') !== undefined ||
        asked.value('training plateau patience') !== undefined;
      return isStated && courseOf(asked) === null
        ? {
            edits: [
              {
                find: /(ReduceLROnPlateau\()[^\n]*\),$/m,
                put: `$1factor=${String(factor)}, patience=${String(patience)}),`,
              },
            ],
          }
        : null;
    },
  },
  {
    name: 'no plateau',
    use: (asked) =>
      asked.value('technique plateau schedule') === false
        ? { edits: [{ find: PLATEAU, put: '' }] }
        : null,
  },
  {
    name: 'no early stopping',
    use: (asked) =>
      asked.value('technique early stopping') === false
        ? { edits: [{ find: /^ *keras\.callbacks\.EarlyStopping\([^\n]*\),\n/m, put: '' }] }
        : null,
  },
  {
    name: 'what early stopping watches',
    use: (asked) =>
      asked.value('training stopping monitor') === 'val_accuracy' &&
      asked.value('technique early stopping') !== false
        ? {
            edits: [
              // Only a compiled accuracy is logged under this name.
              { find: /metrics=\["accuracy"/, put: '$&' },
              monitored(STOPPING, '$&'),
              monitored(CHECKPOINT, '$1'),
            ],
          }
        : null,
  },
];

function monitored(find: RegExp, kept: string): TechniqueEdit {
  return { find, put: `${kept}monitor="val_accuracy", mode="max", ` };
}

/** The course of the learning rate over the epochs; null where none is stated. */
function courseOf(asked: AskedValues): Readonly<Record<string, FactValue>> | null {
  const words = asked.words('technique learning rate schedule');
  const warmUp = asked.value('training warm-up');
  const [factor, every, unit] = listOf(asked.value('training rate decay'));
  if (unit === 'step') return null;
  const decay = Object.keys(COURSES).find((name) => COURSES[name]?.test(words));
  const course =
    unit === undefined
      ? (decay ?? (warmUp === undefined ? null : 'constant'))
      : decay === 'exponential'
        ? decay
        : 'steps';
  if (course === null) return null;
  const isByFactor = course === 'exponential' || course === 'steps';
  return {
    RATE_DECAY: course,
    WARM_UP_EPOCHS: typeof warmUp === 'number' ? warmUp : null,
    ...(isByFactor ? { DECAY_FACTOR: factor ?? USUAL_FACTOR, DECAY_EPOCHS: every ?? 1 } : {}),
  };
}

/** Where an exponential decay is asked for without a rate: half in 14 epochs. */
const USUAL_FACTOR = 0.95;

const COURSES: Readonly<Record<string, RegExp>> = ownTable({
  cosine: /cosine/,
  exponential: /exponential/,
  linear: /linear|polynomial/,
});

function listOf(value: FactValue | undefined): readonly FactValue[] {
  return Array.isArray(value) ? value : [];
}
