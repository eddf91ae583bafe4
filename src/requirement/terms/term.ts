import type { AskKind, PlanRecord } from '../../artifacts/index.ts';
import { lazyExpression, type ExpressionFor } from '../../core/index.ts';

/** Families of networks by the trunk that is built for them where no program has it. */
export const TRUNK_FAMILIES = [
  'bilstm',
  'bigru',
  'lstm',
  'gru',
  'rnn',
  'convlstm',
  'transformer',
  'u-net',
  'backbone',
  'cnn',
  'dense',
  'autoencoder',
  'gan',
  'vae',
  'siamese',
] as const;
export type TrunkFamily = (typeof TRUNK_FAMILIES)[number];

/** What an ask is held against. */
export interface ProjectView {
  readonly record: Pick<PlanRecord, 'plan' | 'data'>;
  /** The program, without comments and docstrings. */
  readonly code: string;
  /** What the user's data hold; null where nobody looked at them. */
  readonly found: FoundData | null;
}

/** Names that stand in the user's data. */
export interface FoundData {
  readonly columns: readonly string[];
  readonly classes: readonly string[];
  /** Rows or items. */
  readonly count: number;
}

/** Something that a project shows: the syntax of its code, or the facts of its plan record. */
export type Shown = RegExp | ((view: ProjectView) => boolean);

/** What stands in for a thing that a project does not have, where the project shows it. */
export interface Substitute {
  readonly by: string;
  readonly shown: Shown;
  /** Why this stands in, where that is another reason than the term's. */
  readonly why?: string;
}

/**
 * A term of the field that a requirement may name. A term without `shown` is known, and nothing in a project does it: it
 * ends as substituted where a substitute is shown, else as unmet.
 */
export interface Term {
  readonly kind: AskKind;
  readonly name: string;
  /**
   * Phrases in lower case. A space also matches a hyphen or nothing (`u net` is heard in "U-Net" and "unet"), a phrase
   * also in the plural, `*` stands for any ending; the rest is a regular expression.
   */
  readonly heard: readonly string[];
  /** Whether its phrases name different things, each of them asked for. */
  readonly isGroup?: boolean;
  readonly shown?: Shown;
  readonly instead?: readonly Substitute[];
  /** Why it is not done. */
  readonly why?: string;
  /** The terms of the named networks that are built in its place, where the data fit one. */
  readonly nearest?: readonly string[];
  /** The family of the network that is built for it. */
  readonly family?: TrunkFamily;
}

/** Calls of any of these functions or classes; the parts of a dotted name may be a module's. */
export function calls(...names: readonly string[]): RegExp {
  return new RegExp(String.raw`\b(?:${names.join('|')})\(`);
}

export function isShown(shown: Shown, view: ProjectView): boolean {
  return shown instanceof RegExp ? shown.test(view.code) : shown(view);
}

/** Finds phrases in text in lower case. */
export type PhraseFinder = (words: string) => readonly RegExpExecArray[];

/** Finds any of the phrases. */
export function findPhrases(phrases: readonly string[]): PhraseFinder {
  const compiled = compilePhrases(phrases);
  return (words) => {
    const expression = compiled(words);
    const found: RegExpExecArray[] = [];
    // Not `matchAll`, which compiles the expression again.
    expression.lastIndex = 0;
    for (let match = expression.exec(words); match !== null; match = expression.exec(words))
      found.push(match);
    return found;
  };
}

/** A space beside `\\w+`: were it free to be absent, a long word could be cut anywhere. */
const BESIDE_ANY_WORD = /(?<=\\(?:w|p\{L\})\+) | (?=\\(?:w|p\{L\})\+)/g;

/** One expression for all phrases of a term; global, for text in lower case. */
function compilePhrases(phrases: readonly string[]): ExpressionFor {
  const alternatives = phrases.map((phrase) => {
    const flexible = phrase
      .replaceAll(BESIDE_ANY_WORD, '[\\s_/-]')
      .replaceAll(' ', '[\\s_/-]?')
      .replaceAll(/(?<=[a-z])(?<!\\[a-z])\*/g, '\\p{L}*');
    return phrase.endsWith('s') ? flexible : `${flexible}s?`;
  });
  return lazyExpression(
    `(?<![\\p{L}\\p{N}_])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}_])`,
    'gu',
  );
}
