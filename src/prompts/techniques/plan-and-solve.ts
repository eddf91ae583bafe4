import { codeStep, thinkStep, type Technique } from '../technique.ts';
import { CODE_ONLY, join, solution, task } from '../text.ts';

const PARTS =
  'task category; dataset with input and output; preprocessing; layers in order; optimizer, loss function, learning rate, batch size, epochs and evaluation metric';

/** The model understands the problem, devises a plan, and then carries it out. */
export const planAndSolve: Technique = {
  title: 'Plan-and-Solve',
  source: 'Wang et al., ACL 2023; IV-B, adapted to the solution framework for deep learning',
  temperature: 0,
  steps: [
    thinkStep(
      'ps.plan',
      `Let us first understand the problem and devise a plan to solve it. State the plan with: ${PARTS}. Write no code yet.`,
    ),
    codeStep('ps.code', { Plan: 0 }, 'Now carry out the plan step by step.'),
  ],
};

/** As the released code of the paper has it: the predicted plan takes the place of the model's own. */
export const planAndSolveReleased: Technique = {
  title: 'Plan-and-Solve with the predicted plan',
  source: 'released code of the paper, where PS gets the predicted plan',
  temperature: 0,
  steps: [
    {
      stage: 'ps-released.code',
      prompt: (context) =>
        join(task(context), solution(context), 'Carry out the plan step by step.', CODE_ONLY),
    },
  ],
};
