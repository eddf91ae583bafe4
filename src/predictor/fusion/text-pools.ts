import type { Plan, Requirement } from '../../artifacts/index.ts';
import { words, wordBleu } from '../../metrics/texts.ts';
import type { MemoryPlan, Neighbour } from '../memory/plan-memory.ts';
import { readSlots } from '../memory/text-slots.ts';
import { INPUT_TEMPLATES, OUTPUT_TEMPLATES } from '../memory/text-template-table.ts';
import type { Candidate } from './candidates.ts';
import { scoreTemplates } from './choose-text.ts';
import type { ScoredText } from './choose-text.ts';
import { countVotes, fuseVotes } from './fuse-names.ts';
import { TEXT_FUSION } from './fusion-table.ts';

export const TEXT_FIELDS = ['input', 'output'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

/** What can be said of a field, from both kinds of source. */
export interface TextPool {
  /** Filled sentence forms with the BLEU that neighbours make us expect, best first. */
  readonly forms: readonly ScoredText[];
  /** Texts of other candidates, the surest first; repeated ones kept. */
  readonly texts: readonly { readonly text: string; readonly weight: number }[];
}

/** A text with what the reranker sees of it. Shapes: features [TEXT_FEATURES]. */
export interface TextCandidate {
  readonly text: string;
  readonly features: readonly number[];
}

const FORMS = 10;

const TEMPLATES: Readonly<Record<TextField, readonly string[]>> = {
  input: INPUT_TEMPLATES,
  output: OUTPUT_TEMPLATES,
};
const SCORES: Readonly<Record<TextField, (neighbour: Neighbour) => Uint8Array>> = {
  input: ({ entry }) => entry.inputScores,
  output: ({ entry }) => entry.outputScores,
};

/** Collects the texts for a field. Shapes: neighbours nearest first; returns at most 10 forms. */
export function poolTexts(
  field: TextField,
  requirement: Requirement,
  neighbours: readonly Neighbour[],
  candidates: readonly Candidate[],
): TextPool {
  const near = neighbours.slice(0, TEXT_FUSION.neighbours);
  const slots = readSlots(requirement, {
    side: commonNumber(near, (plan) => plan.side),
    classes: commonNumber(near, (plan) => plan.classes),
  });
  const weighted = near
    .filter(({ entry }) => entry.plan.style === 'words')
    .map((neighbour) => ({ neighbour, weight: neighbour.similarity ** TEXT_FUSION.power }));
  const read = ({ dataset }: Plan): string => dataset[field];
  return {
    forms: scoreTemplates(TEMPLATES[field], slots, weighted, SCORES[field]).slice(0, FORMS),
    texts: candidates
      .map(({ plan, share }) => ({ text: read(plan), weight: share }))
      .filter(({ text }) => text !== ''),
  };
}

/**
 * Each different text with its features: agreement with the other candidates and with the forms, length, and how much
 * of it stands in the user's own words.
 */
export function describeTexts(
  { forms, texts }: TextPool,
  { text, attributes }: Requirement,
): TextCandidate[] {
  const asked = words(`${text} ${attributes}`);
  const askedWords = new Set(asked);
  const askedPairs = new Set(pairs(asked));
  const formSum = forms.reduce((sum, { score }) => sum + score ** 2, 0) || 1;
  const bestForm = forms[0]?.score ?? 0;
  const total = texts.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const all = new Set([...texts, ...forms].map((candidate) => candidate.text));
  return [...all].map((candidate) => {
    const own = words(candidate);
    const ownPairs = pairs(own);
    const same = sum(texts, (other) => (other.text === candidate ? other.weight : 0)) / total;
    const near =
      sum(texts, (other) =>
        other.text === candidate ? 0 : other.weight * wordBleu(other.text, candidate),
      ) / total;
    const form = forms.find((other) => other.text === candidate);
    const agreed = sum(
      forms,
      (other) => (other.score ** 2 / formSum) * wordBleu(other.text, candidate),
    );
    const features = [
      1,
      near + same,
      same === 1 ? 0 : near / (1 - same),
      same,
      agreed,
      agreed * bestForm,
      form === undefined ? 0 : 1,
      form?.score ?? 0,
      candidate === texts[0]?.text ? 1 : 0,
      Math.log(1 + own.length),
      own.length / 10,
      (own.length / 10) ** 2,
      share(own, (word) => askedWords.has(word)),
      share(ownPairs, (pair) => askedPairs.has(pair)),
      /\d/.test(candidate) ? 1 : 0,
      own.filter((word) => /\d/.test(word) && !askedWords.has(word)).length,
      candidate.includes(',') ? 1 : 0,
      candidate.includes('(') ? 1 : 0,
    ];
    return { text: candidate, features };
  });
}

function commonNumber(
  neighbours: readonly Neighbour[],
  read: (plan: MemoryPlan) => number | null,
): number | null {
  const votes = countVotes(
    neighbours.flatMap(({ entry, similarity }) => {
      const value = read(entry.plan);
      return value === null ? [] : [{ label: String(value), weight: similarity ** 2 }];
    }),
  );
  const [best] = fuseVotes([{ votes, weight: 1 }]);
  return best === undefined ? null : Number(best.label);
}

function pairs(terms: readonly string[]): string[] {
  return terms.slice(1).map((term, at) => `${terms[at] ?? ''} ${term}`);
}

function sum<T>(items: readonly T[], read: (item: T) => number): number {
  return items.reduce((total, item) => total + read(item), 0);
}

function share(items: readonly string[], holds: (item: string) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}
