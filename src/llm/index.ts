/**
 * One interface to language models: hosted, on a local server, in a GGUF file, or recorded.
 * In: a question (system, prompt, sampling). Out: a reply with its usage and cost, or the issue that stood in its way.
 * The paper's stages (III-C, III-D) and baselines (IV-B) ask through it. The one importer of the AI SDK is hosted-model.ts.
 */
export { estimateTokens } from './budget.ts';
export { callKey, replyFile } from './reply-cache.ts';
export type { JsonSchema, LanguageModel, Question, Reply, Sampling, Usage } from './model.ts';
export { parseModelName } from './model-name.ts';
export { isHosted, openModel, usualCallsAtOnce, type ModelOptions } from './open-model.ts';
export { costOf, parsePrice, priceOf, type Price } from './price-table.ts';
export { previewModel } from './preview-model.ts';
