import type { Plan, Reading, Requirement } from '../../artifacts/index.ts';
import { CLASSIFIED_FIELDS, classifyField, labelOf } from '../classifiers/fields.ts';
import type { ClassifiedField, FieldClassifiers } from '../classifiers/fields.ts';
import { findNeighbours, scaledFeatures } from '../memory/plan-memory.ts';
import type { Neighbour, PlanMemory } from '../memory/plan-memory.ts';
import { normalizeCategory } from '../../plan/index.ts';
import { statedOf, type Stated } from '../../requirement/index.ts';
import type { Beliefs } from './beliefs.ts';
import type { Candidate, CandidateSource } from './candidates.ts';
import { rankLayers } from './choose-layers.ts';
import { scoreTexts } from './choose-text.ts';
import { countVotes, fuseVotes, weightedMedian } from './fuse-names.ts';
import type { Ranked, WeightedVotes } from './fuse-names.ts';
import {
  CANDIDATES,
  CODE_STYLE_WEIGHT,
  FIELD_FUSION,
  LAYER_FUSION,
  MOST_NEIGHBOURS,
} from './fusion-table.ts';
import { countStated } from './stated-layers.ts';
import { describeTexts, poolTexts } from './text-pools.ts';
import type { TextField, TextPool } from './text-pools.ts';
import { rerankTexts } from './text-reranker.ts';
import type { TextReranker } from './text-reranker.ts';

/** What can be switched off, each on its own, to measure its gain. */
export const IDEAS = [
  'stated',
  'neighbours',
  'classifiers',
  'minimum-risk',
  'reranker',
  'candidates',
] as const;
export type Idea = (typeof IDEAS)[number];

export interface FusionParts {
  readonly memory: PlanMemory;
  readonly classifiers: FieldClassifiers;
  readonly sources: readonly CandidateSource[];
  /** Chooses among texts of candidates and sentence forms; null where none has been trained. */
  readonly reranker: TextReranker | null;
}

export interface FusedPlan {
  readonly plan: Plan;
  /** Lists of layers, that of the plan first: least expected distance before the others. */
  readonly layerChoices: readonly (readonly string[])[];
  /** Descriptions, that of the plan first: highest expected BLEU before the others. */
  readonly textChoices: Readonly<Record<TextField, readonly string[]>>;
  readonly beliefs: Beliefs;
}

const NAMED = ['category', 'loss', 'optimizer', 'metric'] as const;
const NUMBERED = ['learningRate', 'batchSize', 'epochs'] as const;

/**
 * Puts a plan together field by field. Names: the vote of the nearest remembered plans, linear classifiers and
 * candidates. Numbers: the weighted median of the same, which has the least expected absolute error. Layers: the list
 * of least expected distance. Texts: the sentence of highest expected BLEU.
 *
 * Where the category is known, it is kept, and only neighbours and candidates of that category are heard.
 *
 * Paper: III-B, beyond its single decoder. Deterministic where the sources are. Errors: those of the sources.
 */
export async function fusePlan(
  { memory, classifiers, sources, reranker }: FusionParts,
  reading: Reading,
  ideas: readonly Idea[] = IDEAS,
  category?: string,
): Promise<FusedPlan> {
  const { requirement } = reading;
  const has = (idea: Idea): boolean => ideas.includes(idea);
  const neighbours = neighboursOf(memory, requirement, category);
  const lists = has('candidates')
    ? await Promise.all(
        sources.map((source) => source.candidates(requirement, CANDIDATES, category)),
      )
    : [];
  const candidates = lists.flat();
  const judge = (field: ClassifiedField): readonly WeightedVotes[] => {
    const { classifier, candidates: weight } = FIELD_FUSION[field];
    const linear = has('classifiers')
      ? classifyField(classifiers, field, memory, requirement)
      : new Map<string, number>();
    const alone = !has('neighbours');
    return [
      {
        votes: alone ? new Map() : neighbourVotes(field, neighbours),
        weight: linear.size > 0 ? 1 - classifier : 1,
      },
      { votes: linear, weight: alone ? 1 : classifier },
      { votes: candidateVotes(field, candidates), weight },
    ];
  };
  const names = Object.fromEntries(
    NAMED.map((field) => [field, fuseVotes(judge(field)).filter(({ label }) => label !== '')]),
  ) as unknown as Record<(typeof NAMED)[number], readonly Ranked[]>;
  const numbers = Object.fromEntries(
    NUMBERED.map((field) => [field, fuseVotes(judge(field))]),
  ) as Record<(typeof NUMBERED)[number], readonly Ranked[]>;
  const rankTexts = (field: TextField): readonly string[] => {
    const pool = poolTexts(field, requirement, neighbours, candidates);
    return has('reranker') && reranker !== null && pool.texts.length > 0
      ? rerankTexts(reranker[field], describeTexts(pool, requirement))
      : orderTexts(pool, has('minimum-risk'));
  };
  const textChoices = { input: rankTexts('input'), output: rankTexts('output') };
  const stated = has('stated') ? statedOf(reading) : null;
  const said = stated?.hyperparameters;
  const layerChoices = fuseLayers(neighbours, candidates, stated, has('minimum-risk'));
  const plan: Plan = {
    category: category ?? names.category[0]?.label ?? '',
    dataset: { input: textChoices.input[0] ?? '', output: textChoices.output[0] ?? '' },
    preprocess:
      candidates.find(({ plan: other }) => other.preprocess !== '')?.plan.preprocess ?? '',
    layers: layerChoices[0] ?? [],
    hyperparameters: {
      optimizer: said?.optimizer ?? names.optimizer[0]?.label ?? null,
      loss: said?.loss ?? names.loss[0]?.label ?? null,
      learningRate: said?.learningRate ?? medianOf(numbers.learningRate),
      batchSize: said?.batchSize ?? medianOf(numbers.batchSize),
      epochs: said?.epochs ?? medianOf(numbers.epochs),
      metric: said?.metric ?? names.metric[0]?.label ?? null,
    },
  };
  return {
    plan,
    layerChoices,
    textChoices,
    beliefs: calibrate({ ...names, ...numbers }),
  };
}

/** The nearest plans; of the known category, where any is. */
function neighboursOf(
  memory: PlanMemory,
  requirement: Requirement,
  category: string | undefined,
): readonly Neighbour[] {
  const features = scaledFeatures(memory, requirement);
  if (category === undefined) return findNeighbours(memory, features, MOST_NEIGHBOURS);
  const { name } = normalizeCategory(category);
  const all = findNeighbours(memory, features, memory.entries.length);
  const same = all.filter(
    ({ entry: { plan } }) => normalizeCategory(plan.category ?? '').name === name,
  );
  return (same.length > 0 ? same : all).slice(0, MOST_NEIGHBOURS);
}

function neighbourVotes(
  field: ClassifiedField,
  neighbours: readonly Neighbour[],
): ReadonlyMap<string, number> {
  const { neighbours: count, power } = FIELD_FUSION[field];
  return countVotes(
    neighbours.slice(0, count).map(({ entry: { plan }, similarity }) => ({
      label: labelOf(plan, field),
      weight: similarity ** power * (plan.style === 'code' ? CODE_STYLE_WEIGHT.names : 1),
    })),
  );
}

function candidateVotes(
  field: ClassifiedField,
  candidates: readonly Candidate[],
): ReadonlyMap<string, number> {
  return countVotes(
    candidates.map(({ plan, share }) => {
      const value = field === 'category' ? plan.category : plan.hyperparameters[field];
      return { label: value === null ? '' : String(value), weight: share };
    }),
  );
}

function fuseLayers(
  neighbours: readonly Neighbour[],
  candidates: readonly Candidate[],
  stated: Stated | null,
  minimumRisk: boolean,
): readonly (readonly string[])[] {
  const remembered = neighbours.slice(0, LAYER_FUSION.references).map(({ entry, similarity }) => ({
    layers: entry.plan.layers,
    weight:
      similarity ** LAYER_FUSION.power *
      (entry.plan.style === 'code' ? CODE_STYLE_WEIGHT.layers : 1),
  }));
  const lists = [
    ...candidates.map(({ plan }) => plan.layers),
    ...remembered.slice(0, LAYER_FUSION.candidates).map(({ layers }) => layers),
  ].filter((layers) => layers.length > 0);
  if (!minimumRisk) return lists;
  const sum = remembered.reduce((total, { weight }) => total + weight, 0);
  const counts = lists.map((layers) => (stated === null ? 0 : countStated(layers, stated)));
  const most = Math.max(0, ...counts);
  const references = [
    ...remembered.map(({ layers, weight }) => ({ layers, weight: sum === 0 ? 1 : weight / sum })),
    ...candidates.map(({ plan, share }) => ({
      layers: plan.layers,
      weight: share * LAYER_FUSION.sources,
    })),
  ];
  const ranked = rankLayers(lists, references);
  const fits = (at: number): boolean => counts[at] === most;
  return [...ranked.filter(fits), ...ranked.filter((at) => !fits(at))].map((at) => lists[at] ?? []);
}

/** Candidates' texts and filled sentence forms by their expected scores. */
function orderTexts({ forms, texts }: TextPool, minimumRisk: boolean): readonly string[] {
  const written = texts.map(({ text }) => text);
  if (!minimumRisk) return [...written, ...forms.map(({ text }) => text)];
  return [...scoreTexts(written, texts), ...forms]
    .toSorted((left, right) => right.score - left.score)
    .map(({ text }) => text);
}

/** An absent count is 0 to the metric, but no plan to us. */
function medianOf(ranked: readonly Ranked[]): number | null {
  return weightedMedian(
    ranked
      .filter(({ label }) => label !== '')
      .map(({ label, share }) => ({ value: Number(label), weight: share })),
  );
}

function calibrate(ranked: Readonly<Record<ClassifiedField, readonly Ranked[]>>): Beliefs {
  return Object.fromEntries(
    CLASSIFIED_FIELDS.map((field) => [
      field,
      ranked[field].map(({ label, share }) => ({
        value: label,
        confidence: share * FIELD_FUSION[field].trust,
      })),
    ]),
  );
}
