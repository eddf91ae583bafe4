import { CLASSICAL_NAMES, classicalModel, type ClassicalModel } from '../plan/index.ts';
import { TERMS } from './terms/index.ts';
import { findPhrases } from './terms/term.ts';

/** Where a text names a model that is no network. */
export interface Mention {
  readonly model: ClassicalModel;
  readonly start: number;
  readonly end: number;
}

const CLASSICAL: ReadonlySet<string> = new Set(CLASSICAL_NAMES);
const findNames = findPhrases(
  TERMS.filter(({ name }) => CLASSICAL.has(name)).flatMap(({ heard }) => heard),
);

/** All such places of corrected lower-case words, in their order. */
export function findMentions(words: string): readonly Mention[] {
  return findNames(words).flatMap(({ index, 0: said }) => {
    const model = classicalModel(said);
    return model === null ? [] : [{ model, start: index, end: index + said.length }];
  });
}
