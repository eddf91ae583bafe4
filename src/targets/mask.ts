import { knownFacts } from '../kinds/index.ts';
import { countClasses, hasSides, mapHead, type Target } from './define-target.ts';

/** A class for each pixel. */
export const maskTarget: Target = {
  tasks: [{ modality: 'image', goal: 'segment', kind: 'image-masks' }],
  forms: ['binary mask', 'class mask'],
  head: (facts, unitPerClass) => {
    const classes = countClasses(facts);
    return classes === 2 && !unitPerClass
      ? mapHead('binary mask', 1, 'sigmoid')
      : mapHead('class mask', classes, 'softmax');
  },
  units: ({ CLASS_COUNT: count }) =>
    typeof count === 'number' ? (count === 2 ? [1, 2] : [count]) : null,
  outputFits: (facts, output) => {
    const count = facts.CLASS_COUNT;
    const channels = count === 2 ? [1, 2] : [count];
    const sides = hasSides(facts, output);
    return sides === null ? null : sides && channels.includes(output.at(-1) ?? -1);
  },
  halves: true,
  describe: ({ facts }) => {
    const [height, width] = knownFacts(facts).IMAGE_SIZE ?? [];
    return `A mask of shape (${height}, ${width}) with ${countClasses(knownFacts(facts))} classes a pixel`;
  },
  words: { must: /\b(?:masks?|segment\w*|maps?|pixels?|shape)\b/i },
  makes: [],
};
