import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { openModel, parseModelName, type Question } from '../src/llm/index.ts';
import { generateProject, languageModelStages, planProject } from '../src/pipeline/index.ts';
import { readPool } from '../src/retrieval/index.ts';
import { recordFigures } from './record-figures.ts';

/**
 * What everything but waiting for a model costs: calls whose replies are at hand, first and kept, and projects made from
 * kept replies. Usage: npm run bench:model [-- --record]
 */
const CALLS = 1000;
const PROJECTS = 100;
const REPLY = '```python\ndef helper():\n    return 1\n```';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'bench-model-'));
const file = path.join(scratch, 'replies.jsonl');
writeFileSync(file, JSON.stringify({ stage: 'direct', text: REPLY }));
const model = await openModel({
  model: parseModelName(`recorded:${file}`),
  baseUrl: null,
  price: null,
  maxCost: null,
  maxTokens: null,
  timeoutMs: 1000,
  retries: 0,
  threads: null,
  contextTokens: 32_768,
  callsAtOnce: 1,
  cache: { folder: path.join(scratch, 'kept'), isRead: true },
  environment: {},
});
const sampling = { temperature: 0, topP: null, seed: 1, replyTokens: 100 };
const question = (at: number): Question => ({
  stage: 'direct',
  system: 'You write Keras programs.',
  prompt: `${'x'.repeat(20_000)} ${at}`,
  sampling,
});
/** What one of so many turns takes, in words; the processor time holds on a busy machine too. */
const timed = async (turns: number, act: (at: number) => Promise<unknown>): Promise<string> => {
  const [started, used] = [performance.now(), process.cpuUsage()];
  for (let at = 0; at < turns; at += 1) await act(at);
  const wall = (performance.now() - started) / turns;
  const { user, system } = process.cpuUsage(used);
  return `${wall.toFixed(2)} ms, ${((user + system) / 1000 / turns).toFixed(2)} ms of processor time`;
};
const ask = async (at: number): Promise<unknown> => model.ask(question(at));
const first = await timed(CALLS, ask);
const kept = await timed(CALLS, ask);

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const requirement = { text: 'Classify iris flowers of three species from a table', attributes: '' };
const planned = await planProject({ requirement, data: null, samples, given: null });
const stages = languageModelStages({
  writer: { model, sampling, temperature: null },
  samples,
  exampleTokens: 10_000,
});
const make = async (): Promise<unknown> =>
  generateProject({ requirement, ...planned, samples, method: 'direct', seed: 42 }, stages);
await make();
const project = await timed(PROJECTS, make);
rmSync(scratch, { recursive: true });

const figures = {
  [`a call beside waiting, of ${CALLS}`]: first,
  [`a kept reply, of ${CALLS}`]: kept,
  [`a project from a kept reply, of ${PROJECTS}`]: project,
};
for (const [what, value] of Object.entries(figures)) console.log(`${what}: ${value}`);
recordFigures('model', {
  title: 'What a language model costs beside waiting for it',
  command: 'npm run bench:model',
  figures,
});
