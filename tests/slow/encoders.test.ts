import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { generateProject, planProject } from '../../src/pipeline/index.ts';
import { sweep } from '../sweep.ts';
import { createFusedPlanPredictor, readFusionParts } from '../../src/predictor/fused-plan.ts';
import { writeProject } from '../../src/project/index.ts';
import { readPool } from '../../src/retrieval/index.ts';
import { runSandboxed, runTool } from '../../src/sandbox/index.ts';
import {
  fetchPresets,
  findWeights,
  kerasHome,
  preparePythonEnvironment,
  presetFolder,
  verifyProjects,
} from '../../src/verification/index.ts';

/** Presets with random weights, and a vocabulary of letters. */
const MAKE = `import string, sys
import keras_hub
letters = list(string.ascii_lowercase + string.digits)
marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
pieces = marks + letters + ["##" + letter for letter in letters]
keras_hub.models.BertBackbone(len(pieces), 1, 2, 32, 64).save_to_preset(sys.argv[1])
keras_hub.tokenizers.BertTokenizer(pieces, lowercase=True).save_to_preset(sys.argv[1])
pairs = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"] + letters + ["\\u0120", "\\u0120a"]
keras_hub.models.RobertaBackbone(len(pairs), 1, 2, 32, 64).save_to_preset(sys.argv[2])
numbers = {pair: number for number, pair in enumerate(pairs)}
keras_hub.tokenizers.RobertaTokenizer(numbers, ["\\u0120 a"]).save_to_preset(sys.argv[2])
numbers["<|endoftext|>"] = len(numbers)
keras_hub.models.GPT2Backbone(len(numbers), 1, 2, 32, 64).save_to_preset(sys.argv[3])
keras_hub.tokenizers.GPT2Tokenizer(numbers, ["\\u0120 a"]).save_to_preset(sys.argv[3])
`;

/** Whether a model that was not trained has the embeddings of its preset. */
const COMPARE = `import keras, keras_hub, model
from data import PRESET, find_preset
layers = model.build_model().layers
built = next(getattr(layer, "backbone", layer) for layer in layers if isinstance(layer, keras.Model))
preset = keras_hub.models.Backbone.from_preset(find_preset())
same = (built.token_embedding.embeddings.numpy() == preset.token_embedding.embeddings.numpy()).all()
print(PRESET in find_preset(), "presets" in find_preset(), same)
`;

const LIMITS = {
  memoryBytes: 4 * 2 ** 30,
  cpuSeconds: 300,
  fileBytes: 2 ** 20,
  diskBytes: 2 ** 20,
  processes: 64,
  wallMs: 300_000,
  tmpBytes: 2 ** 26,
};

const BERT = 'bert_tiny_en_uncased';
const ROBERTA = 'roberta_base_en';
const GPT = 'gpt2_base_en';
const scratch = mkdtempSync(path.join(os.tmpdir(), 'encoders-'));
const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const predictor = createFusedPlanPredictor(readFusionParts([]));
let environment: Awaited<ReturnType<typeof preparePythonEnvironment>>;

beforeAll(async () => {
  environment = await preparePythonEnvironment();
  const { python } = environment;
  vi.stubEnv('DLCODEGEN_PYTHON_ENV', path.dirname(path.dirname(python)));
  vi.stubEnv('XDG_CACHE_HOME', path.join(scratch, 'cache'));
  const folders = [BERT, ROBERTA, GPT].map((name) => presetFolder(kerasHome(), name));
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  const made = await runTool({
    command: python,
    args: ['-c', MAKE, ...folders],
    timeoutMs: 600_000,
  });
  if (made.exit !== 0) throw new Error(made.stderr);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(scratch, { recursive: true });
});

/** What is asked for, and the preset that is at hand; null where none is. */
const PROJECTS = sweep(
  [
    ['Fine-tune BERT to classify app reviews by sentiment', BERT],
    ['Fine-tune BERT to classify app reviews by sentiment', null],
    ['Predict the star rating of reviews as a number with RoBERTa', ROBERTA],
  ] as const,
  3,
);

async function writeFor(text: string, preset: string | null, name: string): Promise<string> {
  const requirement = { text, attributes: '' };
  const planned = await planProject(
    { requirement, data: null, samples, given: null },
    { predictPlan: ({ reading }) => predictor.predict(reading) },
  );
  const { files } = await generateProject({
    requirement,
    ...planned,
    samples,
    method: 'dlcodegen',
    seed: 42,
    availableWeights: new Set(preset === null ? [] : [preset]),
  });
  const directory = path.join(scratch, name);
  mkdirSync(directory);
  await writeProject(directory, files, { force: false });
  return directory;
}

test('encoders are trained, saved and read again in the sandbox, with and without weights', async () => {
  expect([...findWeights()]).toEqual([BERT, ROBERTA, GPT]);
  const directories = [];
  for (const [at, [text, preset]] of PROJECTS.entries())
    directories.push(await writeFor(text, preset, `project-${at}`));
  const results = await verifyProjects(
    directories.map((directory) => ({ directory })),
    { level: 'smoke' },
  );
  for (const [at, { verdict, log, sandbox }] of results.entries()) {
    expect(verdict.stages.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(verdict.stages.find(({ id }) => id === 'S5')?.message).toContain(
      'reloads in safe mode;',
    );
    const preset = PROJECTS[at]?.[1] ?? null;
    expect(verdict.agreement.layers).toBe(preset === null ? 'substituted' : true);
    expect(sandbox).not.toBe('none');
    expect(log).not.toContain('Downloading');
    const directory = directories[at];
    if (preset === null || directory === undefined) continue;
    const compared = await runSandboxed({
      command: environment.python,
      args: ['-B', '-c', COMPARE],
      readOnly: [directory, kerasHome(), ...environment.folders],
      writable: [],
      workingDirectory: directory,
      environment: { PATH: '/usr/bin:/bin', HOME: '/tmp', KERAS_HOME: kerasHome() },
      limits: LIMITS,
    });
    expect(compared.stdout.trim().split('\n').at(-1)).toBe('True True True');
  }
}, 1_800_000);

test('a project whose preset is not there is not to blame', async () => {
  vi.stubEnv('XDG_CACHE_HOME', path.join(scratch, 'empty'));
  const verified = verifyProjects([{ directory: path.join(scratch, 'project-0') }], {
    level: 'smoke',
  });
  await expect(verified).rejects.toMatchObject({
    code: 'ENVIRONMENT',
    message: expect.stringContaining(`doctor --fetch-weights ${BERT}`) as unknown,
  });
});

test('a preset that cannot be downloaded is said, and nothing is left of it', async () => {
  const home = path.join(scratch, 'home');
  mkdirSync(home);
  vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:9');
  vi.stubEnv('UV_OFFLINE', '1');
  await expect(fetchPresets(home, [BERT])).rejects.toMatchObject({
    code: 'ENVIRONMENT',
    message: expect.stringMatching(/kagglehub cannot be downloaded: .*presets\/NAME/s) as unknown,
  });
  expect(findWeights().size).toBe(0);
});
