import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ADDITIONS, type Addition, type TouchedFile } from '../tests/additions/additions-table.ts';
import { changeText } from '../tests/additions/change-text.ts';

/**
 * Adds a loss, a metric, ... a kind and a target to a copy of the sources: complete it must pass typecheck and tests, and
 * with any one file left out it must not. Exit status 1 where that does not hold or more files are touched than the limit.
 *
 * Usage: npm run test:additions [-- NAME ...]
 */
const ROOT = path.resolve(import.meta.dirname, '..');
const COPIED =
  'src tests pool schema scripts docs python package.json tsconfig.json vitest.config.ts';
const LINKED = 'node_modules models bin';
/** What `npm run make:declared` writes. */
const MADE = [
  'src/kinds/kinds.ts',
  'src/kinds/target-kinds.ts',
  'src/targets/targets.ts',
  'schema/plan.schema.json',
  'docs/pool.md',
];
const MAKERS = ['write-lists', 'write-schema', 'write-pool-docs'];
const MADE_TESTS = [
  'tests/declared.test.ts',
  'src/kinds/kinds.test.ts',
  'src/targets/targets.test.ts',
  'src/plan/read-plan.test.ts',
];

const VITEST = ['node', 'node_modules/vitest/vitest.mjs', 'run', '--bail=1'];
const MADE_DATA = ['--config', 'tests/slow/vitest.config.ts', 'made-data'];

interface Outcome {
  readonly passed: boolean;
  /** What failed, in a line. */
  readonly why: string;
}

const wanted = process.argv.slice(2);
const additions = ADDITIONS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const copy = await mkdtemp(path.join(os.tmpdir(), 'additions-'));
const rows: string[] = [];
let failures = 0;
try {
  for (const name of COPIED.split(' '))
    await cp(path.join(ROOT, name), path.join(copy, name), { recursive: true });
  for (const name of LINKED.split(' ')) await symlink(path.join(ROOT, name), path.join(copy, name));
  for (const addition of additions) await tryAddition(addition);
} finally {
  await rm(copy, { recursive: true, force: true });
}
console.log(
  `\n| addition | files | limit | complete | left out | fails by |\n|---|---|---|---|---|---|\n${rows.join('\n')}`,
);
console.log(failures === 0 ? 'everything holds' : `${failures} do not hold`);
process.exitCode = failures === 0 ? 0 : 1;

async function tryAddition(addition: Addition): Promise<void> {
  const { name, touched, recorded = [], limit } = addition;
  const complete = await tryFiles(addition, [...recorded, ...touched]);
  const files = new Set(touched.map(({ file }) => file)).size;
  note(complete.passed && files <= limit, [
    name,
    files,
    limit,
    complete.passed ? 'passes' : `FAILS: ${complete.why}`,
    '',
    '',
  ]);
  for (const left of touched) {
    const rest = touched.filter((one) => one !== left);
    const { passed, why } = await tryFiles(addition, [...recorded, ...rest]);
    note(!passed, ['', '', '', '', left.file, passed ? 'NOTHING' : why]);
  }
  if (await changesMade([...recorded, ...touched])) {
    const { passed, why } = await judge(addition, MADE_TESTS);
    note(!passed, ['', '', '', '', 'npm run make:declared', passed ? 'NOTHING' : why]);
  }
  await restore([...recorded, ...touched]);
}

function note(holds: boolean, cells: readonly (string | number)[]): void {
  if (!holds) failures += 1;
  rows.push(`| ${cells.join(' | ')} |`);
  console.error(cells.filter((cell) => cell !== '').join('  '));
}

/** The copy with these files changed and nothing else; what is made of declarations made anew. */
async function tryFiles(addition: Addition, files: readonly TouchedFile[]): Promise<Outcome> {
  const { touched, recorded = [], tests, madeFor } = addition;
  await restore([...recorded, ...touched]);
  for (const file of files) await apply(file);
  for (const maker of MAKERS) {
    const made = await run(['node', `scripts/${maker}.ts`], errorLine);
    if (!made.passed) return { ...made, why: `make:declared: ${made.why}` };
  }
  const judged = await judge(addition, tests);
  return judged.passed && madeFor !== undefined
    ? run([...VITEST, ...MADE_DATA, '-t', `data made for ${madeFor} `], testLine)
    : judged;
}

/** Whether these files change what is made of declarations; they are then left applied, with the old made files. */
async function changesMade(files: readonly TouchedFile[]): Promise<boolean> {
  await restore(files);
  for (const file of files) await apply(file);
  for (const maker of MAKERS) await run(['node', `scripts/${maker}.ts`], errorLine);
  const changed = await Promise.all(
    MADE.map(async (file) => (await read(copy, file)) !== (await read(ROOT, file))),
  );
  for (const file of MADE) await write(file, await read(ROOT, file));
  return changed.includes(true);
}

async function judge({ touched }: Addition, tests: readonly string[]): Promise<Outcome> {
  if (touched.some(({ file }) => file.endsWith('.ts'))) {
    const options = ['--noEmit', '--incremental', '--tsBuildInfoFile', '.tsbuildinfo'];
    const types = await run(['node', 'node_modules/typescript/bin/tsc', ...options], typeLine);
    if (!types.passed) return { ...types, why: `typecheck: ${types.why}` };
  }
  return run([...VITEST, ...tests], testLine);
}

async function run(
  [command = '', ...rest]: readonly string[],
  lineOf: (output: string) => string | undefined,
): Promise<Outcome> {
  try {
    await promisify(execFile)(command, rest, {
      cwd: copy,
      maxBuffer: 1 << 26,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    });
    return { passed: true, why: '' };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const output = `${stdout}\n${stderr}`;
    const why = lineOf(output) ?? output.trim().split('\n').at(-1) ?? '';
    return { passed: false, why: why.replaceAll('|', '/').slice(0, 140) };
  }
}

function errorLine(output: string): string | undefined {
  return /^\w*Error: .*$/m.exec(output)?.[0];
}

function typeLine(output: string): string | undefined {
  return /^\S+\(\d+,\d+\): error .*$/m.exec(output)?.[0];
}

/** The first failed test, or why a file of tests could not be read. */
function testLine(output: string): string | undefined {
  return (/^ *FAIL +(.*)$/m.exec(output)?.[1] ?? errorLine(output))?.replace(/^src\/|^tests\//, '');
}

async function apply(touched: TouchedFile): Promise<void> {
  const { file, text, like } = touched;
  const source = text ?? (await read(copy, like ?? file));
  await write(file, changeText(source, touched));
}

/** Brings files back to what they are in the repository. */
async function restore(files: readonly TouchedFile[]): Promise<void> {
  for (const file of [...files.map((one) => one.file), ...MADE]) {
    const own = await read(ROOT, file).catch(() => null);
    if (own === null) await rm(path.join(copy, file), { force: true });
    else await write(file, own);
  }
}

async function read(root: string, file: string): Promise<string> {
  return readFile(path.join(root, file), 'utf8');
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(copy, file)), { recursive: true });
  await writeFile(path.join(copy, file), text);
}
