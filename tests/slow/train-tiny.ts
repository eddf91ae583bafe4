/** Trains a tiny predictor on made lines into the folder named on the command line; the test kills it on the way. */
import { prepareData, trainPredictor } from '../../src/predictor/train/loop.ts';
import { PRESETS } from '../../src/predictor/train/presets.ts';

const PRESET = {
  ...PRESETS.default,
  model: { context: 96, width: 32, layers: 2, heads: 2 },
  tokenizerSize: 400,
  epochs: 30,
  batchExamples: 4,
  maxRows: 200,
  warmupSteps: 3,
  evaluateEvery: 40,
  saveEvery: 7,
};
const LINES = Array.from({ length: 60 }, (_, at) =>
  JSON.stringify({
    'User Requirement': `Predict number ${at} from a table of houses.`,
    'Dataset Attributes': `${at} rows`,
    'Code Plan': {
      'Task Category': 'Tabular Regression',
      Dataset: { Input: `(${at}, 4)`, Output: '(1,)' },
      'Model Architecture': {
        Layers: [`Dense(${at})`, 'Dense(1)'],
        Hyperparameters: { epochs: at + 1 },
      },
    },
  }),
);

const folder = process.argv[2] ?? '';
await trainPredictor(prepareData(LINES.join('\n'), folder, PRESET), folder, PRESET, {
  threads: 1,
  onReport: () => undefined,
});
