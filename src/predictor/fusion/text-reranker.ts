import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Plan, Requirement } from '../../artifacts/index.ts';
import { DLCodeGenError } from '../../core/index.ts';
import { wordBleu } from '../../metrics/texts.ts';
import { findNeighbours, scaledFeatures } from '../memory/plan-memory.ts';
import type { PlanMemory } from '../memory/plan-memory.ts';
import type { CandidateSource } from './candidates.ts';
import { CANDIDATES, MOST_NEIGHBOURS } from './fusion-table.ts';
import { fitRidge } from './ridge.ts';
import { describeTexts, poolTexts, TEXT_FIELDS } from './text-pools.ts';
import type { TextCandidate, TextField, TextPool } from './text-pools.ts';

/** Weights of a text's features, by field. */
export type TextReranker = Readonly<Record<TextField, readonly number[]>>;

const FILE = 'text-reranker.json';
const RERANKER = z.record(z.enum(TEXT_FIELDS), z.array(z.number()));
/** From 1 to 50 made no difference on held-out blocks. */
const PENALTY = 30;

export interface RerankerExample {
  readonly requirement: Requirement;
  readonly pools: Readonly<Record<TextField, TextPool>>;
  readonly gold: Readonly<Record<TextField, string>>;
}

/** Learns to tell the BLEU of a text from its features, on plans that the sources of the texts have not seen. */
export function trainReranker(examples: readonly RerankerExample[]): TextReranker {
  const fit = (field: TextField): readonly number[] => {
    const rows = examples.flatMap(({ requirement, pools, gold }) =>
      describeTexts(pools[field], requirement).map(({ text, features }) => ({
        features,
        value: wordBleu(gold[field], text),
      })),
    );
    return fitRidge(
      rows.map(({ features }) => features),
      rows.map(({ value }) => value),
      PENALTY,
    );
  };
  return { input: fit('input'), output: fit('output') };
}

/**
 * Pools for gold plans: what neighbours and sources would have offered for each.
 * Shapes: [n] gold plans, of which neither memory nor sources know any; returns [n].
 */
export async function rerankerExamples(
  {
    memory,
    sources,
  }: { readonly memory: PlanMemory; readonly sources: readonly CandidateSource[] },
  gold: readonly { readonly requirement: Requirement; readonly plan: Plan }[],
): Promise<RerankerExample[]> {
  const examples: RerankerExample[] = [];
  for (const { requirement, plan } of gold) {
    const near = findNeighbours(memory, scaledFeatures(memory, requirement), MOST_NEIGHBOURS);
    const lists = await Promise.all(
      sources.map((source) => source.candidates(requirement, CANDIDATES)),
    );
    const pool = (field: TextField): TextPool => poolTexts(field, requirement, near, lists.flat());
    examples.push({
      requirement,
      pools: { input: pool('input'), output: pool('output') },
      gold: plan.dataset,
    });
  }
  return examples;
}

/** The texts in order of the BLEU that is expected of them, highest first. */
export function rerankTexts(
  weights: readonly number[],
  candidates: readonly TextCandidate[],
): readonly string[] {
  const scored = candidates.map(({ text, features }) => ({
    text,
    score: features.reduce((total, feature, at) => total + feature * (weights[at] ?? 0), 0),
  }));
  return scored.toSorted((left, right) => right.score - left.score).map(({ text }) => text);
}

export function writeReranker(folder: string, reranker: TextReranker): void {
  const rounded = TEXT_FIELDS.map((field) => [
    field,
    reranker[field].map((weight) => Number(weight.toPrecision(6))),
  ]);
  writeFileSync(path.join(folder, FILE), `${JSON.stringify(Object.fromEntries(rounded))}\n`);
}

/** Null where the folder has none: texts are then chosen by minimum risk. */
export function readReranker(folder: string): TextReranker | null {
  try {
    return RERANKER.parse(JSON.parse(readFileSync(path.join(folder, FILE), 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new DLCodeGenError('ENVIRONMENT', `${folder}/${FILE} is damaged.`, { cause: error });
  }
}
