/**
 * Makes the shipped plan memory and classifiers: `node scripts/make-plan-memory.ts TRAIN.jsonl [-o FOLDER]`.
 * With `--model FOLDER` also the reranker of texts, trained on the lines that the language model was not trained on.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeClassifiers } from '../src/predictor/classifiers/classifier-file.ts';
import { CLASSIFIED_FIELDS, trainFields } from '../src/predictor/classifiers/fields.ts';
import {
  rerankerExamples,
  trainReranker,
  writeReranker,
} from '../src/predictor/fusion/text-reranker.ts';
import { loadLanguageModelSource } from '../src/predictor/language-model-source.ts';
import { FIELD_FUSION } from '../src/predictor/fusion/fusion-table.ts';
import { makeMemory, styleOf } from '../src/predictor/memory/make-memory.ts';
import { writeMemory } from '../src/predictor/memory/memory-file.ts';
import { createMemory } from '../src/predictor/memory/plan-memory.ts';
import { isHeldOut, ProblemCounter, readPlanLines } from '../src/predictor/train/examples.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    output: {
      type: 'string',
      short: 'o',
      default: path.join(import.meta.dirname, '../models/predictor'),
    },
  },
});
const [file] = positionals;
if (file === undefined) {
  process.stderr.write('usage: node scripts/make-plan-memory.ts TRAIN.jsonl [-o FOLDER]\n');
  process.exit(2);
}
const problems = new ProblemCounter();
const lines = readPlanLines(readFileSync(file, 'utf8'), problems);
const entries = makeMemory(
  lines.map(({ requirement, attributes, plan }) => ({
    requirement: { text: requirement, attributes },
    plan,
  })),
);
mkdirSync(values.output, { recursive: true });
writeMemory(values.output, entries);
const fields = CLASSIFIED_FIELDS.filter((field) => FIELD_FUSION[field].classifier > 0);
writeClassifiers(values.output, trainFields(createMemory(entries), fields));
if (values.model !== undefined) {
  const model = await loadLanguageModelSource(values.model);
  const known = entries.filter((_, at) => !isHeldOut(lines[at]?.line ?? 0));
  const held = lines
    .filter(({ line }) => isHeldOut(line))
    .map(({ requirement, attributes, plan }) => ({
      requirement: { text: requirement, attributes },
      plan,
    }))
    .filter(({ requirement }) => styleOf(requirement) === 'words');
  const examples = await rerankerExamples({ memory: createMemory(known), sources: [model] }, held);
  writeReranker(values.output, trainReranker(examples));
  await model.close();
}
process.stderr.write(
  `${entries.length} plans kept in ${values.output}; problems: ${JSON.stringify(problems.report())}\n`,
);
