import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DLCodeGenError, fail, ok } from '../core/index.ts';
import type { Question, Reply } from '../llm/index.ts';
import { listRuns, readRun, recordRun, removeRun, toCallEvent, type RunOptions } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'runs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const QUESTION: Question = {
  stage: 'direct',
  system: 'S',
  prompt: 'P',
  sampling: { temperature: 0, topP: null, seed: 1, replyTokens: 10 },
};
const REPLY: Reply = {
  text: 'x',
  finish: 'stop',
  usage: { input: 7, output: 3 },
  cost: 0.25,
  warnings: [],
  ms: 2000,
  isCached: false,
};
const reply = (change: Partial<Reply> = {}) =>
  toCallEvent({ name: 'm' }, QUESTION, ok({ ...REPLY, ...change }));
const part = { task: '001', method: 'direct' };

const record = async (
  work: Parameters<typeof recordRun>[1],
  change: Partial<RunOptions> = {},
): Promise<number> =>
  recordRun(
    {
      folder,
      version: '1.2.3',
      command: 'evaluate',
      asked: 'rq1',
      model: 'm',
      methods: ['direct'],
      seed: 7,
      options: {},
      ...change,
    },
    work,
  );

/** As a process that is killed in the middle of a line leaves it; its id is no longer taken. */
function kill(id: string): void {
  const file = path.join(folder, id, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  delete manifest['ended'];
  writeFileSync(file, JSON.stringify({ ...manifest, process: 2 ** 22 + 1 }));
  appendFileSync(path.join(folder, id, 'events.jsonl'), '{"kind":"call","time":"20');
}

test('totals count what was paid for in this run; a part has its own', async () => {
  await record(async (run) => {
    run.record({ ...reply(), ...part });
    run.record({ ...reply({ isCached: true }), ...part, task: '002' });
    const failure = fail({ code: 'PROVIDER_LIMIT', path: '', message: 'status 429' });
    run.record({ ...toCallEvent({ name: 'm' }, QUESTION, failure), ...part });
    const stage = { kind: 'stage', stage: 'sample', message: '', seconds: 3 } as const;
    run.record({ ...stage, ...part, outcome: 'PROVIDER_LIMIT' });
    return 0;
  });
  const [run] = listRuns(folder);
  expect(run).toMatchObject({
    status: 'done',
    manifest: { asked: 'rq1', model: 'm', methods: ['direct'], seed: 7 },
    totals: { calls: 3, cached: 1, failed: 1, input: 7, output: 3, cost: 0.25, seconds: 2 },
  });
  const details = readRun(folder, run?.manifest.id ?? '');
  expect(details.parts).toMatchObject([
    { task: '001', totals: { calls: 2, failed: 1 }, outcome: 'PROVIDER_LIMIT' },
    { task: '002', totals: { calls: 1, cached: 1, cost: 0 }, outcome: '' },
  ]);
  expect(details.events[0]).toMatchObject({ call: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

test('a cost that is not known makes the sum unknown, unless it was a kept reply', async () => {
  await record(async (run) => {
    run.record({ ...reply({ cost: null, isCached: true }), ...part });
    expect(run.totals().cost).toBe(0);
    run.record({ ...reply({ cost: null, usage: null }), ...part });
    return 0;
  });
  expect(listRuns(folder)[0]?.totals).toMatchObject({ cost: null, input: 0 });
});

test('a run that is killed keeps every whole line', async () => {
  await record(async (run) => {
    run.record({ ...reply(), ...part });
    expect(listRuns(folder)[0]).toMatchObject({ status: 'running', totals: { calls: 1 } });
    expect(() => removeRun(folder, run.id)).toThrow(/still running/);
    return 0;
  });
  const [ended] = listRuns(folder);
  kill(ended?.manifest.id ?? '');
  expect(listRuns(folder)[0]).toMatchObject({ status: 'killed', totals: ended?.totals });
});

test.for([
  { name: 'an error', outcome: 'INTERRUPTED', exit: 130 },
  { name: 'an exit status', outcome: 'VERIFICATION_FAILED', exit: 6 },
])('$name ends the record with its code', async ({ outcome, exit }) => {
  const work = async (): Promise<number> => {
    if (exit === 130) throw new DLCodeGenError('INTERRUPTED', 'stop');
    return exit;
  };
  await record(work).catch(() => null);
  expect(listRuns(folder)[0]).toMatchObject({
    status: outcome,
    manifest: { ended: { exit } },
  });
});

test('the newest stands first; what is no run is left out', async () => {
  for (const asked of ['one', 'two']) {
    await record(async () => 0, { asked });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  mkdirSync(path.join(folder, 'other'));
  mkdirSync(path.join(folder, '20260101000000000-abcdef'));
  expect(listRuns(folder).map(({ manifest }) => manifest.asked)).toEqual(['two', 'one']);
  expect(listRuns(path.join(folder, 'nowhere'))).toEqual([]);
});

test('a run is taken away by its id alone', async () => {
  await record(async () => 0);
  const [run] = listRuns(folder);
  for (const id of ['', '..', '.', 'other', '20260101000000000-abcdef'])
    expect(() => removeRun(folder, id)).toThrow(/no run/);
  removeRun(folder, run?.manifest.id ?? '');
  expect(listRuns(folder)).toEqual([]);
});

test('an address is recorded without its password', async () => {
  const options = {
    'base-url': 'https://me:canary@host/v1',
    attributes: 'mail me@host',
    force: true,
  };
  await record(async () => 0, { options });
  expect(listRuns(folder)[0]?.manifest.options).toEqual({
    'base-url': 'https://host/v1',
    attributes: 'mail me@host',
    force: true,
  });
});

test.each([
  ['manifest.json', 'a pipe'],
  ['manifest.json', 'a link'],
  ['events.jsonl', 'a pipe'],
  ['events.jsonl', 'a link'],
])('a run whose %s is %s is neither waited for nor followed', async (file, what) => {
  await record(async () => 0);
  const id = listRuns(folder)[0]?.manifest.id ?? '';
  kill(id);
  const place = path.join(folder, id, file);
  renameSync(place, path.join(folder, file));
  if (what === 'a pipe') execFileSync('mkfifo', [place]);
  else symlinkSync(path.join(folder, file), place);
  expect(listRuns(folder)).toEqual([]);
  expect(() => readRun(folder, id)).toThrow(/damaged/);
  removeRun(folder, id);
  expect(readdirSync(folder)).toEqual([file]);
});

test('a file in place of the folder of runs is named', () => {
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  expect(() => listRuns(file)).toThrow(/no folder of runs/);
});
