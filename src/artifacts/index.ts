/**
 * The nouns that travel between rooms; types and constants only.
 * In: nothing. Out: requirement, plan, data spec, profile, sample, program, verdict, project files.
 */
export * from './candidate.ts';
export * from './data-spec.ts';
export * from './plan.ts';
export * from './profile.ts';
export * from './program.ts';
export * from './project-files.ts';
export * from './requirement.ts';
export * from './sample.ts';
export * from './task-spec.ts';
export * from './template.ts';
export * from './verdict.ts';
export * from './reading.ts';
