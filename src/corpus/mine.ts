import { existsSync, readFileSync, rmSync } from 'node:fs';
import { DLCodeGenError, writeLines, writeText } from '../core/index.ts';
import { parseSignature } from './code-signature.ts';
import { findDuplicates, type Candidate, type Duplicate } from './deduplicate.ts';
import { findInputs } from './find-inputs.ts';
import type { Job } from './jobs.ts';
import { LineLog } from './line-log.ts';
import type { PairRecord } from './make-pair.ts';
import type { NotebookLine } from './notebook-line.ts';
import { openRunFolder, type RunFolder } from './run-folder.ts';
import type { FileRecord } from './scan-file.ts';
import { countRecord, createSummary, type Summary } from './summary.ts';
import { shareJobs, type Sharing } from './share-jobs.ts';
import { readSourceList } from './source-list.ts';
import { startThreads, type JobRunner } from './threads.ts';

/** Programs with at least this share of common shingles are one; below 0.5 the search would miss too many. */
export const DEFAULT_THRESHOLD = 0.8;
export const LEAST_THRESHOLD = 0.5;

export interface MineOptions {
  /** Files and folders, none where there is a list. */
  readonly places: readonly string[];
  /** A list of the inputs (`readSourceList`). */
  readonly sources?: string;
  readonly output: string;
  /** Jaccard index, `LEAST_THRESHOLD` to 1. */
  readonly threshold: number;
  readonly threads: number;
  /** Workers do the jobs in place of threads. */
  readonly sharing?: Sharing;
  /** Begins anew where a run is. */
  readonly force: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: MineProgress) => void;
}

export interface MineProgress {
  readonly stage: 'reading' | 'describing';
  readonly done: number;
  readonly total: number;
  /** Of these, done by an earlier run. */
  readonly kept: number;
}

/**
 * Reads notebooks and scripts, keeps the programs that train Keras models, each once, and writes notebooks.jsonl, pairs.jsonl and
 * corpus.json, the same bytes for the same inputs whatever the threads and however often the run was killed: what was done stands
 * in journals, from which the next run goes on. Paper: IV-D.
 * Errors: BAD_INPUT (no inputs; see `openRunFolder`; inputs that changed since the run began), MACHINE, the signal's reason.
 */
export async function mineCorpus(options: MineOptions): Promise<Summary> {
  const total = await countInputs(options);
  const folder = await openRunFolder(options.output, options);
  const files = new LineLog(folder.files);
  const { sharing } = options;
  const runner =
    sharing === undefined ? startThreads(options.threads) : shareJobs(sharing, folder.shards);
  try {
    await scanAll(files, { ...options, runner, total });
    const finished = readSummary(folder, options.threshold);
    if (finished !== null) return finished;
    const candidates = await readCandidates(files, options.sources);
    const duplicates = findDuplicates(candidates, options.threshold);
    const described = new LineLog(folder.described);
    try {
      const total = candidates.length - duplicates.size;
      await describeAll({ files, described, duplicates }, { ...options, runner, total });
      rmSync(folder.summary, { force: true });
      const paths = new Map(candidates.map(({ input, path }) => [input, path]));
      const summary = await writeAll(folder, { files, described, duplicates, paths }, options);
      writeText(folder.summary, `${JSON.stringify(summary, null, 2)}\n`);
      rmSync(folder.described);
      rmSync(folder.shards, { recursive: true, force: true });
      return summary;
    } finally {
      described.close();
    }
  } finally {
    await runner.close();
    files.close();
    folder.close();
  }
}

/** The inputs in order. Errors: BAD_INPUT. */
async function* inputsOf({
  places,
  sources,
}: Pick<MineOptions, 'places' | 'sources'>): AsyncGenerator<string> {
  if (sources === undefined) yield* findInputs(places);
  else for await (const source of readSourceList(sources)) yield source.path;
}

/** Errors: BAD_INPUT where there are none. */
async function countInputs(options: Pick<MineOptions, 'places' | 'sources'>): Promise<number> {
  let total = 0;
  for await (const _ of inputsOf(options)) total += 1;
  if (total > 0) return total;
  throw new DLCodeGenError(
    'BAD_INPUT',
    options.sources === undefined
      ? `no notebook and no script below ${options.places.join(', ')}; .ipynb and .py are read`
      : `${options.sources} names no input`,
  );
}

/** What a stage runs with. */
interface Running extends MineOptions {
  readonly runner: JobRunner;
  /** Jobs of the stage, done or not. */
  readonly total: number;
}

async function scanAll(
  log: LineLog,
  { runner, total, signal, onProgress, ...options }: Running,
): Promise<void> {
  const kept = log.count;
  const tell = (): void => onProgress?.({ stage: 'reading', done: log.count, total, kept });
  tell();
  for await (const lines of runner.run(jobsAfter(log, options), signal)) {
    log.append(lines);
    tell();
  }
}

/** The inputs that stand not yet in the log. Errors: BAD_INPUT where the others are not those that it names. */
async function* jobsAfter(
  log: LineLog,
  options: Pick<MineOptions, 'places' | 'sources'>,
): AsyncGenerator<Job> {
  const known = log.read();
  for await (const path of inputsOf(options)) {
    const next = known.next();
    if (next.done === true) yield { kind: 'scan', path };
    else if (pathOf(next.value) !== path) throw changed(pathOf(next.value), path);
  }
  const left = known.next();
  if (left.done !== true) throw changed(pathOf(left.value), 'nothing');
}

function pathOf(line: string): string {
  return (JSON.parse(line) as FileRecord).path;
}

function changed(expected: string, found: string): DLCodeGenError {
  return new DLCodeGenError(
    'BAD_INPUT',
    `the inputs have changed since this run began: expected ${expected}, found ${found}; --force begins anew`,
  );
}

/** The programs that may be kept; where a notebook says no date, its list may. */
async function readCandidates(
  files: LineLog,
  sources: string | undefined,
): Promise<readonly (Candidate & { readonly path: string })[]> {
  const candidates: (Candidate & { readonly path: string })[] = [];
  const listed = sources === undefined ? null : readSourceList(sources);
  let input = 0;
  for (const line of files.read()) {
    const { status, date, hash, signature, path } = JSON.parse(line) as FileRecord;
    const source = await listed?.next();
    const listedDate = source?.done === false ? source.value.date : null;
    if (status === 'kept' && hash !== undefined && signature !== undefined) {
      candidates.push({
        input,
        date: date ?? listedDate,
        path,
        signature: parseSignature(hash, signature),
      });
    }
    input += 1;
  }
  return candidates;
}

interface Found {
  readonly files: LineLog;
  readonly described: LineLog;
  readonly duplicates: ReadonlyMap<number, Duplicate>;
}

async function describeAll(
  { files, described, duplicates }: Found,
  { runner, total, signal, onProgress }: Running,
): Promise<void> {
  const kept = described.count;
  const tell = (): void =>
    onProgress?.({ stage: 'describing', done: described.count, total, kept });
  tell();
  const jobs = originals(files, duplicates, kept);
  for await (const lines of runner.run(jobs, signal)) {
    described.append(lines);
    tell();
  }
}

/** The kept programs in order, without the first so many. */
function* originals(
  files: LineLog,
  duplicates: ReadonlyMap<number, Duplicate>,
  from: number,
): Generator<Job> {
  let input = 0;
  let original = 0;
  for (const line of files.read()) {
    const { status, path, hash } = JSON.parse(line) as FileRecord;
    if (status === 'kept' && !duplicates.has(input)) {
      if (original >= from && hash !== undefined) yield { kind: 'pair', path, hash };
      original += 1;
    }
    input += 1;
  }
}

async function writeAll(
  folder: RunFolder,
  found: Found & { readonly paths: ReadonlyMap<number, string> },
  { threshold }: MineOptions,
): Promise<Summary> {
  const summary = createSummary(threshold);
  await writeLines(folder.notebooks, notebookLines(found, summary));
  await writeLines(folder.pairs, pairLines(found.described));
  return summary;
}

function* notebookLines(
  { files, described, duplicates, paths }: Found & { readonly paths: ReadonlyMap<number, string> },
  summary: Summary,
): Generator<string> {
  const pairs = described.read();
  let input = 0;
  for (const line of files.read()) {
    const { path, status, reason, format, date } = JSON.parse(line) as FileRecord;
    const rest = {
      ...(format === undefined ? {} : { format }),
      ...(date === undefined ? {} : { date }),
    };
    const duplicate = duplicates.get(input);
    input += 1;
    let result: NotebookLine = { path, status, reason, duplicateOf: null, ...rest };
    let removed: PairRecord['removed'];
    if (duplicate !== undefined) {
      result = { ...result, ...renderDuplicate(duplicate, paths.get(duplicate.of) ?? null) };
    } else if (status === 'kept') {
      const pair = JSON.parse(String(pairs.next().value)) as PairRecord;
      const reasons = pair.status === 'kept' ? [reason, pair.reason] : [pair.reason];
      result = {
        ...result,
        status: pair.status,
        reason: reasons.filter((part) => part !== '').join('; '),
      };
      removed = pair.removed;
    }
    countRecord(summary, result, removed);
    yield JSON.stringify(result);
  }
}

function renderDuplicate(
  { similarity }: Duplicate,
  original: string | null,
): Pick<NotebookLine, 'status' | 'reason' | 'duplicateOf' | 'similarity'> {
  const reason =
    similarity === 1
      ? 'the same code as another'
      : `nearly the code of another (${similarity.toFixed(2)})`;
  return {
    status: 'rejected',
    reason: `duplicate: ${reason}`,
    duplicateOf: original,
    similarity: Number(similarity.toFixed(3)),
  };
}

function* pairLines(described: LineLog): Generator<string> {
  for (const line of described.read()) {
    const { pair } = JSON.parse(line) as PairRecord;
    if (pair !== undefined) yield JSON.stringify(pair);
  }
}

/** The summary of a run that is finished; null where it is not, or was with another threshold. */
function readSummary(folder: RunFolder, threshold: number): Summary | null {
  if (!existsSync(folder.summary)) return null;
  const summary = JSON.parse(readFileSync(folder.summary, 'utf8')) as Summary;
  return summary.threshold === threshold ? summary : null;
}
