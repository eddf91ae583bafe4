/**
 * What names and kinds of columns say by themselves. A second entry of this room: `index.ts` also loads the readers of data,
 * which a plan without data does without.
 */
export { editDistance, nameWords } from './column-names.ts';
export { areAlike, namedColumn, unknownColumn } from './named-columns.ts';
export { isCountless, naturalKind } from './target-kind.ts';
export { splitRole } from './class-folders.ts';
export { plainTarget } from './usual-targets.ts';
