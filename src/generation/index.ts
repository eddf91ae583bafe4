/**
 * The two drafts that comparison learns from.
 * In: requirement, grounded plan, profile, the nearest program, the template. Out: code 1 and code 2.
 * Paper: III-D; both keep to the solution plan, the model section is compiled from its typed layers.
 */
export type { GenerationRequest } from './adapt.ts';
export { RIVAL_FUNCTIONS, type Rival } from './add-rivals.ts';
export { adoptCode, type Adopted } from './adopt-code.ts';
export { draftFromCode } from './code-rag.ts';
export { draftFromTemplate } from './template-rag.ts';
export { foldableSegments, specialiseFinal, type FinalFacts } from './specialise-final.ts';
