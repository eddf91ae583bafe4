import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createRandom, PACKAGE_ROOT } from '../../src/core/index.ts';
import { listRuns } from '../../src/runs/index.ts';
import { startFaultServer } from '../llm/fault-server.ts';

/** An evaluation with a model is killed at so many random moments; `npm run test:kills` takes 20. */
const MOMENTS = Number(process.env['DLCODEGEN_KILLS'] ?? 4);
const KEY = 'canary-0123456789abcdef';
const REPLY = '```python\nimport keras\n\n\ndef helper():\n    return keras\n```';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'kill-model-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const tasks = path.join(scratch, 'tasks');
for (const [at, text] of ['Classify iris flowers', 'Forecast the water level'].entries()) {
  const folder = path.join(tasks, `00${at}`);
  mkdirSync(folder, { recursive: true });
  const requirement = { 'User Requirement': text, 'Dataset Attributes': '' };
  writeFileSync(path.join(folder, 'requirement.json'), JSON.stringify(requirement));
  writeFileSync(path.join(folder, 'reference.py'), `import keras\nx = ${at}\n`);
}

interface Evaluation {
  readonly output: string;
  readonly runs: string;
  /** Ends by itself, unless it is killed after so many milliseconds or calls; its exit status. */
  readonly run: (kill?: {
    readonly ms?: number;
    readonly calls?: number;
  }) => Promise<number | null>;
  readonly calls: () => number;
  readonly close: () => Promise<void>;
}

async function startEvaluation(name: string): Promise<Evaluation> {
  const folder = path.join(scratch, name);
  let onCall = (): void => undefined;
  const server = await startFaultServer('none', () => {
    onCall();
    return REPLY;
  });
  const output = path.join(folder, 'report');
  const options = {
    tasks,
    output,
    jobs: '1',
    temperature: '0',
    method: 'direct,ps,cedar,dlcodegen',
    'calls-at-once': '1',
    model: 'openai-compatible:tiny',
    'base-url': server.url,
  };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const args = ['evaluate', 'rq5', ...words];
  return {
    output,
    runs: path.join(folder, 'data/dlcodegen/runs'),
    calls: () => server.requests.length,
    close: server.close,
    run: async (kill = {}) => {
      const program = path.join(PACKAGE_ROOT, 'bin/dlcodegen.cjs');
      const child = spawn(process.execPath, [program, ...args], {
        stdio: 'ignore',
        env: {
          ...process.env,
          XDG_CACHE_HOME: path.join(folder, 'cache'),
          XDG_DATA_HOME: path.join(folder, 'data'),
          DLCODEGEN_API_KEY: KEY,
        },
      });
      let left = kill.calls ?? Number.POSITIVE_INFINITY;
      onCall = () => {
        left -= 1;
        if (left <= 0) child.kill('SIGKILL');
      };
      const timer =
        kill.ms === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), kill.ms);
      const status = await new Promise<number | null>((resolve) => child.on('exit', resolve));
      clearTimeout(timer);
      return status;
    },
  };
}

function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.new'))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]),
  );
}

test('an evaluation with a model, killed at any time, ends as one that was left alone', async () => {
  const alone = await startEvaluation('alone');
  const started = performance.now();
  expect(await alone.run()).toBe(0);
  const longest = performance.now() - started;
  const needed = alone.calls();
  await alone.close();

  const killed = await startEvaluation('killed');
  const random = createRandom(MOMENTS);
  let kills = 0;
  for (let moment = 0; moment < MOMENTS; moment += 1) {
    // One half while a call is under way, the other at any time.
    const kill =
      moment % 2 === 0
        ? { calls: 1 + Math.floor((random() * 2 * needed) / MOMENTS) }
        : { ms: random() * longest };
    if ((await killed.run(kill)) === null) kills += 1;
  }
  expect(kills).toBeGreaterThan(MOMENTS / 4);
  expect(await killed.run()).toBe(0);
  expect(contents(killed.output)).toEqual(contents(alone.output));
  console.log(`${needed} calls, ${kills} kills, ${killed.calls()} calls in all`);
  // Every kill loses the call under way at most.
  expect(killed.calls()).toBeLessThanOrEqual(needed + kills);

  const runs = listRuns(killed.runs);
  // One that is killed early enough has no record yet.
  expect(runs.filter(({ status }) => status === 'killed').length).toBeLessThanOrEqual(kills);
  expect(runs[0]).toMatchObject({ status: 'done' });
  const paid = runs.reduce((sum, { totals }) => sum + totals.calls - totals.cached, 0);
  expect(paid).toBeGreaterThanOrEqual(needed - kills);
  expect(Object.values(contents(scratch)).join('\n')).not.toContain(KEY);
  await killed.close();
});
