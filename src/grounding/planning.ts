/**
 * The two steps of a plan, and what a plan that the user wrote says of the data. A second entry of this room: `index.ts`
 * also loads what reads the user's data, which a plan without data does without.
 */
export { decide } from './decide.ts';
export type { DecideInput } from './decide-without-data.ts';
export { describeGiven } from './draft-given.ts';
export { ground, type GroundedPlan } from './ground.ts';
export type { PlanSource } from './plan-source.ts';
export { refuseOutside } from './refuse-outside.ts';
