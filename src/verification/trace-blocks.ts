import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { DataSpec } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { createScratch, runSandboxed } from '../sandbox/index.ts';
import { limitsFor, MADE_ITEMS } from './harness-run.ts';
import { preparePythonEnvironment } from './python-environment.ts';

const ROW = z.object({
  code: z.string(),
  state: z.record(z.string(), z.string()),
  error: z.string().nullable(),
});

/** A block of a program and what its execution showed. */
export type TracedBlock = z.infer<typeof ROW>;

export interface Trace {
  /** Files that were made for the program, below its working directory. */
  readonly files: readonly string[];
  /** Until the end, the first error, or the time limit. */
  readonly blocks: readonly TracedBlock[];
  /** Why it ended before its first block, or by a limit; "" where it did not. */
  readonly fault: string;
}

const BLOCK_SECONDS = 120;
const MOST_FILES = 20;

/**
 * Runs a program block by block in the sandbox, on made data in `data/`; a block is a run of straight statements or one
 * compound statement. A fit takes one epoch. Errors: ENVIRONMENT (no Python, no sandbox), INTERRUPTED.
 */
export async function traceBlocks(
  code: string,
  data: DataSpec | null,
  options: { readonly unsandboxed: boolean; readonly signal?: AbortSignal },
): Promise<Trace> {
  const environment = await preparePythonEnvironment({});
  const scratch = await createScratch();
  try {
    const work = path.join(scratch.folder, 'work');
    await mkdir(work);
    const [program, job] = [
      path.join(scratch.folder, 'program.py'),
      path.join(scratch.folder, 'job.json'),
    ];
    await writeFile(program, code);
    const made = data === null ? null : { ...data, count: MADE_ITEMS };
    await writeFile(job, JSON.stringify({ program, work, made, seconds: BLOCK_SECONDS }));
    const result = await runSandboxed({
      command: environment.python,
      args: ['-B', path.join(PACKAGE_ROOT, 'python', 'trace_blocks.py'), job],
      readOnly: [path.join(PACKAGE_ROOT, 'python'), ...environment.folders],
      writable: [scratch.folder],
      workingDirectory: work,
      environment: { PATH: '/usr/bin:/bin', HOME: scratch.folder, LANG: 'C.UTF-8', TMPDIR: '/tmp' },
      limits: limitsFor(1, 'smoke'),
      unsandboxed: options.unsandboxed,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const text = await readFile(path.join(work, 'blocks.jsonl'), 'utf8').catch(() => '');
    const blocks = text.split('\n').flatMap((line) => parseRow(line));
    const files = await readdir(path.join(work, 'data'), { recursive: true }).catch(() => []);
    const last = result.stderr.trim().split('\n').at(-1) ?? '';
    return {
      files: files
        .toSorted((one, two) => (one < two ? -1 : 1))
        .slice(0, MOST_FILES)
        .map((file) => `data/${file}`),
      blocks,
      fault: result.exceeded ?? (result.exit === 0 ? '' : last),
    };
  } finally {
    await scratch.remove();
  }
}

function parseRow(line: string): TracedBlock[] {
  try {
    const row = ROW.safeParse(JSON.parse(line));
    return row.success ? [row.data] : [];
  } catch {
    return [];
  }
}

/** A trace as a model is shown it: each block with the state after it. */
export function renderTrace({ files, blocks, fault }: Trace): string {
  const shown = blocks.map(({ code, state, error }, at) => {
    const lines = Object.entries(state).map(([name, value]) => `# ${name}: ${value}`);
    const end = error === null ? [] : [`# raises ${error}`];
    return [`[BLOCK-${at}]`, code, ...lines, ...end].join('\n');
  });
  const before = files.length === 0 ? [] : [`Files: ${files.join(', ')}`];
  const after = fault === '' ? [] : [`The execution ended: ${fault}`];
  return [...before, ...shown, ...after].join('\n\n');
}
