import { codeStep, type Technique } from '../technique.ts';
import { CODE_ONLY, join, task, untrusted } from '../text.ts';

/** The program is executed block by block; the model judges each block by the state after it, then mends. */
export const ldb: Technique = {
  title: 'LDB',
  source:
    'Zhong et al., ACL 2024 (Findings), sections 3.1-3.3; II-B. Here the visible test is a run on made data, states are types and shapes, and there is one round',
  temperature: 0,
  steps: [
    { stage: 'ldb.draft', prompt: (context) => join(task(context), CODE_ONLY) },
    { stage: 'ldb.run', executes: 0 },
    {
      stage: 'ldb.verdicts',
      prompt: (context, [, trace = '']) =>
        join(
          task(context),
          `The program was executed block by block. After each block stand the variables that it set, by type and shape, or the error that it raised:\n${untrusted(trace)}`,
          'For each block give one line: BLOCK number, "correct" or "incorrect", and why.',
        ),
    },
    codeStep(
      'ldb.code',
      { Program: 0, Execution: 1, Verdicts: 2 },
      'Mend every block judged incorrect.',
    ),
  ],
};
