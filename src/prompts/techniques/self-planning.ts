import { codeStep, thinkStep, type Technique } from '../technique.ts';

/** The steps that the intent of a worked example falls into; the technique learns the form from it. */
const WORKED = `Intent: Tell handwritten digits apart, from 28x28 grey images in folders named by the digit.
Plan:
1. Read the images of each folder and split them into train, validation and test.
2. Scale the pixels to the range 0 to 1.
3. Build a small convolutional network that ends in ten class probabilities.
4. Compile it with a loss for class numbers and an optimizer.
5. Train it with early stopping and keep the best weights.
6. Report accuracy on the test images and save the model.`;

/** A plan of numbered steps from the intent, then code step by step. */
export const selfPlanning: Technique = {
  title: 'Self-Planning',
  source: 'Jiang et al., TOSEM 2024; II-B',
  temperature: 0,
  steps: [
    thinkStep('self-planning.plan', 'Plan:', WORKED),
    codeStep('self-planning.code', { Plan: 0 }, 'Implement the plan; a comment names each step.'),
  ],
};

/** Knowledge first, code from it, then one look at the code. */
export const selfEvolve: Technique = {
  title: 'SelfEvolve',
  source: 'Jiang et al., arXiv 2306.02907; II-B, domain knowledge first',
  temperature: 0,
  steps: [
    thinkStep(
      'self-evolve.knowledge',
      'Which Keras classes, functions and facts about such data does a correct solution need? List each with its arguments and the shapes it takes and gives. Write no program.',
    ),
    codeStep('self-evolve.draft', { Knowledge: 0 }, 'Write the program with this knowledge.'),
    codeStep(
      'self-evolve.code',
      { Program: 1 },
      'Read the program as an interpreter would. Mend what would raise an error or miss the requirement.',
    ),
  ],
};
