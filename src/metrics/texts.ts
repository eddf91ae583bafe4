/**
 * Distances between two texts. A second entry of this room, since `index.ts` also loads what reads programs.
 */
export { wordBleu, words } from './bleu.ts';
export { levenshtein } from './levenshtein.ts';
