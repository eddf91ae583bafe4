/** Rounds a trained predictor to int8 for the package: `node scripts/export-predictor.ts TRAINED -o FOLDER`. */
import { parseArgs } from 'node:util';
import { writeCompactModel } from '../src/predictor/gpt2/checkpoint.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { output: { type: 'string', short: 'o' } },
});
const [trained] = positionals;
if (trained === undefined || values.output === undefined) {
  process.stderr.write('usage: export-predictor TRAINED -o FOLDER\n');
  process.exit(2);
}
process.stdout.write(`${JSON.stringify({ bytes: writeCompactModel(trained, values.output) })}\n`);
