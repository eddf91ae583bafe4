import type { Plan, Requirement } from '../artifacts/index.ts';

const UPPER_TO_LOWER = 32;

/**
 * Cuts text into terms: runs of letters and digits, lower case. A point between two digits stays, so that
 * `0.001` is one term; an underscore cuts, so that `binary_crossentropy` and "binary crossentropy" meet.
 *
 * Shapes: returns [terms], in order, repeated terms kept.
 */
export function tokenize(text: string): string[] {
  const lower = text.toLowerCase();
  const terms: string[] = [];
  let start = -1;
  for (let at = 0; at < lower.length; at += 1) {
    const code = lower.charCodeAt(at);
    const inside = isWord(code) || (start >= 0 && code === 46 && isDecimalPoint(lower, at));
    if (inside) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      terms.push(lower.slice(start, at));
      start = -1;
    }
  }
  if (start >= 0) terms.push(lower.slice(start));
  return terms;
}

/** The text of a plan that is searched: category, data, layers; no hyperparameters (decision 2026-11-24-retrieve-by-content). */
export function planText(plan: Plan): string {
  return [
    plan.category,
    plan.dataset.input,
    plan.dataset.output,
    plan.preprocess,
    ...plan.layers,
  ].join('\n');
}

export function requirementText(requirement: Requirement): string {
  return `${requirement.text}\n${requirement.attributes}`;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isDecimalPoint(text: string, at: number): boolean {
  return isDigit(text.charCodeAt(at - 1)) && isDigit(text.charCodeAt(at + 1));
}

/** Letters and digits; beyond ASCII everything but Latin-1 signs, general and CJK punctuation. */
function isWord(code: number): boolean {
  if (code < 128)
    return isDigit(code) || ((code | UPPER_TO_LOWER) >= 97 && (code | UPPER_TO_LOWER) <= 122);
  if (code < 0xc0 || code === 0xd7 || code === 0xf7) return false;
  return !((code >= 0x2000 && code <= 0x206f) || (code >= 0x3000 && code <= 0x303f));
}
