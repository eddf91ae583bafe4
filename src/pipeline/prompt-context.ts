import type { DataProfile, Program, Sample, Section } from '../artifacts/index.ts';
import { remember } from '../core/index.ts';
import type { GenerationRequest } from '../generation/index.ts';
import { estimateTokens } from '../llm/index.ts';
import type { Example, PromptContext } from '../prompts/index.ts';
import { renderProgram } from '../python/index.ts';
import {
  buildIndex,
  planText,
  requirementText,
  scoreQuery,
  searchIndex,
  tokenize,
} from '../retrieval/index.ts';
import { abstractTemplate } from '../template/index.ts';
import { readKerasDocs, type KerasDoc } from '../verification/index.ts';
import { readSampleProgram } from './select.ts';

/** The most that a technique shows (REDCODER). */
const MOST_EXAMPLES = 2;
/** Of fragments of documentation; DocPrompting's best figures are with 5 to 10. */
const MOST_DOCS = 8;
const NONE: readonly Sample[] = [];

export interface ContextOptions {
  readonly samples: readonly Sample[];
  /** Most tokens of one program that is shown. */
  readonly exampleTokens: number;
  /** Whether the prompts may tell values of the user's data: least, greatest and mean of columns. */
  readonly sharesValues?: boolean;
  /** The documentation that DocPrompting searches; the installed Keras' where it is not given. Errors: ENVIRONMENT. */
  readonly documentation?: () => readonly KerasDoc[];
}

/** What the prompts of one request may tell a model. Of the user's data: names, types and counts alone. */
export function promptContext(
  request: GenerationRequest,
  { samples, exampleTokens, sharesValues = false, documentation = readKerasDocs }: ContextOptions,
): PromptContext {
  const { requirement, record, profile, nearest, second } = request;
  const template = abstractTemplate(nearest, second);
  return {
    requirement: requirement.text,
    attributes: requirement.attributes,
    plan: record.plan,
    asked: record.asked,
    data: profile === null ? '' : describeData(profile, sharesValues),
    similar: renderProgram(fitProgram(nearest.program, exampleTokens)),
    examples: nearestRequirements(requirementText(requirement), samples, MOST_EXAMPLES).map(
      (sample) => exampleOf(sample, exampleTokens),
    ),
    hybrid: nearestByBoth(request, samples, MOST_EXAMPLES).map((sample) =>
      exampleOf(sample, exampleTokens),
    ),
    documentation: () => findDocs(requirementText(requirement), documentation(), exampleTokens),
    template: renderProgram(
      fitProgram(
        {
          docstring: template.docstring,
          segments: template.segments.map(({ segment }) => segment),
        },
        exampleTokens,
      ),
    ),
    representative: centreOf(byCategory(samples).get(record.plan.category) ?? NONE),
  };
}

/** Names, types and counts; where values are shared, aggregates of the columns too, and never a row (DESIGN 7). */
export function describeData(
  { attributes, columns, classes, count }: DataProfile,
  sharesValues: boolean,
): string {
  const table = columns.map(({ name, type, role, missing, distinct, minimum, maximum, mean }) => {
    const shape = `${name}: ${role} (${type}), ${distinct} distinct, ${(missing * 100).toFixed(0)} % missing`;
    if (!sharesValues || minimum === null) return shape;
    return `${shape}, ${minimum} to ${maximum}${mean === null ? '' : `, mean ${mean}`}`;
  });
  const counted = classes.map((item) => `${item.name}: ${item.count}`).join(', ');
  return [attributes, `${count} items`, ...table, counted === '' ? '' : `classes: ${counted}`]
    .filter((line) => line !== '')
    .join('\n');
}

/** What a program can do without, first to last; the rest is what a model learns the task from. */
const DISPENSABLE: readonly Section[] = [
  'inference',
  'evaluation',
  'preprocessing',
  'data',
  'training',
];

/** The program with whole sections left out, least telling first, until it fits; never a part of a section. */
export function fitProgram(program: Program, tokens: number): Program {
  let fitted = program;
  for (const section of DISPENSABLE) {
    if (estimateTokens(renderProgram(fitted)) <= tokens) break;
    fitted = {
      ...fitted,
      segments: fitted.segments.filter((segment) => segment.section !== section),
    };
  }
  return fitted;
}

function exampleOf(sample: Sample, tokens: number): Example {
  const { program } = readSampleProgram(sample);
  return {
    requirement: requirementText(sample.requirement),
    code: renderProgram(fitProgram(program, tokens)),
  };
}

const indexOf = remember((samples: readonly Sample[]) =>
  buildIndex(
    samples.map(({ id, requirement }) => ({ id, terms: tokenize(requirementText(requirement)) })),
  ),
);

/** Samples by BM25 over requirements, as CEDAR retrieves (IV-B); nearest first. */
export function nearestRequirements(
  text: string,
  samples: readonly Sample[],
  limit: number,
): Sample[] {
  const hits = searchIndex(indexOf(samples), tokenize(text), limit);
  return hits.flatMap(({ position }) => samples[position] ?? []);
}

const planIndexOf = remember((samples: readonly Sample[]) =>
  buildIndex(samples.map(({ id, plan }) => ({ id, terms: tokenize(planText(plan)) }))),
);

/** Samples by the sum of two scores, each as a share of its best: requirement's tokens, and plan (ReACC). */
function nearestByBoth(
  { requirement, record }: Pick<GenerationRequest, 'requirement' | 'record'>,
  samples: readonly Sample[],
  limit: number,
): Sample[] {
  const shares = (scores: Float64Array): Float64Array => {
    const best = Math.max(...scores);
    return best > 0 ? scores.map((score) => score / best) : scores;
  };
  const byTokens = shares(scoreQuery(indexOf(samples), tokenize(requirementText(requirement))));
  const byPlan = shares(scoreQuery(planIndexOf(samples), tokenize(planText(record.plan))));
  const scored = samples.map((sample, at) => ({
    sample,
    score: (byTokens[at] ?? 0) + (byPlan[at] ?? 0),
  }));
  return scored
    .toSorted((one, two) => two.score - one.score)
    .slice(0, limit)
    .map(({ sample }) => sample);
}

const docIndexOf = remember((docs: readonly KerasDoc[]) =>
  buildIndex(
    docs.map(({ name, text }) => ({ id: name, terms: tokenize(`${splitName(name)}\n${text}`) })),
  ),
);

/** `keras.layers.MaxPooling2D` -> its words, so that requirements find it. */
function splitName(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z\d])|[._]/g, ' ');
}

/** The nearest docstrings by BM25, whole ones, until the tokens of one program are used up. */
function findDocs(text: string, docs: readonly KerasDoc[], tokens: number): readonly string[] {
  const hits = searchIndex(docIndexOf(docs), tokenize(text), MOST_DOCS);
  const shown: string[] = [];
  let left = tokens;
  for (const { position } of hits) {
    const doc = docs[position];
    if (doc === undefined) continue;
    const rendered = `${doc.name}: ${doc.text}`;
    left -= estimateTokens(rendered);
    if (left < 0) break;
    shown.push(rendered);
  }
  return shown;
}

const byCategory = remember((samples: readonly Sample[]) =>
  Map.groupBy(samples, ({ plan }) => plan.category),
);

/** The requirement of some samples that is nearest to the others: the centre of their cluster (Auto-CoT). */
const centreOf = remember((members: readonly Sample[]): string | null => {
  const texts = members.map(({ requirement }) => requirementText(requirement));
  const ranks = texts.map((text) => nearestRequirements(text, members, members.length));
  const distance = (at: number): number =>
    ranks.reduce((sum, ranked) => sum + ranked.indexOf(members[at] as Sample), 0);
  const [centre] = texts.map((_, at) => at).sort((one, two) => distance(one) - distance(two));
  return centre === undefined ? null : (texts[centre] ?? null);
});
