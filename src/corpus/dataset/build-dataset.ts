import path from 'node:path';
import { DLCodeGenError, writeLines, writeText } from '../../core/index.ts';
import { scanTokens } from '../../python/tokens.ts';
import { renderSignature, signCode, type CodeSignature } from '../code-signature.ts';
import { readSourceList, type Source } from '../source-list.ts';
import { auditSplits } from './audit-splits.ts';
import { renderCard } from './card.ts';
import { programLikeness } from './likeness.ts';
import { openMinedRun, type MinedProgram, type MinedRun } from './mined-run.ts';
import { SPLITS, type DatasetRecord, type SplitName } from './record.ts';
import { assignSplits, type Assignment, type Splittable, type SplitOptions } from './split.ts';
import { StatisticsCounter, type DatasetReport } from './statistics.ts';
import { writeParquet } from './write-parquet.ts';

export interface BuildOptions extends SplitOptions {
  /** A list with licence and date of inputs (`readSourceList`); null for none. */
  readonly sources: string | null;
  /** Whether the lines hold the code too. */
  readonly withCode: boolean;
}

/** The file that tells what a dataset holds and how it was made. */
export const DATASET_MARK = 'dataset.json';

/**
 * Makes a dataset of a finished `corpus mine`: a file of lines and one in Parquet for each split, a card (README.md) and the
 * counts (dataset.json). Memory grows with the programs, some KB each, not with their code; the same run and options give the same
 * bytes. Paper: IV-D (DLPlanData, DLCodeEval).
 * Errors: BAD_INPUT (no finished run; a list that names none of its files; no program with a plan).
 */
export async function buildDataset(
  mined: string,
  folder: string,
  options: BuildOptions,
): Promise<DatasetReport> {
  const run = openMinedRun(mined);
  const sources = await readSources(run, options.sources);
  const { described, undescribed } = await compareAll(run, sources);
  if (described.length === 0) {
    throw new DLCodeGenError('BAD_INPUT', `${mined} holds no program of which a plan was read`);
  }
  const { splits, groups } = assignSplits(described, options);
  const statistics = new StatisticsCounter();
  const { withCode } = options;
  for (const split of SPLITS) {
    if (!splits.includes(split)) continue;
    const file = path.join(folder, `${split}.jsonl`);
    await writeLines(file, linesOf(split, { run, sources, splits, statistics, withCode }));
    await writeParquet(file, path.join(folder, `${split}.parquet`), { hasCode: withCode });
  }
  const nearEvaluated = splits.filter((split) => split === null).length;
  const isSplit = SPLITS.filter((split) => splits.includes(split)).length > 1;
  const report: DatasetReport = {
    options: {
      evaluationAfter: options.evaluationAfter,
      validationShare: options.validationShare,
      seed: options.seed,
      withCode,
      hasSources: options.sources !== null,
    },
    mined: run.summary,
    dropped: {
      'no plan was read from it': undescribed,
      'nearly repeats an evaluated program': nearEvaluated,
    },
    groups,
    ...statistics.finish(),
    leakage: isSplit ? await auditSplits(folder) : null,
  };
  refuseLeakage(report);
  writeText(path.join(folder, DATASET_MARK), `${JSON.stringify(report, null, 2)}\n`);
  writeText(path.join(folder, 'README.md'), renderCard(report));
  return report;
}

/** Sources by absolute path, those of the run's kept files alone. */
type Sources = ReadonlyMap<string, Source>;

async function readSources(run: MinedRun, list: string | null): Promise<Sources> {
  const found = new Map<string, Source>();
  if (list === null) return found;
  const kept = new Set<string>();
  for await (const { source } of run.programs()) kept.add(path.resolve(source));
  for await (const source of readSourceList(list)) {
    if (kept.has(source.path)) found.set(source.path, source);
  }
  if (found.size > 0) return found;
  throw new DLCodeGenError(
    'BAD_INPUT',
    `${list} names none of the ${kept.size} kept files, e.g. ${[...kept][0]}; its paths are relative to its own folder`,
  );
}

interface Compared {
  readonly described: readonly Splittable[];
  /** Programs without requirement or plan. */
  readonly undescribed: number;
}

async function compareAll(run: MinedRun, sources: Sources): Promise<Compared> {
  const described: Splittable[] = [];
  let undescribed = 0;
  for await (const program of run.programs()) {
    const { requirement, attributes, plan, code } = program;
    if (!isDescribed(program)) {
      undescribed += 1;
      continue;
    }
    const signature = sign(code);
    described.push({
      key: signature.hash,
      date: dateOf(program, sources),
      likeness: programLikeness(
        { requirement: requirement ?? '', attributes: attributes ?? '', plan },
        signature,
      ),
    });
  }
  return { described, undescribed };
}

function isDescribed({ requirement, plan }: MinedProgram): boolean {
  return requirement !== null && plan !== null;
}

/** When it ran, by its own word, else by the list's. */
function dateOf({ date, source }: MinedProgram, sources: Sources): string | null {
  return date ?? sources.get(path.resolve(source))?.date ?? null;
}

function sign(code: string): CodeSignature {
  return signCode(scanTokens(code));
}

async function* linesOf(
  split: SplitName,
  making: {
    readonly run: MinedRun;
    readonly sources: Sources;
    readonly splits: readonly Assignment[];
    readonly statistics: StatisticsCounter;
    readonly withCode: boolean;
  },
): AsyncGenerator<string> {
  let at = 0;
  for await (const program of making.run.programs()) {
    if (!isDescribed(program)) continue;
    const own = making.splits[at];
    at += 1;
    if (own !== split) continue;
    const record = toRecord(program, making);
    making.statistics.add(split, record);
    yield JSON.stringify(record);
  }
}

function toRecord(
  program: MinedProgram,
  { sources, withCode }: { readonly sources: Sources; readonly withCode: boolean },
): DatasetRecord {
  const signature = sign(program.code);
  return {
    'User Requirement': program.requirement ?? '',
    'Dataset Attributes': program.attributes ?? '',
    'Code Plan': program.plan,
    codeHash: signature.hash,
    codeSignature: renderSignature(signature),
    codeLines: program.code.split('\n').filter((line) => line.trim() !== '').length,
    parses: program.isWhole,
    licence: sources.get(path.resolve(program.source))?.licence ?? null,
    date: dateOf(program, sources),
    provenance: { input: program.input, format: program.format },
    ...(withCode ? { code: program.code } : {}),
  };
}

/** Splits are made and audited by the same comparison: a pair between them is a defect. */
function refuseLeakage({ leakage }: DatasetReport): void {
  const pairs = (leakage?.rows ?? []).reduce((sum, { exact, near }) => sum + exact + near, 0);
  if (pairs > 0) throw new Error(`${pairs} near copies lie in different splits`);
}
