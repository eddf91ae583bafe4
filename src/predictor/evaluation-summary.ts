import { ownTable } from '../core/index.ts';
import { NO_PLAN, type Plan, type PlanRecord } from '../artifacts/index.ts';
import { expectedCalibrationError } from '../metrics/index.ts';
import { readRequirement } from '../requirement/index.ts';
import { CLASSIFIED_FIELDS, type ClassifiedField } from './classifiers/fields.ts';
import { answerOrNone, type Comparison } from './evaluation-rows.ts';
import type { GoldPlan } from './evaluate.ts';
import { createFusedPlanPredictor } from './fused-plan.ts';
import { confidenceIn, nameOf } from './fusion/beliefs.ts';
import { fusePlan, IDEAS } from './fusion/fuse-plan.ts';

/** 0-1 by field. */
type Shares = Readonly<Record<string, number>>;
type Believed = Pick<PlanRecord, 'plan' | 'confidence'>;

export interface EvaluationSummary {
  /** Share of plans in which the language model's candidates decided a field. */
  readonly decided: Shares;
  /** Expected calibration error, names in whatever spelling: of the fused plan, and of the one a user sees. */
  readonly calibration: { readonly fused: Shares; readonly grounded: Shares };
}

const FIELDS: Readonly<Record<string, (plan: Plan) => unknown>> = ownTable({
  ...Object.fromEntries(
    CLASSIFIED_FIELDS.map((field) => [field, (plan: Plan): unknown => valueOf(plan, field)]),
  ),
  input: (plan) => plan.dataset.input,
  output: (plan) => plan.dataset.output,
  layers: (plan) => plan.layers,
});

/** What the language model adds to the fused plan, and how well the predictor knows when it is right. Paper: III-B. */
export async function summarize({ gold, parts, ground }: Comparison): Promise<EvaluationSummary> {
  const predictor = createFusedPlanPredictor(parts);
  const unheard = IDEAS.filter((idea) => idea !== 'candidates');
  const fused: Believed[] = [];
  const grounded: Believed[] = [];
  const alone: Plan[] = [];
  for (const { requirement } of gold) {
    const reading = readRequirement(requirement);
    const { plan, beliefs } = await fusePlan(parts, reading);
    const confidence = Object.fromEntries(
      CLASSIFIED_FIELDS.map((field) => [field, confidenceIn(beliefs, field, valueOf(plan, field))]),
    );
    fused.push({ plan, confidence });
    alone.push((await fusePlan(parts, reading, unheard)).plan);
    const answer = await answerOrNone(predictor, requirement, { ground, parts });
    grounded.push(answer ?? { plan: NO_PLAN, confidence: {} });
  }
  return {
    decided: shareChanged(
      fused.map(({ plan }) => plan),
      alone,
    ),
    calibration: { fused: calibrationOf(gold, fused), grounded: calibrationOf(gold, grounded) },
  };
}

function shareChanged(plans: readonly Plan[], others: readonly Plan[]): Shares {
  const entries = Object.entries(FIELDS).map(([field, of]) => {
    const changed = plans.filter(
      (plan, at) => JSON.stringify(of(plan)) !== JSON.stringify(of(others[at] as Plan)),
    );
    return [field, changed.length / plans.length] as const;
  });
  return Object.fromEntries(entries);
}

/** Over the values that both plans have. */
function calibrationOf(gold: readonly GoldPlan[], believed: readonly Believed[]): Shares {
  const entries = CLASSIFIED_FIELDS.map((field) => {
    const judged = believed.flatMap(({ plan, confidence }, at) => {
      const value = valueOf(plan, field);
      const wanted = valueOf((gold[at] as GoldPlan).plan, field);
      if (value === null || wanted === null) return [];
      const right = nameOf(field, value) === nameOf(field, wanted);
      return [{ confidence: confidence[field] ?? 0, right }];
    });
    return [field, expectedCalibrationError(judged)] as const;
  });
  return Object.fromEntries(entries);
}

function valueOf(plan: Plan, field: ClassifiedField): string | number | null {
  return field === 'category' ? plan.category : plan.hyperparameters[field];
}
