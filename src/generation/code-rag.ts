import type { Draft, Program } from '../artifacts/index.ts';
import { adaptProgram, type GenerationRequest } from './adapt.ts';

/**
 * Code 1: the nearest program adapted to plan and profile, its details kept (paper III-D, Code RAG).
 * The paper prompts a language model with the sample; this implementation rewrites its syntax tree.
 */
export function draftFromCode(program: Program, request: GenerationRequest): Draft {
  return { name: 'code 1', program: adaptProgram(program, request), warnings: [] };
}
