/** Trains the plan predictor: `node scripts/train-predictor.ts DATA.jsonl -o FOLDER [--preset default] [--threads 2]`. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { estimateTraining } from '../src/predictor/train/estimate.ts';
import { prepareData, trainPredictor } from '../src/predictor/train/loop.ts';
import { PRESETS, type PresetName } from '../src/predictor/train/presets.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    output: { type: 'string', short: 'o' },
    preset: { type: 'string', default: 'default' },
    threads: { type: 'string', default: '2' },
    'dry-run': { type: 'boolean', default: false },
  },
});
const [file] = positionals;
if (file === undefined || values.output === undefined || !isPreset(values.preset)) {
  process.stderr.write(
    `usage: train-predictor DATA.jsonl -o FOLDER [--preset ${Object.keys(PRESETS).join('|')}] [--threads N] [--dry-run]\n`,
  );
  process.exit(2);
}
const preset = PRESETS[values.preset];
const data = prepareData(readFileSync(file, 'utf8'), values.output, preset);
process.stderr.write(
  `${data.train.length} examples, ${data.heldOut.length} held out; problems ${JSON.stringify(data.problems)}\n`,
);
if (values['dry-run']) {
  const estimate = await estimateTraining(data, preset, Number(values.threads));
  process.stdout.write(`${JSON.stringify(estimate)}\n`);
  process.exit(0);
}
const result = await trainPredictor(data, values.output, preset, {
  threads: Number(values.threads),
  onReport: (report) => {
    if (report.step % 10 !== 0 && report.step !== report.steps) return;
    const held = report.heldOutLoss === null ? '' : `, held out ${report.heldOutLoss.toFixed(4)}`;
    process.stderr.write(
      `step ${report.step}/${report.steps} epoch ${report.epoch + 1} loss ${report.loss.toFixed(4)}${held}, ${report.tokensPerSecond.toFixed(0)} tokens/s, ${(report.secondsLeft / 60).toFixed(1)} min left\n`,
    );
  },
});
process.stdout.write(`${JSON.stringify(result)}\n`);

function isPreset(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name);
}
