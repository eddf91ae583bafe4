import { knownFacts, pictureSize } from '../kinds/index.ts';
import { OWN_HEAD, type Target } from './define-target.ts';

/** New images like those that are given. */
export const sampleTarget: Target = {
  forms: [],
  head: () => OWN_HEAD,
  sizes: ['CHANNELS'],
  halves: true,
  describe: ({ facts }) =>
    `New images of shape ${pictureSize(knownFacts(facts)) ?? 'as the input'}`,
  words: {},
  makes: ['pictures'],
};
