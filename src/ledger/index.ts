/**
 * Asks of a requirement -> what became of each: done, substituted or unmet.
 * In: asks, the plan record, the program, the names in the data. Out: `asked` of plan.json.
 * `done` is shown by the code's syntax or the data's facts, never by the plan's own words.
 */
export { askedConstants } from './asked-constants.ts';
export { setOptimizer } from './asked-optimizer.ts';
export { foundIn } from './found-data.ts';
export { previewCode } from './preview-code.ts';
export { settleAsks } from './settle-asks.ts';
export { confirmAsked } from './confirm-asked.ts';
