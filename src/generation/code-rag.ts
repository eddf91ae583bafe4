import type { Draft } from '../artifacts/index.ts';
import { adaptProgram, type GenerationRequest } from './adapt.ts';

/**
 * Code 1: the nearest program adapted to plan and profile, its details kept (paper III-D, Code RAG).
 * The paper prompts a language model with the sample; this implementation edits its syntax tree.
 */
export function draftFromCode(request: GenerationRequest): Draft {
  const program = adaptProgram(request.nearest.program, request);
  return { name: 'code 1', program, warnings: [] };
}
