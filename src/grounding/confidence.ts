import {
  NO_PLAN,
  type DataSpec,
  type Hyperparameters,
  type Plan,
  type PlanRecord,
  type Reading,
  type Sample,
  type TaskSpec,
} from '../artifacts/index.ts';
import { confidenceIn, otherValues, type Beliefs } from '../predictor/prediction.ts';
import { fitsHead, hasOwnLoss } from '../targets/index.ts';
import { nearestSamples } from './nearest-samples.ts';
import type { Stated } from '../requirement/index.ts';

const FIELDS = Object.keys(NO_PLAN.hyperparameters) as (keyof Hyperparameters)[];

/** So many nearest plans are asked whether they agree. */
const NEIGHBOURS = 5;
/** So many other names of a field are worth telling, where they are that likely. */
const ALTERNATIVES = 2;
const LEAST_CONFIDENCE = 0.05;

interface Decided {
  readonly reading: Reading;
  readonly samples: readonly Sample[];
  readonly task: TaskSpec;
}

/**
 * How likely each field is right, 0-1: 1 for what is stated or profiled, else what is believed of the value, or where
 * nothing is, the share of the 5 nearest pool plans that agree; of layers, how much of the list those plans have too.
 */
export function confidenceOf(
  plan: Plan,
  beliefs: Beliefs,
  stated: Stated,
  { reading, samples, task }: Decided,
): PlanRecord['confidence'] {
  const near = nearestSamples(reading, samples).slice(0, NEIGHBOURS);
  const share = (agrees: (other: Plan) => boolean): number =>
    near.filter((sample) => agrees(sample.plan)).length / near.length;
  const values = FIELDS.map((name) => {
    const value = plan.hyperparameters[name];
    const said = stated.hyperparameters[name] !== null && stated.hyperparameters[name] === value;
    const believed = confidenceIn(beliefs, name, value) ?? 0;
    // A value that was copied from a program is as likely as the nearest programs have it.
    const copied = share((other) => other.hyperparameters[name] === value);
    return [name, said ? 1 : believed > 0 ? believed : copied] as const;
  });
  const own = layerNames(plan);
  return {
    category: task.confidence ?? 1,
    ...(task.profile === null ? {} : { input: 1, output: task.target?.confidence ?? 1 }),
    layers: mean(near.map((sample) => sharedNames(own, layerNames(sample.plan)))),
    ...Object.fromEntries(values),
  };
}

function layerNames({ layers }: Plan): readonly string[] {
  return layers.map((layer) => layer.replace(/\(.*$/s, ''));
}

/** Share of the longer list that the lists have in common, whatever the order. Shapes: 0-1. */
function sharedNames(one: readonly string[], other: readonly string[]): number {
  const rest = [...other];
  const common = one.filter((name) => {
    const at = rest.indexOf(name);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
  return common.length / Math.max(one.length, other.length, 1);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** The likeliest other names of what nobody stated, of those that head and target allow. */
export function otherNames(
  plan: Plan,
  data: DataSpec,
  beliefs: Beliefs,
  stated: Stated,
): PlanRecord['alternatives'] {
  const open = (['optimizer', 'loss', 'metric'] as const).filter(
    (field) =>
      stated.hyperparameters[field] === null && (field === 'optimizer' || !hasOwnLoss(data.target)),
  );
  const others = open.map((field) => {
    const values = otherValues(beliefs, field, plan.hyperparameters[field]);
    const worthy = values.filter(
      (value) =>
        (confidenceIn(beliefs, field, value) ?? 0) >= LEAST_CONFIDENCE &&
        (field === 'optimizer' || fitsHead(data, plan, field, value)),
    );
    return [field, worthy.slice(0, ALTERNATIVES)] as const;
  });
  return Object.fromEntries(others.filter(([, values]) => values.length > 0));
}
