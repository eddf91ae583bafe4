import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DLCodeGenError, makeFolders, tellDraft, writeText } from '../../core/index.ts';
import {
  estimateTraining,
  prepareData,
  PRESETS,
  readConfig,
  readParameters,
  trainPredictor,
  trainWithTorch,
  type PreparedData,
  type PresetName,
  type TrainingPreset,
} from '../../predictor/index.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { readText } from '../inputs.ts';
import { countOf, textOf } from '../options.ts';

/** GPT-2's ids and the markers of plan text: what an imported vocabulary has. */
const GPT2_VOCABULARY = 50_257 + 16;
/** Tokens of GPT-2 for one of the default preset's vocabulary, measured on plan text. */
const GPT2_TOKENS = 1.21;
/** Updates between two progress lines. */
const LINE_EVERY = 10;

/** What both engines get. */
interface Training {
  readonly data: PreparedData;
  readonly output: string;
  readonly preset: TrainingPreset;
  readonly initial: { readonly initial?: Float32Array };
}

/** `predictor train DATA.jsonl -o DIR`: trains, goes on where a killed run stopped, or estimates. */
export const run: RunCommand = async (context) => {
  const { positionals, values } = context;
  const text = await readText(positionals[1] ?? '');
  const checkpoint = textOf(values, 'checkpoint');
  const preset = readPreset(context, checkpoint);
  if (values['dry-run'] === true) return estimate(context, text, preset, checkpoint);
  const output = textOf(values, 'output');
  if (output === undefined) throw new DLCodeGenError('USAGE', 'predictor train needs -o DIR');
  if (checkpoint === undefined && preset.tokenizerSize === null) {
    throw new DLCodeGenError(
      'USAGE',
      'this preset trains a GPT-2 that is there: predictor import DIR -o GPT2, then --checkpoint GPT2',
    );
  }
  if (checkpoint !== undefined) takeTokenizer(checkpoint, output);
  const data = prepareData(text, output, preset);
  talkOfData(context, data);
  const initial =
    checkpoint === undefined ? {} : { initial: readParameters(checkpoint, data.config) };
  const engine = ENGINES[textOf(values, 'engine') === 'torch' ? 'torch' : 'onnx'];
  const result = await engine(context, { data, output, preset, initial });
  const { console } = context;
  if (console.json) console.print(JSON.stringify({ output, ...result, problems: data.problems }));
  else console.talk(`${output}: ${result.step} updates, held-out loss ${result.bestLoss}`);
  return 0;
};

const ENGINES = {
  onnx: async ({ values, console, signal }: CommandContext, training: Training) => {
    const { step, bestLoss } = await trainPredictor(
      training.data,
      training.output,
      training.preset,
      {
        threads: countOf(values, 'jobs', os.availableParallelism()),
        ...training.initial,
        signal,
        onReport: (report) => {
          if (report.step % LINE_EVERY !== 0 && report.step !== report.steps) return;
          const held = report.heldOutLoss?.toFixed(4) ?? '-';
          console.progress(
            report.step,
            report.steps,
            `loss ${report.loss.toFixed(4)}, held out ${held}, ${report.tokensPerSecond.toFixed(0)} tokens/s, ${(report.secondsLeft / 60).toFixed(1)} min left`,
          );
        },
      },
    );
    return { step, bestLoss: Number.isFinite(bestLoss) ? bestLoss : null };
  },
  torch: ({ values, console, signal }: CommandContext, training: Training) =>
    trainWithTorch(training.data, training.output, training.preset, {
      python: textOf(values, 'python') ?? 'python3',
      processes: countOf(values, 'jobs', 1),
      ...training.initial,
      signal,
      onReport: ({ step, steps, loss }) => {
        if (step % LINE_EVERY === 0 || step === steps)
          console.progress(step, steps, `loss ${loss.toFixed(4)}`);
      },
    }),
} as const;

/** Prints parameters, memory and time; writes nothing. */
async function estimate(
  context: CommandContext,
  text: string,
  preset: TrainingPreset,
  checkpoint: string | undefined,
): Promise<number> {
  const { values, console } = context;
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'dlcodegen-train-'));
  tellDraft(scratch);
  try {
    if (checkpoint !== undefined) takeTokenizer(checkpoint, scratch);
    const isGuessed = checkpoint === undefined && preset.tokenizerSize === null;
    const tokenizerSize = isGuessed ? PRESETS.default.tokenizerSize : preset.tokenizerSize;
    const prepared = prepareData(text, scratch, { ...preset, tokenizerSize });
    const data = isGuessed
      ? { ...prepared, config: { ...prepared.config, vocabulary: GPT2_VOCABULARY } }
      : prepared;
    talkOfData(context, data);
    if (isGuessed) {
      console.talk('tokens are estimated: the vocabulary of GPT-2 comes with --checkpoint');
    }
    const threads = countOf(values, 'jobs', os.availableParallelism());
    const counted = await estimateTraining(data, preset, threads);
    const more = isGuessed ? GPT2_TOKENS : 1;
    const tokens = Math.round(counted.tokens * more);
    const found = { ...counted, tokens, seconds: Math.round(counted.seconds * more) };
    if (console.json) {
      console.print(JSON.stringify({ ...found, threads, about: preset.about }));
      return 0;
    }
    console.print(
      [
        preset.about,
        `parameters  ${(found.parameters / 1e6).toFixed(1)} million`,
        `memory      ${(found.memoryBytes / 1e9).toFixed(1)} GB`,
        `tokens      ${(found.tokens / 1e6).toFixed(1)} million in ${found.steps} updates`,
        `time        ${(found.seconds / 3600).toFixed(1)} hours on ${threads} cores, by this machine's measured speed`,
      ].join('\n'),
    );
    return 0;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The preset by name; a checkpoint brings its own size and vocabulary. */
function readPreset({ values }: CommandContext, checkpoint: string | undefined): TrainingPreset {
  const name = textOf(values, 'preset') ?? 'default';
  const preset: TrainingPreset = PRESETS[name as PresetName];
  const seed = textOf(values, 'seed');
  const seeded = seed === undefined ? preset : { ...preset, seed: Number(seed) };
  if (checkpoint === undefined) return seeded;
  const { vocabulary: _vocabulary, ...model } = readConfig(checkpoint);
  return { ...seeded, model, tokenizerSize: null };
}

function takeTokenizer(checkpoint: string, folder: string): void {
  makeFolders(folder);
  const target = path.join(folder, 'tokenizer.json');
  if (!existsSync(target)) {
    writeText(target, readFileSync(path.join(checkpoint, 'tokenizer.json'), 'utf8'));
  }
}

function talkOfData({ console }: CommandContext, data: PreparedData): void {
  console.talk(`${data.train.length} examples, ${data.heldOut.length} held out`);
  for (const [problem, { count, lines }] of Object.entries(data.problems)) {
    if (count > 0) console.talk(`${problem}: ${count} (line ${lines.join(', ')})`);
  }
}
