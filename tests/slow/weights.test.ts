import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { DataSpec, PlanRecord } from '../../src/artifacts/index.ts';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { generateProject, planProject } from '../../src/pipeline/index.ts';
import { PRETRAINED_WEIGHTS } from '../../src/plan/index.ts';
import { writeProject } from '../../src/project/index.ts';
import { readPool } from '../../src/retrieval/index.ts';
import { runTool } from '../../src/sandbox/index.ts';
import {
  fetchWeights,
  findWeights,
  preparePythonEnvironment,
  verifyProjects,
} from '../../src/verification/index.ts';

/** Keras states no hash for this network, so that it takes weights made here. */
const BACKBONE = 'MobileNetV2';
const SAVE = `import h5py, keras, sys
from keras.src.legacy.saving import legacy_h5_format as form
with h5py.File(sys.argv[1], "w") as file:
    form.save_weights_to_hdf5_group(file, keras.applications.${BACKBONE}(include_top=False, weights=None))
`;

const scratch = mkdtempSync(path.join(os.tmpdir(), 'weights-'));
const row = PRETRAINED_WEIGHTS[BACKBONE];
const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));

beforeAll(async () => {
  const { python } = await preparePythonEnvironment();
  const made = path.join(scratch, 'made.h5');
  const ended = await runTool({ command: python, args: ['-c', SAVE, made], timeoutMs: 600_000 });
  if (ended.exit !== 0) throw new Error(ended.stderr);
  vi.stubEnv('DLCODEGEN_PYTHON_ENV', path.dirname(path.dirname(python)));
  vi.stubEnv('XDG_CACHE_HOME', path.join(scratch, 'cache'));
  const bytes = readFileSync(made);
  const server = createServer((_, response) => response.end(bytes));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const table = { [BACKBONE]: { ...row, hash: createHash('sha256').update(bytes).digest('hex') } };
  const mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await fetchWeights([BACKBONE], { mirror, table });
  server.close();
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(scratch, { recursive: true });
});

/** The plan of the pool's transfer learning program, on data of a kind. */
function planFor(data: DataSpec): PlanRecord {
  const sample = samples.find(({ id }) => id === 'image-transfer');
  if (sample === undefined) throw new Error('no such sample');
  const empty = { warnings: [], assumptions: [], substituted: [], asked: [] };
  return { plan: sample.plan, data, confidence: {}, alternatives: {}, ...empty };
}

async function writeFor(data: DataSpec): Promise<string> {
  const directory = path.join(scratch, data.kind);
  mkdirSync(directory);
  const requirement = { text: 'Tell leaf diseases apart by transfer learning', attributes: '' };
  const given = planFor(data);
  const { files } = await generateProject({
    requirement,
    ...(await planProject({ requirement, data: null, samples, given })),
    samples,
    method: 'dlcodegen',
    seed: 42,
    availableWeights: findWeights(),
  });
  await writeProject(directory, files, { force: false });
  return directory;
}

const FACTS = { IMAGE_ROOT: '', IMAGE_SIZE: [64, 64], CHANNELS: 3, CLASS_COUNT: 3 };
const KINDS: readonly DataSpec[] = [
  {
    kind: 'image-split-folders',
    target: 'class',
    facts: { ...FACTS, TRAIN_FOLDER: 'train', VALIDATION_FOLDER: null, TEST_FOLDER: 'test' },
  },
  // A program that has no transfer learning of its own.
  { kind: 'image-folders', target: 'class', facts: FACTS },
];

test('pretrained networks are read, frozen and fine-tuned in the sandbox', async () => {
  const directories = [];
  for (const data of KINDS) directories.push(await writeFor(data));
  const results = await verifyProjects(
    directories.map((directory) => ({ directory })),
    { level: 'smoke' },
  );
  for (const { verdict, log, sandbox } of results) {
    expect(verdict.stages.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(verdict.agreement.layers).toBe(true);
    expect(sandbox).not.toBe('none');
    const train = log.slice(log.indexOf('--- train'), log.indexOf('--- inspect'));
    // Five epochs of the head alone, then one of all layers.
    expect(train).toMatch(/Epoch 5\/5\n.*\n.* learning_rate: 1\.0000e-05/);
    expect(train).not.toContain('Downloading');
  }
}, 1_800_000);

test('a project whose weights are not there is not to blame', async () => {
  const [data] = KINDS;
  if (data === undefined) throw new Error('no kind');
  vi.stubEnv('XDG_CACHE_HOME', path.join(scratch, 'empty'));
  const directory = path.join(scratch, data.kind);
  await expect(verifyProjects([{ directory }], { level: 'smoke' })).rejects.toMatchObject({
    code: 'ENVIRONMENT',
    message: expect.stringContaining(`doctor --fetch-weights ${BACKBONE}`) as unknown,
  });
});
