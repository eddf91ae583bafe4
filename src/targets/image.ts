import { knownFacts, pictureShape, pictureSize } from '../kinds/index.ts';
import { hasSides, type Target } from './define-target.ts';

/** An image made of the item: restored, coloured, its depth. */
export const imageTarget: Target = {
  forms: ['picture'],
  head: () => ({ form: 'picture', layer: null, goal: null }),
  outputFits: hasSides,
  map: (facts) => {
    const picture = pictureShape(facts);
    return picture === null
      ? null
      : [...picture.slice(0, 2), facts.TARGET_CHANNELS ?? facts.CHANNELS ?? null];
  },
  sizes: ['TARGET_CHANNELS', 'CHANNELS'],
  halves: true,
  describe: ({ facts }) => {
    const known = knownFacts(facts);
    const size = pictureSize({ ...known, CHANNELS: known.TARGET_CHANNELS ?? known.CHANNELS ?? 3 });
    return `Images of shape ${size ?? 'as the input'}, values 0-1`;
  },
  words: {
    must: /\b(?:images?|pictures?|photos?|masks?|maps?|pixels?)\b/i,
    never: /\bclass(?:es|ification)?\b|\bcategor/i,
  },
  makes: ['pictures'],
};
