import { knownFacts, imageShape, imageSize } from '../kinds/index.ts';
import { hasSides, type Target } from './define-target.ts';

const PAIRS =
  /\b(pairs?|paired|corresponding|counterparts?|both|input and target|before and after|low and high|hazy and clear|clean versions?)\b/;
const UNPAIRED =
  /\b(no (clean|paired|target)|without (labels|targets)|unlabell?ed|add(ing|ed)? (gaussian |random )?noise)\b/;

/** An autoencoder of pictures that are to be mended learns from pairs where there are such. */
const SPOILT = /\b(?:noisy|denois\w*|blur\w*|clean(?: up)?|restor\w*|hazy|damaged)\b/;

/** An image made of the item: restored, coloured, its depth. */
export const imageTarget: Target = {
  tasks: [
    { modality: 'image', goal: 'regress', kind: 'image-pairs', when: /\bdensity maps?\b/ },
    { modality: 'image', goal: 'restore', kind: 'image-pairs' },
    { modality: 'image', goal: 'restore', kind: 'image-pairs', when: PAIRS },
    { modality: 'image', goal: 'restore', kind: 'images', when: UNPAIRED },
    { modality: 'image', goal: 'autoencode', kind: 'images' },
    { modality: 'image', goal: 'autoencode', kind: 'image-pairs', when: SPOILT },
  ],
  forms: ['picture'],
  head: () => ({ form: 'picture', layer: null, goal: null }),
  outputFits: hasSides,
  map: (facts) => {
    const input = imageShape(facts);
    return input === null
      ? null
      : [...input.slice(0, 2), facts.TARGET_CHANNELS ?? facts.CHANNELS ?? null];
  },
  sizes: ['TARGET_CHANNELS', 'CHANNELS'],
  halves: true,
  describe: ({ facts }) => {
    const known = knownFacts(facts);
    const size = imageSize({ ...known, CHANNELS: known.TARGET_CHANNELS ?? known.CHANNELS ?? 3 });
    return `Images of shape ${size ?? 'as the input'}, values 0-1`;
  },
  words: {
    must: /\b(?:images?|pictures?|photos?|masks?|maps?|pixels?)\b/i,
    never: /\bclass(?:es|ification)?\b|\bcategor|\bgenerated\b/i,
  },
  makes: ['images'],
};
