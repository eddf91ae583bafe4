import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Plan } from '../../artifacts/index.ts';
import { DLCodeGenError, ownTable } from '../../core/index.ts';
import {
  CODE_METRICS,
  measureCode,
  PLAN_METRIC_ROWS,
  PLAN_METRICS,
  reportCode,
  scorePlans,
  type CodeOptions,
  type CodePair,
  type Interval,
} from '../../metrics/index.ts';
import { parsePlan } from '../../plan/index.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { textOf, type OptionName } from '../options.ts';

/** `score code` and `score plans` (DESIGN 5). */
export const run: RunCommand = async (context) => {
  const [what = ''] = context.positionals;
  const score = SCORES[what];
  if (score !== undefined) return score(context);
  throw new DLCodeGenError(
    'USAGE',
    `score takes ${Object.keys(SCORES).join(' or ')}, received "${what}"`,
  );
};

const SCORES: Readonly<Record<string, RunCommand>> = ownTable({
  code: scoreCode,
  plans: scorePlanFiles,
});

/** Files larger than this are no programs. */
const MOST_BYTES = 16_000_000;

async function scoreCode({ values, console, signal }: CommandContext): Promise<number> {
  const references = required(values, 'references', 'score code needs --references DIR');
  const candidates = required(values, 'candidates', 'score code needs --candidates DIR');
  const names = await listPrograms(references);
  await listPrograms(candidates, 0);
  const pairs = await Promise.all(
    names.map(async (name): Promise<CodePair> => {
      const file = path.join(candidates, name);
      return {
        id: name.replace(/\.py$/, ''),
        reference: await readProgram(path.join(references, name)),
        candidate: existsSync(file) ? await readProgram(file) : null,
      };
    }),
  );
  const options: CodeOptions = {
    compatibility: values.compatibility === 'codebleu-0.7' ? 'codebleu-0.7' : 'none',
  };
  const measures = await measureCode(pairs, {
    ...options,
    threads: pairs.length < FEW_PAIRS ? 1 : os.availableParallelism(),
    signal,
    onProgress: (done) => console.progress(done, pairs.length, `scored ${done} of ${pairs.length}`),
  });
  const report = reportCode(measures, options);
  for (const { path: at, message } of report.failures) console.talk(`failed: ${at}: ${message}`);
  if (console.json) {
    console.print(JSON.stringify(report));
    return 0;
  }
  console.print(`${report.n} programs, ${report.failures.length} failures`);
  console.print('metric          prepared                  raw    length-matched');
  for (const metric of CODE_METRICS) {
    const matched = report.lengthMatched[metric].value.toFixed(4);
    console.print(
      `${metric.padEnd(14)}  ${shown(report.metrics[metric])}  ${report.raw[metric].value.toFixed(4)}  ${matched}`,
    );
  }
  console.print(`length ratio    ${report.lengthRatio.toFixed(3)} candidate to reference`);
  console.print(`signature       ${report.signature}`);
  return 0;
}

async function scorePlanFiles({ values, console }: CommandContext): Promise<number> {
  const references = required(values, 'references', 'score plans needs --references R.jsonl');
  const predictions = required(values, 'predictions', 'score plans needs --predictions P.jsonl');
  const gold = (await readLines(references)).map((line, at) => readGold(line, references, at));
  const given = (await readLines(predictions)).map(readPrediction);
  if (given.length > gold.length) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${predictions} has ${given.length} lines, ${references} ${gold.length}: give one prediction a plan`,
    );
  }
  const missing = gold.length - given.length;
  if (missing > 0) console.talk(`${missing} predictions are missing; they count as no plans`);
  const rows = gold.map((_, at) => given[at] ?? { plan: null, valid: false });
  const { perPlan, ...report } = scorePlans(
    gold,
    rows.map(({ plan }) => plan),
    { valid: rows.map(({ valid }) => valid) },
  );
  if (console.json) {
    console.print(JSON.stringify({ ...report, perPlan }));
    return 0;
  }
  console.print(`${report.n} plans, ${(100 * report.valid).toFixed(1)} % valid`);
  for (const metric of PLAN_METRICS) {
    const { unit, better } = PLAN_METRIC_ROWS[metric];
    console.print(
      `${metric.padEnd(16)}  ${shown(report.metrics[metric])}  ${unit}, ${better} is better`,
    );
  }
  console.print(`signature         ${report.signature}`);
  return 0;
}

/** Below this, starting threads costs more than they save. */
const FEW_PAIRS = 16;

function shown({ value, low, high }: Interval): string {
  return `${value.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`;
}

function required(values: CommandContext['values'], name: OptionName, message: string): string {
  const value = textOf(values, name);
  if (value === undefined) throw new DLCodeGenError('USAGE', message);
  return value;
}

async function listPrograms(folder: string, fewest = 1): Promise<string[]> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.py')).sort();
    if (names.length >= fewest) return names;
  } catch (cause) {
    throw new DLCodeGenError('BAD_INPUT', `cannot read the folder ${folder}`, { cause });
  }
  throw new DLCodeGenError('BAD_INPUT', `${folder} holds no .py file`);
}

/** Bytes that are no UTF-8 are read as the replacement character: they cost score, not the run. */
async function readProgram(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > MOST_BYTES) {
    throw new DLCodeGenError('BAD_INPUT', `${file} has ${size} bytes, more than ${MOST_BYTES}`);
  }
  return new TextDecoder().decode(await readFile(file));
}

function readGold(line: string, file: string, at: number): Plan {
  const parsed = parsePlan(line);
  if (parsed.ok) return parsed.value.plan;
  throw new DLCodeGenError('BAD_INPUT', `${file}, line ${at + 1}: ${parsed.issues[0]?.message}`);
}

/** An empty line is a prediction too: none. Only the last line's end is no line. */
async function readLines(file: string): Promise<readonly string[]> {
  try {
    const text = new TextDecoder().decode(await readFile(file));
    return text.replace(/\r?\n$/, '').split(/\r?\n/);
  } catch (cause) {
    throw new DLCodeGenError('BAD_INPUT', `cannot read ${file}`, { cause });
  }
}

/** What is no JSON is read leniently by its fields, and is not valid. */
function readPrediction(line: string): { plan: Plan | null; valid: boolean } {
  const parsed = parsePlan(line);
  return { plan: parsed.ok ? parsed.value.plan : null, valid: parsed.ok && isJson(line) };
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
