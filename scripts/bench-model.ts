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
const askAll = async (): Promise<number> => {
  const started = performance.now();
  for (let at = 0; at < CALLS; at += 1) await model.ask(question(at));
  return (performance.now() - started) / CALLS;
};
const first = await askAll();
const kept = await askAll();

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
const [started, used] = [performance.now(), process.cpuUsage()];
for (let at = 0; at < PROJECTS; at += 1) await make();
const project = (performance.now() - started) / PROJECTS;
const { user, system } = process.cpuUsage(used);
const computed = (user + system) / 1000 / PROJECTS;
rmSync(scratch, { recursive: true });

const figures = {
  [`a call beside waiting, of ${CALLS}`]: `${first.toFixed(2)} ms`,
  [`a kept reply, of ${CALLS}`]: `${kept.toFixed(2)} ms`,
  [`a project from a kept reply, of ${PROJECTS}`]: `${project.toFixed(0)} ms, ${computed.toFixed(0)} ms of processor time`,
};
for (const [what, value] of Object.entries(figures)) console.log(`${what}: ${value}`);
recordFigures('model', {
  title: 'What a language model costs beside waiting for it',
  command: 'npm run bench:model',
  figures,
});
