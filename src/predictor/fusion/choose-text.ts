import { wordBleu } from '../../metrics/texts.ts';
import { fillTemplate } from '../memory/fill-templates.ts';
import { SCORE_SCALE, UNFILLED } from '../memory/plan-memory.ts';
import type { Neighbour } from '../memory/plan-memory.ts';
import type { Slots } from '../memory/text-slots.ts';

export interface WeightedText {
  readonly text: string;
  readonly weight: number;
}

export interface ScoredText {
  readonly text: string;
  /** Expected BLEU, 0-1. */
  readonly score: number;
}

/** So much weight of neighbours is added with the sentence form's mean over the memory. */
const PRIOR_WEIGHT = 0.02;

/**
 * Every sentence form that the user's words fill, with the BLEU it is expected to have: what it would have had for the
 * neighbouring plans. Best first.
 */
export function scoreTemplates(
  templates: readonly string[],
  slots: Slots,
  neighbours: readonly { readonly neighbour: Neighbour; readonly weight: number }[],
  scoresOf: (neighbour: Neighbour) => Uint8Array,
): readonly ScoredText[] {
  return templates
    .flatMap((template, at) => {
      const text = fillTemplate(template, slots);
      if (text === null) return [];
      let sum = 0;
      let total = PRIOR_WEIGHT;
      for (const { neighbour, weight } of neighbours) {
        const score = scoresOf(neighbour)[at] ?? UNFILLED;
        if (score === UNFILLED) continue;
        sum += (weight * score) / SCORE_SCALE;
        total += weight;
      }
      return [{ text, score: sum / total }];
    })
    .toSorted((left, right) => right.score - left.score);
}

/** Minimum Bayes risk over texts: each with its expected BLEU against all the others, best first. */
export function scoreTexts(
  candidates: readonly string[],
  references: readonly WeightedText[],
): readonly ScoredText[] {
  const total = references.reduce((sum, { weight }) => sum + weight, 0);
  return [...new Set(candidates)]
    .map((text) => ({
      text,
      score: references.reduce(
        (sum, reference) => sum + (reference.weight / total) * wordBleu(reference.text, text),
        0,
      ),
    }))
    .toSorted((left, right) => right.score - left.score);
}
