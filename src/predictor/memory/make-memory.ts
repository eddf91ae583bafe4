import type { Plan, Requirement } from '../../artifacts/index.ts';
import { wordBleu } from '../../metrics/texts.ts';
import { readFeatures } from './features.ts';
import { fillTemplate } from './fill-templates.ts';
import { layerFacts } from './layer-fact.ts';
import { SCORE_SCALE, UNFILLED } from './plan-memory.ts';
import type { MemoryEntry, PlanStyle } from './plan-memory.ts';
import { readSlots } from './text-slots.ts';
import { INPUT_TEMPLATES, OUTPUT_TEMPLATES } from './text-template-table.ts';

/** Names are kept when so many plans have them; a rarer one may be a sentence. */
const LEAST_PLANS = 3;
const MOST_NAME_WORDS = 7;

export interface PlanExample {
  readonly requirement: Requirement;
  readonly plan: Plan;
}

/**
 * Keeps the facts of training plans: names that several plans share, numbers, layers as notation, hashed terms.
 *
 * Paper: III-B. Shapes: [n] examples -> [n] entries, in order.
 */
export function makeMemory(examples: readonly PlanExample[]): MemoryEntry[] {
  const names = countNames(examples);
  const keep = (name: string | null): string | null =>
    name !== null &&
    (names.get(name) ?? 0) >= LEAST_PLANS &&
    (name.match(/\w+/g) ?? []).length <= MOST_NAME_WORDS
      ? name
      : null;
  return examples.map(({ requirement, plan }) => {
    const { hyperparameters } = plan;
    const numbers = {
      side: imageSide(plan.dataset.input),
      classes: classCount(plan.dataset.output),
    };
    const slots = readSlots(requirement, numbers);
    const scores = (templates: readonly string[], gold: string): Uint8Array =>
      Uint8Array.from(templates, (template) => {
        const text = fillTemplate(template, slots);
        return text === null ? UNFILLED : Math.round(wordBleu(gold, text) * SCORE_SCALE);
      });
    return {
      plan: {
        style: styleOf(requirement),
        category: keep(plan.category),
        optimizer: keep(hyperparameters.optimizer),
        loss: keep(hyperparameters.loss),
        metric: keep(hyperparameters.metric),
        learningRate: hyperparameters.learningRate,
        batchSize: hyperparameters.batchSize,
        epochs: hyperparameters.epochs,
        ...numbers,
        layers: layerFacts(plan.layers),
      },
      terms: readFeatures(requirement),
      inputScores: scores(INPUT_TEMPLATES, plan.dataset.input),
      outputScores: scores(OUTPUT_TEMPLATES, plan.dataset.output),
    };
  });
}

/** Requirements of the plans that are written as code begin in their own way. */
export function styleOf({ text }: Requirement): PlanStyle {
  return /^(?:I want|The goal)\b/.test(text.trim()) ? 'code' : 'words';
}

function imageSide(input: string): number | null {
  const match = /\b(\d{2,4})\s*(?:x|×|, )\s*(\d{2,4})\b/i.exec(input);
  return match !== null && match[1] === match[2] ? Number(match[1]) : null;
}

function classCount(output: string): number | null {
  const match = /\b(\d{1,4})\s+(?:\w+\s+){0,2}(?:class|categor|label|breed|species)/i.exec(output);
  return match === null ? null : Number(match[1]);
}

function countNames(examples: readonly PlanExample[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { plan } of examples) {
    const { optimizer, loss, metric } = plan.hyperparameters;
    for (const name of [plan.category, optimizer, loss, metric]) {
      if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}
