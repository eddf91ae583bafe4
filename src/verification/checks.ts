import {
  STAGES,
  type Agreement,
  type SettledAsk,
  type StageId,
  type StageResult,
  type Verdict,
} from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { kindOf } from '../kinds/index.ts';
import { outputFits } from '../targets/index.ts';
import {
  INSPECTED_DATA,
  LEARNING,
  LIVE_MODEL,
  type Evidence,
  type Metrics,
  type RunEvidence,
} from './evidence.ts';
import type { Judged } from './judge-run.ts';
import { agreeWithPlan } from './plan-agreement.ts';

export type VerifyLevel = 'static' | 'smoke' | 'full';

interface Outcome {
  readonly status: StageResult['status'];
  readonly message: string;
}
interface Check {
  /** The least level that runs it. */
  readonly level: VerifyLevel;
  /** Harness steps that it judges: their times are its time. */
  readonly steps: readonly string[];
  readonly judge: (evidence: Evidence) => Outcome;
}

const LEVELS: readonly VerifyLevel[] = ['static', 'smoke', 'full'];
const passed = (message = ''): Outcome => ({ status: 'passed', message });
const failed = (message: string): Outcome => ({ status: 'failed', message });
const skipped = (message: string): Outcome => ({ status: 'skipped', message });

/** Every stage of DESIGN 6 with the steps it looks at and its judgement. */
export const CHECKS: Readonly<Record<StageId, Check>> = {
  S0: { level: 'static', steps: [], judge: ({ findings }) => ofIssues(findings.syntax) },
  S1: { level: 'static', steps: [], judge: judgeImports },
  S2: { level: 'smoke', steps: ['make_data', 'explore'], judge: judgeData },
  S3: { level: 'smoke', steps: [], judge: judgeModel },
  S4: { level: 'smoke', steps: ['train', 'inspect'], judge: judgeTraining },
  S5: {
    level: 'smoke',
    steps: ['reload', 'evaluate', 'predict', 'script', 'tests'],
    judge: judgeUse,
  },
  S6: { level: 'smoke', steps: [], judge: judgeAgreement },
  S7: { level: 'full', steps: ['train_fully', 'evaluate_fully'], judge: judgeWorth },
};

/** Judges the stages in order; what comes after a failed one is skipped. `passed` is S0-S5, and S7 where asked for. */
export function judge(evidence: Evidence, level: VerifyLevel, staticMs: number): Verdict {
  const stages: StageResult[] = [];
  for (const id of STAGES) {
    const check = CHECKS[id];
    const broken = stages.find(({ status, id }) => status === 'failed' && id !== 'S6');
    const asked = LEVELS.indexOf(check.level) <= LEVELS.indexOf(level);
    const outcome = !asked
      ? skipped(`not part of ${level}`)
      : broken === undefined
        ? check.judge(evidence)
        : skipped(`${broken.id} failed`);
    const ms = check.steps.reduce((sum, step) => sum + (evidence.run?.steps.get(step)?.ms ?? 0), 0);
    stages.push({
      id,
      status: outcome.status,
      message: printable(outcome.message),
      ms: id === 'S0' ? staticMs : outcome.status === 'skipped' ? 0 : ms,
    });
  }
  const needed = stages.filter(
    ({ id }) => id !== 'S6' && LEVELS.indexOf(CHECKS[id].level) <= LEVELS.indexOf(level),
  );
  return {
    passed: needed.every(({ status }) => status === 'passed'),
    stages,
    agreement: agreementOf(evidence),
  };
}

/** Messages quote what a project printed: nothing in them moves, colours or reorders the reader's terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ');
}

function ofIssues(issues: readonly Issue[]): Outcome {
  return issues.length === 0
    ? passed()
    : failed(issues.map(({ path, message }) => `${path}: ${message}`).join('; '));
}

function judgeImports({ findings, run }: Evidence): Outcome {
  if (findings.imports.length > 0 || run === null) return ofIssues(findings.imports);
  const unmade = stepFailure(run, 'make_data');
  if (unmade !== null) return passed();
  return run.inspected['S1'] === undefined ? failed(reason(run, 'inspect')) : passed();
}

function judgeData({ run }: Evidence): Outcome {
  if (run === null) return failed('nothing was run');
  const data = INSPECTED_DATA.safeParse(run.inspected['S2']);
  const failure = stepFailure(run, 'make_data', 'explore');
  if (failure !== null) return failed(failure);
  if (!data.success) return failed(reason(run, 'inspect'));
  const train = (data.data.splits['train'] ?? []).map(
    ([shape, type]) => `${renderShape(shape)} ${type}`,
  );
  return passed(`a batch of train is ${train.join(', ')}`);
}

function judgeModel({ run, record }: Evidence): Outcome {
  const live = LIVE_MODEL.safeParse(run?.inspected['S3']);
  if (run === null || !live.success)
    return failed(run === null ? 'nothing was run' : reason(run, 'inspect'));
  if (!live.data.compiled) return failed('build_model gives a model that is not compiled');
  const { inputs, outputs } = live.data;
  const shapes = `${inputs.map(renderShape).join(', ')} -> ${outputs.map(renderShape).join(', ')}`;
  return record.data !== null && outputFits(record.data, outputs) === false
    ? failed(`${shapes} does not fit the target ${record.data.target} of the plan`)
    : passed(inputs.length === 0 ? '' : shapes);
}

function judgeTraining({ run }: Evidence): Outcome {
  if (run === null) return failed('nothing was run');
  const failure = stepFailure(run, 'train');
  if (failure !== null) return failed(failure);
  if (!run.hasModel) return failed('train.py left no model.keras');
  const loss = lastLoss(run.history);
  if (loss === null) return failed('train.py left no history.csv with a loss');
  if (!Number.isFinite(loss)) return failed(`the loss after one epoch is ${loss}`);
  const learning = LEARNING.safeParse(run.inspected['S4']);
  if (!learning.success) return failed(reason(run, 'inspect'));
  const { skipped: why, first = 0, best = 0, steps = 0, all = 0 } = learning.data;
  const saved = savedModelFault(run);
  if (saved !== null) return failed(saved);
  const text = `loss ${loss.toPrecision(3)} after one epoch`;
  if (why !== undefined) return passed(`${text}; overfit-one-batch check: skipped, ${why}`);
  const fell = `one batch: ${first.toPrecision(3)} -> ${best.toPrecision(3)} in ${steps} steps`;
  const slow = steps < all && best < first;
  return best <= first / 2 || slow
    ? passed(`${text}; ${fell}`)
    : failed(`the loss does not fall by half; ${fell}`);
}

/** What the saved model itself says against the training; null where nothing. */
function savedModelFault({ judgement }: RunEvidence): string | null {
  if (judgement === null || 'error' in judgement) return null; // S5 says so
  const { weights, finiteWeights, finiteLoss } = judgement.facts;
  if (weights === 0) return 'the saved model has no weights';
  if (!finiteWeights) return 'the saved model has weights that are not finite';
  return finiteLoss === false ? 'the loss of the saved model is not finite' : null;
}

function judgeUse({ run, record }: Evidence): Outcome {
  if (run === null) return failed('nothing was run');
  const failure = stepFailure(run, 'reload', 'evaluate', 'predict', 'script', 'tests');
  if (failure !== null) return failed(failure);
  const { judgement, metrics, scriptMetrics, predictions } = run;
  if (judgement === null) return failed('the reloaded model gave no prediction');
  if ('error' in judgement) return failed(`the saved model: ${judgement.error}`);
  const reloaded = judgement.facts;
  if (!reloaded.finite) return failed('the reloaded model predicts numbers that are not finite');
  if (reloaded.same === false)
    return failed('the saved model predicts otherwise than the project says it does');
  const items = reloaded.outputs[0]?.[0];
  const generative = ['sample', 'next', 'text'].includes(record.data?.target ?? '');
  if (items !== reloaded.items && !generative) {
    return failed(`${reloaded.items} items give ${items ?? 'no'} predictions`);
  }
  if (record.data !== null && outputFits(record.data, reloaded.outputs) === false) {
    return failed(
      `predictions are ${renderShape(reloaded.outputs[0] ?? [])}, the plan says ${record.plan.dataset.output}`,
    );
  }
  if (metrics === null || metrics.model === null)
    return failed('evaluate.py left no metrics.json as docs/pool.md describes it');
  if (scriptMetrics === null)
    return failed('script.py left no metrics.json as docs/pool.md describes it');
  const rows = predictionRows(predictions);
  // A folder of images to compare gives a row for each pair.
  const { data } = record;
  const oneEach = data !== null && kindOf(data).onePerRow && !generative && data.target !== 'same';
  const expected = oneEach ? (run.example?.rows ?? null) : null;
  if (rows === 0 && expected !== null) return failed('predict.py left no rows in its output');
  if (expected !== null && rows !== expected)
    return failed(`predict.py wrote ${rows} rows for ${expected} inputs`);
  return passed(
    `predictions ${renderShape(reloaded.outputs[0] ?? [])}; reloads in safe mode${ownLayers(reloaded)}; ${metrics.metric} ${metrics.model.toPrecision(3)}`,
  );
}

/** What a process without the project's code cannot load, it cannot prove. */
function ownLayers({ own }: Judged): string {
  return own.length === 0 ? '' : `, with ${own.join(', ')} of the project's own`;
}

function judgeAgreement(evidence: Evidence): Outcome {
  const entries = Object.entries(agreementOf(evidence));
  if (entries.length === 0) return failed('the model could not be read');
  const wrong = entries.filter(([, value]) => value === false).map(([field]) => field);
  if (wrong.length > 0) return failed(`not as planned: ${wrong.join(', ')}`);
  const { asked } = evidence.findings;
  const lost = asked.filter(
    ({ status }, at) => status === 'unmet' && evidence.record.asked[at]?.status === 'done',
  );
  if (lost.length > 0)
    return failed(`said to be done, and not shown: ${lost.map(({ words }) => words).join(', ')}`);
  const substituted = entries
    .filter(([, value]) => value === 'substituted')
    .map(([field]) => field);
  const parts = [
    ...(asked.length > 0 ? [`${asked.filter(isDone).length} of ${asked.length} asks done`] : []),
    ...(substituted.length > 0 ? [`substituted: ${substituted.join(', ')}`] : []),
  ];
  return passed(parts.join('; '));
}

function isDone({ status }: SettledAsk): boolean {
  return status === 'done';
}

function judgeWorth({ run }: Evidence): Outcome {
  if (run === null) return failed('nothing was run');
  const failure = stepFailure(run, 'train_fully', 'evaluate_fully');
  if (failure !== null) return failed(failure);
  const metrics = run.fullMetrics;
  if (metrics === null)
    return failed('evaluate.py left no metrics.json as docs/pool.md describes it');
  return beats(metrics) ? passed(metrics.verdict) : failed(metrics.verdict);
}

function beats({ model, baseline, higher_is_better: higher }: Metrics): boolean {
  if (model === null || baseline === null) return false;
  return higher ? model > baseline : model < baseline;
}

function agreementOf({ run, record }: Evidence): Agreement {
  const live = LIVE_MODEL.safeParse(run?.inspected['S3']);
  if (run === null || !live.success) return {};
  const reported =
    run.metrics === null ? [] : [run.metrics.metric, ...Object.keys(run.metrics.details)];
  return agreeWithPlan(record, live.data, { batchSize: run.config?.batch_size ?? null, reported });
}

/** Why the first of these steps that did not end well did not; null where all did. A step that was never due is none. */
function stepFailure(run: RunEvidence, ...steps: readonly string[]): string | null {
  for (const step of steps) {
    const end = run.steps.get(step);
    if (end === undefined && step === 'make_data') continue;
    if (end === undefined || end.exit !== 0) return reason(run, step);
  }
  return null;
}

function reason(run: RunEvidence, step: string): string {
  const end = run.steps.get(step);
  if (end === undefined) return `${step}: ${run.broken ?? 'not run, an earlier step failed'}`;
  if (end.timeout) return `${step}: took longer than it may, ${Math.round(end.ms / 1000)} s`;
  const lines = (run.logs[step] ?? '')
    .trim()
    .split('\n')
    .filter((line) => line.trim() !== '');
  const error = lines.findLast((line) =>
    /^(?:E\s+)?[\w.]*(?:Error|Exception|Exit|Interrupt)\b/.test(line),
  );
  return `${step}: ${(error ?? lines.at(-1) ?? `exit ${end.exit}, nothing printed`).slice(0, 500)}`;
}

function lastLoss(history: string | null): number | null {
  const lines = (history ?? '').trim().split('\n');
  const head = lines[0]?.split(',') ?? [];
  const at = Math.max(
    head.indexOf('loss'),
    head.findIndex((name) => name.endsWith('loss') && !name.startsWith('val_')),
  );
  const value = lines.length < 2 || at < 0 ? undefined : lines.at(-1)?.split(',')[at];
  return value === undefined || value.trim() === '' ? null : Number(value);
}

/** Rows below the heading; quoted line ends are no rows. */
function predictionRows(text: string | null): number {
  const rows = (text ?? '')
    .replace(/"(?:[^"]|"")*"/g, '""')
    .trim()
    .split('\n');
  return Math.max(0, rows.length - 1);
}

function renderShape(shape: readonly (number | null)[]): string {
  return `[${shape.map((size) => size ?? 'n').join(', ')}]`;
}
