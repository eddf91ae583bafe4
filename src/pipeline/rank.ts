import type { PlanRecord, Sample } from '../artifacts/index.ts';
import { isMerge } from '../plan/index.ts';
import { rankSamples, type RankedSample } from '../retrieval/index.ts';
import { ownLayerNames, readLayers } from './plan-layers.ts';

/** The pool in the order in which it serves a plan: programs that read the data first, then the same layers. */
export function rankForPlan(
  record: PlanRecord,
  samples: readonly Sample[],
): readonly RankedSample[] {
  return preferSameLayers(
    record,
    rankSamples(record.plan, record.data, samples),
    ownLayerNames(samples),
  );
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
  const merges = names.filter((name) => isMerge({ name }));
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
