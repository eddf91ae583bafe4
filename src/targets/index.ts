/**
 * What is predicted: one declaration per target, which alone decides the tasks that ask for it, head, loss, metric,
 * labels and output shape.
 * In: data spec, what is stated, a plan, an output. Out: head, loss and metric that fit, what a chain must end in,
 * whether an output fits, the output in words; findings where a plan cannot work.
 * Paper: III-B (plan), III-D (the code keeps to it).
 */
export { boundNumbers, type BoundedNumber, type BoundedNumbers } from './bound-numbers.ts';
export { chainGoal } from './chain-goal.ts';
export { checkPlan } from './check-plan.ts';
export { classCount, type Target } from './define-target.ts';
export { fitHead, fitsHead, hasOwnLoss, type Head } from './fit-head.ts';
export { labelMode } from './label-mode.ts';
export { outputFits } from './output-fits.ts';
export { writeTargetDocs } from './render-docs.ts';
export { TARGETS } from './targets.ts';
export { targetsOf } from './targets-of.ts';
