import type { Requirement } from '../../artifacts/index.ts';
import type { Tokenizer } from '../tokenizer/bpe.ts';

/** Shorter ones are often names of units and formats. */
const LEAST_LETTERS = 5;

/**
 * Tells whether a written text consists of words: those that the tokenizer keeps whole, since they were frequent in what
 * it was trained on, and those of the requirement. A language model that spells a rare word from pieces invents one.
 *
 * Words of fewer than 5 letters and numbers always pass.
 */
export function createWordCheck(
  tokenizer: Tokenizer,
): (text: string, requirement: Requirement) => boolean {
  const whole = new Set(
    Array.from({ length: tokenizer.size }, (_, id) => tokenizer.decode([id]).trim().toLowerCase()),
  );
  return (text, requirement) => {
    const asked = new Set(wordsOf(`${requirement.text} ${requirement.attributes}`));
    return wordsOf(text).every(
      (word) =>
        word.length < LEAST_LETTERS ||
        whole.has(word) ||
        asked.has(word) ||
        asked.has(`${word}s`) ||
        asked.has(word.replace(/s$/, '')),
    );
  };
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/\p{L}+/gu) ?? [];
}
