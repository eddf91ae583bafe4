import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createRandom, DLCodeGenError, makeFolders, writeText } from '../../core/index.ts';
import { initialParameters, parameterTable, type Gpt2Config } from '../gpt2/config.ts';
import { renderConfigJson } from '../gpt2/config-json.ts';
import { SPECIAL_TOKENS } from '../plan-text.ts';
import { createTokenizer, type Tokenizer } from '../tokenizer/bpe.ts';
import { parseTokenizerJson, renderTokenizerJson } from '../tokenizer/tokenizer-json.ts';
import { PLAN_PATTERN, trainBpe } from '../tokenizer/train-bpe.ts';
import { makeMicroBatches, weightOf, type MicroBatch } from './batches.ts';
import { MODEL_FILE, readState, writeParameters, writeState, type Progress } from './checkpoint.ts';
import { epochBatches } from './epochs.ts';
import {
  isHeldOut,
  makeExamples,
  ProblemCounter,
  readPlanLines,
  tokenizerTexts,
  type DataProblems,
  type Example,
} from './examples.ts';
import { learningRate, type TrainingPreset } from './presets.ts';
import { createTrainer, freshState } from './trainer.ts';

export const TOKENIZER_FILE = 'tokenizer.json';
export const CONFIG_FILE = 'config.json';
/** A line per update or look: `{"step", "epoch", "loss", "norm", "rate"}` or `{"step", "heldOutLoss"}`. */
export const CURVE_FILE = 'loss.jsonl';

/** The data as the model gets it. */
export interface PreparedData {
  readonly tokenizer: Tokenizer;
  readonly config: Gpt2Config;
  readonly train: readonly Example[];
  readonly heldOut: readonly Example[];
  readonly problems: DataProblems;
}

export interface TrainingReport {
  readonly step: number;
  readonly steps: number;
  readonly epoch: number;
  readonly loss: number;
  /** Null until the first look. */
  readonly heldOutLoss: number | null;
  readonly tokensPerSecond: number;
  readonly secondsLeft: number;
}

export interface TrainingOptions {
  readonly threads: number;
  readonly onReport: (report: TrainingReport) => void;
  /** Starts from these parameters (`parameterTable`'s row) instead of random ones. */
  readonly initial?: Float32Array;
  /** Ends the run after the update that is under way, its state written. */
  readonly signal?: AbortSignal;
}

export interface TrainingResult {
  readonly step: number;
  readonly bestLoss: number;
  readonly bestStep: number;
}

/**
 * Reads the data and the folder's tokenizer, which is trained on the training part and written where there is none.
 * Errors: BAD_INPUT where no line can be used or a preset needs a tokenizer that is not there.
 */
export function prepareData(text: string, folder: string, preset: TrainingPreset): PreparedData {
  const problems = new ProblemCounter();
  const lines = readPlanLines(text, problems);
  const trainLines = lines.filter(({ line }) => !isHeldOut(line));
  if (trainLines.length === 0) {
    throw new DLCodeGenError('BAD_INPUT', 'the training data has no line that can be used', {
      data: { problems: problems.report() },
    });
  }
  makeFolders(folder);
  const file = path.join(folder, TOKENIZER_FILE);
  if (!existsSync(file)) {
    if (preset.tokenizerSize === null) {
      throw new DLCodeGenError(
        'BAD_INPUT',
        `the preset needs an imported ${file}, which is not there`,
      );
    }
    const model = trainBpe(tokenizerTexts(trainLines), {
      size: preset.tokenizerSize,
      specials: SPECIAL_TOKENS,
      pattern: PLAN_PATTERN,
      minimum: 2,
    });
    writeText(file, renderTokenizerJson(model));
  }
  const tokenizer = createTokenizer(parseTokenizerJson(readFileSync(file, 'utf8')));
  const config = { vocabulary: tokenizer.size, ...preset.model };
  const examples = makeExamples(lines, tokenizer, config.context, problems);
  const train = examples.filter(({ line }) => !isHeldOut(line));
  if (train.length === 0) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `every example is longer than the model's context of ${config.context} tokens`,
      { data: { problems: problems.report() } },
    );
  }
  return {
    tokenizer,
    config,
    train,
    heldOut: examples.filter(({ line }) => isHeldOut(line)),
    problems: problems.report(),
  };
}

/**
 * Trains a plan predictor into a folder and resumes what the folder has: `model.safetensors` holds the parameters
 * of the lowest held-out loss (the last ones where nothing is held out), `state.safetensors` everything a resumed run needs, `loss.jsonl` the curve so far.
 *
 * Paper: III-B, IV-E. Loss: mean negative log-probability of plan tokens (natural logarithm); held-out loss has no
 * prompt tokens in it. A run that is killed and resumed gives the weights of one that was not, bit-equal on one
 * thread. Errors: BAD_INPUT, ENVIRONMENT, UNEXPECTED where the loss is no number.
 */
export async function trainPredictor(
  data: PreparedData,
  folder: string,
  preset: TrainingPreset,
  options: TrainingOptions,
): Promise<TrainingResult> {
  const { config, train } = data;
  const table = parameterTable(config);
  const identity = JSON.stringify({ preset, config, examples: train.length });
  const found = readState(folder, table, identity);
  const start = freshState(options.initial ?? initialParameters(table, createRandom(preset.seed)));
  let progress: Progress = found?.progress ?? {
    bestLoss: Number.POSITIVE_INFINITY,
    bestStep: 0,
    looksSince: 0,
  };
  const trainer = await createTrainer(
    { ...preset, config, threads: options.threads },
    found?.state ?? start,
  );
  const { state } = trainer;
  const batching = { promptWeight: preset.promptWeight, maxRows: preset.maxRows };
  const heldOut = evaluationBatches(data.heldOut, preset.maxRows);
  const perEpoch = Math.ceil(train.length / preset.batchExamples);
  const steps = perEpoch * preset.epochs;
  const curve = path.join(folder, CURVE_FILE);
  const model = path.join(folder, MODEL_FILE);
  writeText(path.join(folder, CONFIG_FILE), renderConfigJson(config));
  keepCurve(curve, state.step);
  const log = (line: Record<string, number>): void =>
    appendFileSync(curve, `${JSON.stringify(line)}\n`);
  const clock = { started: performance.now(), tokens: 0, from: state.step };
  let heldOutLoss: number | null = null;

  while (state.step < steps && progress.looksSince < preset.patience) {
    const epoch = Math.floor(state.step / perEpoch);
    const order = epochBatches(train, preset.batchExamples, preset.seed, epoch);
    const examples = order[state.step % perEpoch] ?? [];
    const batches = makeMicroBatches(examples, batching);
    const rate = learningRate(preset, state.step, steps);
    const { loss, norm } = await trainer.update(batches, rate);
    if (!Number.isFinite(loss)) {
      throw new DLCodeGenError('UNEXPECTED', `the loss of step ${state.step} is ${loss}`);
    }
    log({ step: state.step, epoch, loss, norm, rate });
    const isLast = state.step === steps;
    if (heldOut.length > 0 && (state.step % preset.evaluateEvery === 0 || isLast)) {
      heldOutLoss = await trainer.evaluate(heldOut);
      log({ step: state.step, heldOutLoss });
      const isBest = heldOutLoss < progress.bestLoss;
      if (isBest) writeParameters(model, table, state.parameters);
      progress = isBest
        ? { bestLoss: heldOutLoss, bestStep: state.step, looksSince: 0 }
        : { ...progress, looksSince: progress.looksSince + 1 };
    }
    if (heldOut.length === 0 && isLast) writeParameters(model, table, state.parameters);
    if (state.step % preset.saveEvery === 0 || isLast || options.signal?.aborted === true) {
      writeState(folder, table, state, progress, identity);
    }
    clock.tokens += batches.reduce((sum, { tokens }) => sum + tokens, 0);
    const seconds = (performance.now() - clock.started) / 1000;
    const secondsLeft = (seconds / (state.step - clock.from)) * (steps - state.step);
    const tokensPerSecond = clock.tokens / seconds;
    options.onReport({
      step: state.step,
      steps,
      epoch,
      loss,
      heldOutLoss,
      tokensPerSecond,
      secondsLeft,
    });
    if (options.signal?.aborted === true) break;
  }
  await trainer.close();
  options.signal?.throwIfAborted();
  return { step: state.step, bestLoss: progress.bestLoss, bestStep: progress.bestStep };
}

/** Held-out examples in runs of similar length, weighted so that the runs' losses sum to the mean of a plan token. */
export function evaluationBatches(examples: readonly Example[], maxRows: number): MicroBatch[] {
  const scored = examples.filter((example) => weightOf(example, 0) > 0);
  return scored.length === 0 ? [] : makeMicroBatches(scored, { promptWeight: 0, maxRows });
}

/** Drops the lines that a killed run wrote after its last checkpoint; they will be written again. */
function keepCurve(file: string, step: number): void {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const kept = lines.filter((line) => {
    const at = /^\{"step":(\d+),.*\}$/.exec(line)?.[1];
    return at !== undefined && Number(at) <= step;
  });
  writeText(file, kept.map((line) => `${line}\n`).join(''));
}
