import type {
  DataProfile,
  PlanRecord,
  Reading,
  Sample,
  SettledAsk,
  TaskSpec,
} from '../artifacts/index.ts';
import { foundIn, previewCode, settleAsks } from '../ledger/index.ts';
import { MOST_READ, statedOf } from '../requirement/index.ts';
import { chooseProgram } from './choose-program.ts';
import { countTokens } from './count-tokens.ts';
import { draftGiven, givenData } from './draft-given.ts';
import type { DraftRecord } from './draft-plan.ts';
import { draftPredicted } from './draft-predicted.ts';
import { makeBuildable } from './layers/make-buildable.ts';
import { ownLayerNames, ownLayersWith, readLayers } from './layers/read-layers.ts';
import { rivalNetworks } from './rival-networks.ts';
import type { PlanSource } from './plan-source.ts';

export interface GroundedPlan {
  readonly record: PlanRecord;
  /** The program of the pool that the plan was fitted to; its code is adapted to the plan. */
  readonly program: Sample;
}

/**
 * Makes a plan agree with requirement and data: what is stated wins, then what the data say, then the prediction, then the
 * nearest program. Its layers can be built on the data, and everything that is asked for is settled.
 *
 * Paper: III-B. Every default that nobody stated is listed under `assumptions`. Errors: POOL_EMPTY.
 */
export function ground(
  { prediction, given }: PlanSource,
  reading: Reading,
  decided: TaskSpec,
  samples: readonly Sample[],
): GroundedPlan {
  const found = given === null ? decided : { ...decided, data: givenData(given, decided) };
  const layers = given?.plan.layers ?? [];
  const wanted = { data: found.data, layers };
  const program = chooseProgram(reading, wanted, samples, ownLayerNames(samples));
  // The data of a given plan are as it states them.
  const task = given === null ? countTokens(found, program, statedOf(reading)) : found;
  const own = ownLayersWith(samples, program);
  const context = { reading, task, program, samples, own };
  const draft = given === null ? draftPredicted(prediction, context) : draftGiven(given, context);
  const record = makeBuildable(draft, program, own);
  const asked = settleAsks(task.asks, viewOf(record, reading, program, task.profile, own));
  // Layers that the user wrote are as stated, whatever the requirement asks for.
  const substituted = given === null && isOtherNetwork(asked) ? ['layers' as const] : [];
  return {
    record: {
      ...record,
      warnings: reading.isCut ? [CUT, ...record.warnings] : record.warnings,
      asked,
      substituted: [...new Set([...record.substituted, ...substituted])],
    },
    program,
  };
}

const CUT = `The requirement or its attributes are longer than ${MOST_READ} characters; only the beginning was read.`;

/** What can be seen of a project before it is made. */
function viewOf(
  draft: DraftRecord,
  { asks }: Reading,
  program: Sample,
  profile: DataProfile | null,
  own: ReadonlySet<string>,
): Parameters<typeof settleAsks>[1] {
  const record = { ...draft, asked: [] };
  const { layers } = readLayers(draft, own);
  const rivals = rivalNetworks(asks, draft.data, layers, program);
  return { record, code: previewCode(record, asks, program, rivals), found: foundIn(profile) };
}

/** Whether a network or a layer that is asked for is not built. */
function isOtherNetwork(asked: readonly SettledAsk[]): boolean {
  return asked.some(
    ({ kind, status }) => (kind === 'architecture' || kind === 'layer') && status !== 'done',
  );
}
