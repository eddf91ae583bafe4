import type { Origin, PlanRecord, Program, Sample } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { MERGES } from '../plan/index.ts';
import { readProgram } from '../python/index.ts';
import { rankSamples, type RankedSample } from '../retrieval/index.ts';
import type { Retrieved } from '../template/index.ts';
import { ownLayerNames, readLayers } from './plan.ts';

export interface Selection {
  readonly ranked: readonly RankedSample[];
  readonly nearest: Retrieved;
  readonly second: Retrieved | null;
}

/**
 * The two programs to learn from (paper III-C): the nearest must read the data as they lie and predict what is
 * asked. Errors: UNSUPPORTED_TASK where no program of the pool does.
 */
export function selectSamples(record: PlanRecord, samples: readonly Sample[]): Selection {
  const ranked = preferSameLayers(
    record,
    rankSamples(record.plan, record.data, samples),
    ownLayerNames(samples),
  );
  const [first, second] = ranked;
  if (first === undefined)
    throw new DLCodeGenError('POOL_EMPTY', 'the sample pool holds no program');
  if (record.data !== null && first.fit !== 'data') {
    const { kind, target } = record.data;
    throw new DLCodeGenError(
      'UNSUPPORTED_TASK',
      `no program of the pool reads ${kind} data to predict: ${target}`,
    );
  }
  return {
    ranked,
    nearest: readSampleProgram(first.sample),
    second: second === undefined ? null : readSampleProgram(second.sample),
  };
}

/**
 * Of the programs that fit the data, one built of the same layers in the same order comes first, then the nearest that
 * builds any chain. A program with a topology of its own takes no more than a plan's sizes, so it comes before them
 * only for a plan that branches as it does.
 */
function preferSameLayers(
  record: PlanRecord,
  ranked: readonly RankedSample[],
  own: ReadonlySet<string>,
): readonly RankedSample[] {
  const names = layerNames(record, own);
  const merges = names.filter((name) => MERGES.test(name));
  const fitting = ranked
    .filter(({ fit }) => fit === 'data')
    .map((row) => ({ row, names: layerNames(row.sample, own) }));
  const builds = fitting.filter(
    (other) =>
      other.row.sample.topology === 'trunk' ||
      (merges.length > 0 && merges.every((name) => other.names.includes(name))),
  );
  // A program for two classes has one unit at its end and speaks of two classes throughout.
  const asMany = (rows: typeof fitting): (typeof fitting)[number] | undefined =>
    rows.find(({ row }) => isForTwo(row.sample) === isForTwo(record)) ?? rows[0];
  const alike = fitting.filter((other) => other.names.join(' ') === names.join(' '));
  const chosen = asMany(alike) ?? asMany(builds);
  return chosen === undefined
    ? ranked
    : [chosen.row, ...ranked.filter((row) => row !== chosen.row)];
}

function isForTwo({ data }: Pick<PlanRecord, 'data'>): boolean {
  return data?.facts['CLASS_COUNT'] === 2;
}

/** Layer names in order; recurrent layers stand for each other, since programs take either. */
function layerNames(
  source: Pick<PlanRecord, 'plan' | 'data'>,
  own: ReadonlySet<string>,
): readonly string[] {
  return readLayers(source, own).layers.map(({ name }) =>
    name.replace(/^(LSTM|GRU|SimpleRNN)$/, 'recurrent'),
  );
}

export function readSampleProgram(sample: Sample): Retrieved {
  const origin: Origin = {
    kind: 'code1',
    samples: [sample.id],
    licence: sample.licence,
    reason: 'the nearest program',
  };
  const program = readProgram(sample.program, origin);
  if (!program.ok) {
    throw new DLCodeGenError(
      'UNEXPECTED',
      `pool sample ${sample.id}: ${program.issues[0]?.message}`,
    );
  }
  return { sample, program: program.value satisfies Program };
}
