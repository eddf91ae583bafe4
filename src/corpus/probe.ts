import { createHash } from 'node:crypto';
import { mapAtOnce, DLCodeGenError, type Result } from '../core/index.ts';
import { hashRuns, hashText } from '../dataset/minhash.ts';
import type { LanguageModel, Question, Reply, Sampling } from '../llm/index.ts';
import { bootstrapMean, type Interval } from '../metrics/index.ts';
import { continueQuestion, readCode, SYSTEM } from '../prompts/index.ts';
import { scanTokens, TOKEN } from '../python/tokens.ts';
import { openMinedRun } from './dataset/mined-run.ts';

/** Lines of each half that count: the last of the first, the first of the second. */
const HALF_LINES = 120;
/** A half with fewer tokens tells nothing. */
const LEAST_TOKENS = 40;
/** What is compared: shares of single tokens, which related programs have in common, and of runs, which copies have. */
const RUNS = { tokens: 1, runs: 8 } as const;
type MeasureName = keyof typeof RUNS;
export const PROBE_STAGE = 'continue-program';

/** Shares, 0-1, of what is in a second half and not in its first. */
export interface ProbeMeasure {
  /** That stand in the model's continuation. */
  readonly own: Interval;
  /** That stand in its continuation of another program. */
  readonly control: Interval;
  /** Of each program, own less control; above 0 the model knows more of the second half than of another program's. */
  readonly difference: Interval;
}

export interface ProbeReport {
  readonly model: string;
  /** Programs whose continuation was scored. */
  readonly n: number;
  /** Questions without an answer, by the provider's fault or limit; they are not scored. */
  readonly failed: number;
  readonly measures: Readonly<Record<MeasureName, ProbeMeasure>>;
  readonly signature: string;
}

export interface ProbeOptions {
  readonly model: LanguageModel;
  readonly sampling: Sampling;
  /** Most programs that are asked about. */
  readonly count: number;
  readonly seed: number;
  readonly atOnce: number;
  readonly signal?: AbortSignal;
  readonly onReply?: (question: Question, reply: Result<Reply>) => void;
}

/**
 * Whether a language model has seen mined programs: it continues the first half of each, and what it writes is compared with the
 * second half, and as a control with the second half of another program of the sample. A reply without code is compared as it is.
 * What a name in the first half suggests counts as known too: a difference is an upper bound. DESIGN 7.
 * Errors: BAD_INPUT (no finished run, fewer than two programs that are long enough); INTERRUPTED.
 */
export async function probeContamination(
  mined: string,
  { model, sampling, count, seed, atOnce, signal, onReply }: ProbeOptions,
): Promise<ProbeReport> {
  const sample = await drawSample(mined, count, seed);
  const continuations = await mapAtOnce(sample, atOnce, async ({ first }) => {
    const prompt = continueQuestion(first);
    const question = { stage: PROBE_STAGE, system: SYSTEM, prompt, sampling };
    const reply = await model.ask(question, signal);
    onReply?.(question, reply);
    if (!reply.ok) return null;
    const code = readCode(reply.value.text);
    return code.ok ? code.value : reply.value.text;
  });
  const scored = continuations.flatMap((continuation, at) => {
    const half = sample[at];
    return continuation === null || half === undefined ? [] : { continuation, half };
  });
  const compare = (measure: MeasureName): ProbeMeasure => {
    const halves = scored.map(({ half }) => half[measure]);
    const written = scored.map(({ continuation }) => new Set(runsOf(continuation, RUNS[measure])));
    const own = halves.map((half, at) => shareIn(half, written[at]));
    // One program further on: no program meets itself, and each is a control once.
    const control = halves.map((half, at) => shareIn(half, written[(at + 1) % written.length]));
    return {
      own: bootstrapMean(own),
      control: bootstrapMean(control),
      difference: bootstrapMean(own.map((value, at) => value - (control[at] ?? Number.NaN))),
    };
  };
  return {
    model: model.name,
    n: scored.length,
    failed: sample.length - scored.length,
    measures: { tokens: compare('tokens'), runs: compare('runs') },
    signature: `probe:1|halves:${HALF_LINES}-lines|runs:${RUNS.runs}-tokens|temperature:${sampling.temperature}|seed:${seed}|interval:bootstrap-95`,
  };
}

interface Halves extends Readonly<Record<MeasureName, ReadonlySet<number>>> {
  readonly first: string;
}

/** Programs that are long enough, in a seeded order that does not depend on the order of the run. */
async function drawSample(mined: string, count: number, seed: number): Promise<readonly Halves[]> {
  const found: { readonly order: string; readonly halves: Halves }[] = [];
  for await (const { code } of openMinedRun(mined).programs()) {
    const halves = cutProgram(code);
    if (halves === null) continue;
    const order = createHash('sha256').update(`${seed} ${code}`).digest('hex');
    found.push({ order, halves });
    // Never many more than wanted are held.
    if (found.length >= 2 * count + 2) keepFirst(found, count);
  }
  keepFirst(found, count);
  if (found.length > 1) return found.map(({ halves }) => halves);
  throw new DLCodeGenError(
    'BAD_INPUT',
    `${mined} holds ${found.length} programs with ${LEAST_TOKENS} tokens or more in each half; a probe needs two`,
  );
}

function keepFirst(found: { readonly order: string }[], count: number): void {
  found.sort((one, other) => (one.order < other.order ? -1 : 1));
  found.length = Math.min(found.length, count);
}

/** Null where a half is too short. Shapes: the runs of the second half that the first has not. */
function cutProgram(code: string): Halves | null {
  const lines = code.split('\n');
  const middle = Math.floor(lines.length / 2);
  const first = lines.slice(Math.max(0, middle - HALF_LINES), middle).join('\n');
  const second = lines.slice(middle, middle + HALF_LINES).join('\n');
  if (Math.min(runsOf(first, 1).length, runsOf(second, 1).length) < LEAST_TOKENS) return null;
  const rest = (size: number): Set<number> => {
    const before = new Set(runsOf(lines.slice(0, middle).join('\n'), size));
    return new Set(runsOf(second, size).filter((run) => !before.has(run)));
  };
  return { first, tokens: rest(RUNS.tokens), runs: rest(RUNS.runs) };
}

/** Hashes of the runs of so many tokens, comments and line ends left out. */
function runsOf(code: string, size: number): Uint32Array {
  const { source, kind, start, end } = scanTokens(code);
  const hashes = [...kind.keys()]
    .filter((at) => kind[at] !== TOKEN.lineEnd)
    .map((at) => hashText(source, start[at] ?? 0, end[at] ?? 0));
  return hashRuns(Uint32Array.from(hashes), size);
}

/** NaN, which is not scored, where the half has nothing of its own. */
function shareIn(half: ReadonlySet<number>, written: ReadonlySet<number> | undefined): number {
  let found = 0;
  for (const run of half) if (written?.has(run) === true) found += 1;
  return found / half.size;
}
