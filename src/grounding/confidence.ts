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
import { confidenceIn, otherValues, type Beliefs } from '../predictor/index.ts';
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
 * nothing is, the share of the 5 nearest pool plans that agree. A field for which none can be said has none.
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
    const believed = confidenceIn(beliefs, name, value);
    return [
      name,
      said ? 1 : (believed ?? share((other) => other.hyperparameters[name] === value)),
    ] as const;
  });
  const category =
    confidenceIn(beliefs, 'category', plan.category) ??
    share((other) => other.category === plan.category);
  return {
    ...(task.profile === null
      ? { category }
      : { category: task.confidence ?? 1, input: 1, output: task.target?.confidence ?? 1 }),
    ...Object.fromEntries(values),
  };
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
