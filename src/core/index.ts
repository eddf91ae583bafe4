/**
 * What every room may use and that knows nothing of deep learning.
 * In: nothing. Out: results, errors, seeded random numbers, files written at once.
 */
export * from './cache-folder.ts';
export * from './errors.ts';
export * from './random.ts';
export * from './remember.ts';
export * from './resources.ts';
export * from './result.ts';
export * from './write-at-once.ts';
