import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mapAtOnce, PACKAGE_ROOT } from '../../src/core/index.ts';
import { readTasks, type Task } from '../../src/dataset/index.ts';
import { openModel, parseModelName, type LanguageModel } from '../../src/llm/index.ts';
import {
  generateProject,
  languageModelStages,
  METHODS,
  planProject,
  verifyAndRepair,
  type MethodName,
  type PlannedProject,
  type Stages,
} from '../../src/pipeline/index.ts';
import { shareOfModel, writeProject } from '../../src/project/index.ts';
import { leaveOut, readPool } from '../../src/retrieval/index.ts';
import { startFaultServer } from '../llm/fault-server.ts';
import { sweep } from '../sweep.ts';

const TASKS = path.resolve(
  PACKAGE_ROOT,
  process.env['DLCODEGEN_DATA'] ?? '../shared/data',
  'tasks',
);
const scratch = mkdtempSync(path.join(os.tmpdir(), 'methods-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const names = Object.keys(METHODS) as MethodName[];
const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));

/** The program of another task: of every reply some parts fit, and most do not. */
const REPLY = `\`\`\`python\n${samples[0]?.program}\n\`\`\``;

interface Planned extends PlannedProject {
  readonly task: Task;
}

/** Every method over some tasks of the evaluation, and over all of them by `npm run test:methods`. */
describe.skipIf(!existsSync(TASKS))('methods over recorded replies', () => {
  let planned: readonly Planned[] = [];
  let recorded: LanguageModel;

  const stagesOf = (model: LanguageModel): Stages =>
    languageModelStages({
      writer: {
        model,
        sampling: { topP: null, seed: 42, replyTokens: 8000 },
        temperature: null,
      },
      samples,
      exampleTokens: 10_000,
    });
  const generate = async ({ task, ...plan }: Planned, method: MethodName, stages: Stages) =>
    generateProject(
      {
        requirement: task.requirement,
        ...plan,
        samples: leaveOut(samples, task),
        method,
        seed: 42,
      },
      stages,
    );
  const open = async (model: string, baseUrl: string | null): Promise<LanguageModel> =>
    openModel({
      model: parseModelName(model),
      baseUrl,
      price: null,
      maxCost: null,
      maxTokens: null,
      timeoutMs: 60_000,
      retries: 0,
      threads: null,
      contextTokens: 32_768,
      callsAtOnce: 1,
      cache: { folder: path.join(scratch, 'replies'), isRead: true },
      environment: {},
    });

  beforeAll(async () => {
    planned = await mapAtOnce(
      sweep(await readTasks(TASKS), 11),
      1,
      async (task): Promise<Planned> => {
        const { requirement } = task;
        const plan = { requirement, data: null, samples: leaveOut(samples, task), given: null };
        return { task, ...(await planProject(plan)) };
      },
    );
    const server = await startFaultServer('none', () => REPLY);
    const stages = stagesOf(await open('openai-compatible:fixed', server.url));
    const [first] = planned;
    for (const method of names) if (first !== undefined) await generate(first, method, stages);
    await server.close();
    const file = path.join(scratch, 'recorded.jsonl');
    writeFileSync(
      file,
      [...keptReplies(), { stage: 'repair', text: REPLY }, { stage: 'fill', text: REPLY }]
        .map((row) => JSON.stringify(row))
        .join('\n'),
    );
    recorded = await open(`recorded:${file}`, null);
  });

  test('there are the tasks of the evaluation', async () => {
    expect(await readTasks(TASKS)).toHaveLength(33);
  });

  test.each(names)('%s makes projects that pass the static stages', async (method) => {
    const stages = stagesOf(recorded);
    const shares: number[] = [];
    const requests = await mapAtOnce(planned, 1, async (one) => {
      const { final, files } = await generate(one, method, stages);
      const directory = path.join(scratch, method, one.task.id);
      await writeProject(directory, files, { force: false });
      shares.push(shareOfModel(files));
      expect(final.written === undefined).toBe(method === 'dlcodegen-fill' && shares.at(-1) === 0);
      return { directory };
    });
    const settled = await verifyAndRepair(requests, { level: 'static', repairs: 3 }, stages);
    const failed = settled.filter(({ verdict }) => !verdict.passed);
    const repaired = settled.filter(({ earlier }) => earlier.length > 0);
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    console.log(
      `${method}: ${settled.length} projects, ${(100 * mean).toFixed(1)} % by the model, ${repaired.length} repaired`,
    );
    expect(failed.map(({ directory, verdict }) => [directory, verdict.stages])).toEqual([]);
  });
});

/** One reply for each stage, of those that the server gave. */
function keptReplies(): { readonly stage: string; readonly text: string }[] {
  const folder = path.join(scratch, 'replies');
  const rows = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Kept)
    .map(({ question, text }) => ({ stage: question.stage, text }));
  return [...new Map(rows.map((row) => [row.stage, row])).values()];
}

interface Kept {
  readonly question: { readonly stage: string };
  readonly text: string;
}
