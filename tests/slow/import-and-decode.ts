/** Imports a checkpoint, or loads what was imported and decodes; prints times and the process's peak memory. */
import { importCheckpoint } from '../../src/predictor/exchange/import-checkpoint.ts';
import { loadGpt2 } from '../../src/predictor/gpt2/load.ts';

const [step, source = '', target = ''] = process.argv.slice(2);
const started = performance.now();
let tokens = 0;
let loadMs = 0;
if (step === 'import') importCheckpoint(source, target);
else {
  const model = await loadGpt2(target, { threads: 2 });
  loadMs = performance.now() - started;
  const [best] = await model.generate('Predict the price of a house from its size.', {
    maxTokens: 8,
    beams: 3,
  });
  tokens = best?.ids.length ?? 0;
  await model.close();
}
const peakBytes = process.resourceUsage().maxRSS * 1024;
const ms = performance.now() - started;
process.stdout.write(JSON.stringify({ step, tokens, loadMs, ms, peakBytes }));
