import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeLines } from '../src/core/index.ts';
import { parseSignature } from '../src/corpus/code-signature.ts';
import { eachNearPair, programLikeness } from '../src/corpus/dataset/likeness.ts';
import { parsePlan, renderPlan } from '../src/plan/index.ts';

/**
 * Training plans with mined ones behind them, so that the held-out lines of the first stay the same ones:
 *
 *   node scripts/choose-mined-plans.ts PLANS.jsonl DATASET --apart FILE [--apart FILE] [--most 2000] -o OUT.jsonl
 *
 * DATASET is what `dataset build` made of mined programs; what is near a line of an `--apart` file (plans, or lines of
 * another dataset) is left out. Of the others are taken, by the order of their hashes, plans of which every layer is
 * written in numbers and names of Keras, each once; every second one without the sentence that states its training.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    apart: { type: 'string', multiple: true, default: [] },
    most: { type: 'string', default: '2000' },
    output: { type: 'string', short: 'o' },
  },
});
const [plans, dataset] = positionals;
if (plans === undefined || dataset === undefined || values.output === undefined) {
  process.stderr.write(
    'usage: choose-mined-plans.ts PLANS.jsonl DATASET --apart FILE -o OUT.jsonl\n',
  );
  process.exit(2);
}

interface Line {
  readonly 'User Requirement': string;
  readonly 'Dataset Attributes': unknown;
  readonly 'Code Plan': unknown;
  readonly codeHash?: string;
  readonly codeSignature?: string;
}

const readLines = (file: string): readonly Line[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((text) => text.trim() !== '')
    .map((text) => JSON.parse(text) as Line);
const likenessOf = (line: Line): ReturnType<typeof programLikeness> =>
  programLikeness(
    {
      requirement: line['User Requirement'],
      attributes: String(line['Dataset Attributes']),
      plan: line['Code Plan'],
    },
    line.codeSignature === undefined
      ? null
      : parseSignature(line.codeHash ?? '', line.codeSignature),
  );

const mined = ['train', 'validation'].flatMap((split) =>
  readLines(path.join(dataset, `${split}.jsonl`)),
);
const apart = values.apart.flatMap(readLines);
const isNear = mined.map(() => false);
eachNearPair(
  [...mined, ...apart].map(likenessOf),
  (lower, higher) => lower < mined.length && higher >= mined.length && isNear[lower] === false,
  (lower) => {
    isNear[lower] = true;
  },
);

/** Whether a layer holds only numbers, strings, names of arguments and of what is called. */
function isLiteral(layer: string): boolean {
  const bare = layer.replaceAll(/'[^']*'|"[^"]*"/g, "''");
  const names = bare.match(/[A-Za-z_]\w*(?!\w)(?!\s*[=(])/g) ?? [];
  return names.every((name) => /^(True|False|None|e)$/.test(name)) && !bare.includes('=()');
}

const seen = new Set<string>();
const chosen = mined
  .filter((line, at) => {
    const parsed = parsePlan(line['Code Plan']);
    if (isNear[at] === true || !parsed.ok) return false;
    const { plan } = parsed.value;
    if (plan.category === '' || plan.layers.length < 2 || !plan.layers.every(isLiteral))
      return false;
    const text = renderPlan(plan);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  })
  .map((line) => ({
    line,
    order: createHash('sha256')
      .update(line.codeHash ?? '')
      .digest(),
  }))
  .sort((one, other) => one.order.compare(other.order))
  .slice(0, Number(values.most))
  .map(({ line }, at) => ({
    'User Requirement':
      at % 2 === 0
        ? line['User Requirement']
        : line['User Requirement'].replace(/ Train it with .*$/s, ''),
    'Dataset Attributes': line['Dataset Attributes'],
    'Code Plan': line['Code Plan'],
  }));
await writeLines(
  values.output,
  (async function* lines() {
    yield* readFileSync(plans, 'utf8').trimEnd().split('\n');
    for (const line of chosen) yield JSON.stringify(line);
  })(),
);
console.log(
  `${mined.length} mined plans: ${isNear.filter(Boolean).length} near what is kept apart, ${seen.size} others whole and distinct, ${chosen.length} taken`,
);
