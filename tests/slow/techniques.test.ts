import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { generateProject, planProject } from '../../src/pipeline/index.ts';
import { writeProject } from '../../src/project/index.ts';
import { readPool } from '../../src/retrieval/index.ts';
import { runTool } from '../../src/sandbox/index.ts';
import { preparePythonEnvironment } from '../../src/verification/index.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'techniques-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Whole runs take minutes each: `npm run test:techniques`, which `npm test` leaves out. */
const isAsked = process.env['DLCODEGEN_TECHNIQUES'] === 'all';

let python = '';
beforeAll(async () => {
  if (!isAsked) return;
  python = (await preparePythonEnvironment()).python;
});

/** Trains and evaluates a project and says what its live model and its files are. */
const RUN = `import json, sys
from pathlib import Path
import keras, pandas as pd
data, out = Path(sys.argv[1]), Path(sys.argv[2])
sys.path.insert(0, sys.argv[3])
import evaluate, train
train.train_model(data, out)
evaluate.evaluate_model(data, out)
model = keras.models.load_model(out / "model.keras")
layers = [{"class": type(layer).__name__, **layer.get_config()} for layer in model.layers]
history = pd.read_csv(out / "history.csv").to_dict("list")
files = sorted(path.name for path in out.rglob("*") if path.is_file())
loss = keras.losses.serialize(model.loss) if not isinstance(model.loss, str) else model.loss
print("FOUND " + json.dumps({"layers": layers, "history": history, "files": files, "loss": loss, "optimizer": model.optimizer.get_config()}, default=str))
`;

const RUN_MS = 900_000;
/** Planning and a run. */
const TEST_MS = 2 * RUN_MS;

interface Found {
  readonly layers: readonly Readonly<Record<string, unknown>>[];
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly files: readonly string[];
  readonly loss: unknown;
  readonly optimizer: unknown;
}

/** Rows of 12 in which the class follows from two columns; one class of three rows is rare. */
function writeTable(folder: string): string {
  mkdirSync(folder);
  const rows = Array.from({ length: 160 }, (_, row) => {
    const [heat, dust] = [(row * 37) % 101, (row * 53) % 97];
    return [heat, dust, ['oak', 'elm', 'ash'][row % 3], heat + dust > 130 ? 'yes' : 'no'].join();
  });
  writeFileSync(path.join(folder, 'kiln.csv'), ['heat,dust,wood,crack', ...rows, ''].join('\n'));
  return folder;
}

async function run(name: string, text: string): Promise<Found> {
  const data = writeTable(path.join(scratch, name));
  const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
  const requirement = { text, attributes: '' };
  const planned = await planProject({ requirement, data, samples, given: null, target: 'crack' });
  const { files, record } = await generateProject({
    requirement,
    ...planned,
    samples,
    method: 'dlcodegen',
    seed: 42,
  });
  expect(record.asked.filter(({ status }) => status !== 'done')).toEqual([]);
  const project = path.join(scratch, `${name}-project`);
  await writeProject(project, files, { force: false });
  const ended = await runTool({
    command: python,
    args: ['-c', RUN, data, path.join(scratch, `${name}-out`), project],
    timeoutMs: RUN_MS,
  });
  const line = /^FOUND (.*)$/m.exec(ended.stdout)?.[1];
  if (line === undefined) throw new Error(ended.stderr);
  return JSON.parse(line) as Found;
}

test.skipIf(!isAsked)(
  'layers, schedule and loss of the live model are as stated',
  async () => {
    const { layers, history, loss } = await run(
      'settings',
      'Predict crack from my table with two hidden layers of 24 and 12 units, tanh activation, L2 regularisation of 0.003, He initialisation, no dropout, label smoothing of 0.1, a warm-up of 2 epochs and then cosine decay of the learning rate from 0.01, 6 epochs.',
    );
    const dense = layers.filter((layer) => layer['class'] === 'Dense').slice(0, -1);
    expect(dense.map((layer) => [layer['units'], layer['activation']])).toEqual([
      [24, 'tanh'],
      [12, 'tanh'],
    ]);
    for (const layer of dense) {
      expect(JSON.stringify(layer['kernel_regularizer'])).toMatch(/"l2":0\.003/);
      expect(JSON.stringify(layer['kernel_initializer'])).toContain('HeNormal');
    }
    expect(layers.some((layer) => layer['class'] === 'Dropout')).toBe(false);
    expect(JSON.stringify(loss)).toContain('"label_smoothing":0.1');
    const shares = history['learning_rate']?.map((rate) => rate / 0.01) ?? [];
    const cosine = [0, 1, 2, 3].map((epoch) => (1 + Math.cos((Math.PI * epoch) / 4)) / 2);
    expect(shares).toHaveLength(6);
    for (const [at, share] of [0.5, 1, ...cosine].entries())
      expect(shares[at]).toBeCloseTo(share, 4);
  },
  TEST_MS,
);

test.skipIf(!isAsked)(
  'stated metrics stand in metrics.json, and optimizer and loss have their arguments',
  async () => {
    const { loss, optimizer } = await run(
      'measured',
      'Predict crack from my table with an MLP, SGD with momentum 0.8 and Nesterov, focal loss with gamma 3 and alpha 0.3, 2 epochs; report MCC, specificity, weighted F1, top-2 accuracy and training time.',
    );
    expect(JSON.stringify(loss)).toMatch(/"alpha":0\.3,"gamma":3/);
    expect(optimizer).toMatchObject({ momentum: 0.8, nesterov: true });
    const measured = JSON.parse(
      readFileSync(path.join(scratch, 'measured-out', 'metrics.json'), 'utf8'),
    ) as { readonly details: Readonly<Record<string, number>> };
    expect(measured.details).toMatchObject({
      matthews_correlation: expect.any(Number) as unknown,
      specificity: expect.any(Number) as unknown,
      weighted_f1: expect.any(Number) as unknown,
      training_seconds: expect.any(Number) as unknown,
      top_2_accuracy: 1,
    });
  },
  TEST_MS,
);

test.skipIf(!isAsked)(
  'folds, search, comparison and model files are made by the run',
  async () => {
    const { files } = await run(
      'around',
      'Predict crack from my table with 3-fold cross-validation and a random search with 2 trials, oversampling, min-max scaling, a threshold chosen on validation, 2 epochs. Compare it with logistic regression, and combine XGBoost with max depth 3 and a random forest by voting and by stacking. Save it as H5 and as a TFLite file.',
    );
    expect(files).toEqual(
      expect.arrayContaining([
        'comparison.csv',
        'cross_validation.csv',
        'model.h5',
        'model.tflite',
        'search.csv',
      ]),
    );
    const read = (name: string): string[] =>
      readFileSync(path.join(scratch, 'around-out', name), 'utf8')
        .trim()
        .split('\n');
    expect(read('cross_validation.csv')).toHaveLength(4);
    expect(read('search.csv')).toHaveLength(3);
    expect(read('comparison.csv').map((line) => line.split(',')[0])).toEqual([
      'model',
      'network',
      'logistic regression',
      'random forest',
      'XGBoost',
      'stacked ensemble',
      'soft voting ensemble',
    ]);
    expect(read('metrics.json').join(' ')).toMatch(
      /Of 6 compared models the best is: [\w ]+ \([\w ]+ [\d.]+, all in comparison\.csv\)/,
    );
  },
  TEST_MS,
);
