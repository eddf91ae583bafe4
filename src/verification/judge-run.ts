import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import * as z from 'zod';
import { PACKAGE_ROOT } from '../core/index.ts';
import {
  copyArtefact,
  createScratch,
  makeShown,
  runSandboxed,
  type Limits,
  type SandboxedResult,
} from '../sandbox/index.ts';
import type { PythonEnvironment } from './python-environment.ts';

const SHAPES = z.array(z.array(z.number().nullable()));

/** What python/judge.py found in a saved model, without the project's code. */
export const JUDGED = z.strictObject({
  /** Classes and functions of the project's own; where there are some, `outputs` are what the project saved. */
  own: z.array(z.string()),
  items: z.number(),
  inputs: SHAPES,
  outputs: z.array(z.array(z.number())),
  finite: z.boolean(),
  /** Whether the predictions are those that the project's process saved; null where they could not be made again. */
  same: z.boolean().nullable(),
  /** Loss of the batch, made again; null where the project's code is needed for it. */
  loss: z.number().nullable(),
  finiteLoss: z.boolean().nullable(),
  weights: z.number(),
  finiteWeights: z.boolean(),
});
export type Judged = z.infer<typeof JUDGED>;

/** Facts, or why there are none. */
export type Judgement = { readonly facts: Judged } | { readonly error: string };

const ANSWER = z.union([
  z.strictObject({ id: z.string(), nonce: z.string(), facts: JUDGED }),
  z.strictObject({ id: z.string(), nonce: z.string(), error: z.string() }),
]);

export interface Judge {
  /** Copies what training left out of the folder of a run, and judges the copy; the run may go on. */
  readonly judge: (work: string, seconds: number) => Promise<Judgement>;
  readonly close: () => Promise<void>;
}

export interface JudgeOptions {
  readonly environment: PythonEnvironment;
  readonly unsandboxed: boolean;
  readonly limits: Limits;
  readonly signal?: AbortSignal;
}

const ARTEFACTS = [
  ['artifacts/model.keras', 'model.keras'],
  ['reload.npz', 'reload.npz'],
] as const;
const MOST_ARTEFACT = 4_000_000_000;

/**
 * Starts python/judge.py in a sandbox of its own, which only reads what it judges: no process, folder or descriptor is
 * shared with what ran the project. It loads Keras while the projects run.
 */
export async function startJudge(options: JudgeOptions): Promise<Judge> {
  const scratch = await createScratch();
  const evidence = path.join(scratch.folder, 'evidence');
  const home = path.join(scratch.folder, 'home');
  await makeShown(evidence);
  await mkdir(home);
  let jobs = 0;
  let waiting: { readonly job: Job; readonly settle: (judgement: Judgement) => void } | null = null;
  let input: Writable | undefined;
  const settle = (judgement: Judgement): void => {
    waiting?.settle(judgement);
    waiting = null;
  };
  let ended: string | null = null;
  const run = runSandboxed({
    command: options.environment.python,
    args: ['-B', path.join(PACKAGE_ROOT, 'python', 'judge.py')],
    readOnly: [path.join(PACKAGE_ROOT, 'python'), ...options.environment.folders, evidence],
    writable: [home],
    workingDirectory: home,
    environment: { PATH: '/usr/bin:/bin', HOME: home, LANG: 'C.UTF-8', TMPDIR: '/tmp' },
    limits: options.limits,
    unsandboxed: options.unsandboxed,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onInput: (stream) => {
      input = stream;
    },
    onChannelLine: (line) => {
      if (waiting !== null) settle(readAnswer(line, waiting.job));
    },
  });
  const over = endOf(run).then((reason) => {
    ended = `the judge ended: ${reason}`;
    settle({ error: ended });
    return ended;
  });
  const ask = async (work: string, seconds: number): Promise<Judgement> => {
    jobs += 1;
    const folder = path.join(evidence, String(jobs));
    await makeShown(folder);
    for (const [file, name] of ARTEFACTS) {
      if (!(await copyArtefact(work, file, path.join(folder, name), MOST_ARTEFACT)))
        return { error: `there is no ${name}` };
    }
    if (ended !== null) return { error: ended };
    const job = { id: String(jobs), nonce: randomBytes(16).toString('hex'), folder, seconds };
    return new Promise((resolve) => {
      waiting = { job, settle: resolve };
      input?.write(`${JSON.stringify(job)}\n`);
    });
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    judge: (work, seconds) => {
      const next = last
        .then(() => ask(work, seconds))
        .catch((error: unknown) => ({
          error: error instanceof Error ? error.message : String(error),
        }));
      last = next;
      return next;
    },
    close: async () => {
      input?.end();
      await over;
      await scratch.remove();
    },
  };
}

/** Why a run is over; an interrupt is told by what ran the project. */
async function endOf(run: Promise<SandboxedResult>): Promise<string> {
  try {
    const { exceeded, stderr } = await run;
    return exceeded ?? stderr.trim().split('\n').at(-1) ?? '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

interface Job {
  readonly id: string;
  readonly nonce: string;
}

/** The answer to a job; anything else is none. */
function readAnswer(line: string, { id, nonce }: Job): Judgement {
  let parsed: unknown = null;
  try {
    parsed = JSON.parse(line);
  } catch {
    return { error: 'the judge did not answer as it must' };
  }
  const answer = ANSWER.safeParse(parsed);
  if (!answer.success || answer.data.id !== id || answer.data.nonce !== nonce)
    return { error: 'the judge did not answer as it must' };
  return 'facts' in answer.data ? { facts: answer.data.facts } : { error: answer.data.error };
}
