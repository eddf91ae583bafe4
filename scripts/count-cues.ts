/**
 * `npm run count:cues`: counts the training plans in whose requirement or attributes each cue stands, writes the counts into
 * the cue table, and names the cues that rest on none.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { CUES } from '../src/requirement/cue-table.ts';
import { correctSpelling } from '../src/requirement/index.ts';
import { requireSharedData } from './shared-data.ts';

const TABLE = path.join(PACKAGE_ROOT, 'src/requirement/cue-table.ts');
const plans = readFileSync(path.join(requireSharedData(), 'plans/train.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Record<string, unknown>)
  .map((plan) => `${String(plan['User Requirement'])}\n${asText(plan['Dataset Attributes'])}`)
  .map(correctSpelling);

const table = readFileSync(TABLE, 'utf8').split('\n');
let changed = 0;
let unsupported = 0;
for (const cue of CUES.flatMap(({ heard }) => Object.entries(heard))) {
  const [pattern, known] = cue;
  const expression = new RegExp(String.raw`(?<!\p{L})(?:${pattern})(?!\p{L})`, 'u');
  const count = plans.filter((text) => expression.test(text)).length;
  if (count === 0) {
    unsupported += 1;
    console.log(`rests on no plan: ${pattern}`);
  }
  if (count === known) continue;
  changed += 1;
  const at = table.findIndex((line) => line.includes(pattern) && line.endsWith(`: ${known},`));
  table[at] = (table[at] ?? '').replace(/\d+,$/, `${count},`);
}
writeFileSync(TABLE, table.join('\n'));
console.log(`${plans.length} plans: ${changed} counts changed, ${unsupported} cues rest on none`);

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
