/**
 * What every room may use and that knows nothing of deep learning.
 * In: nothing. Out: results, errors, seeded random numbers, files written at once.
 */
export * from './bound-text.ts';
export * from './cache-folder.ts';
export * from './duration.ts';
export * from './errors.ts';
export * from './escape-pattern.ts';
export * from './for-text.ts';
export * from './inside.ts';
export * from './machine-fault.ts';
export * from './map-at-once.ts';
export * from './numbered-lines.ts';
export * from './own-table.ts';
export * from './plain-output.ts';
export * from './random.ts';
export * from './remember.ts';
export * from './resources.ts';
export * from './result.ts';
export * from './supervisor.ts';
export * from './write-at-once.ts';
