import { OWN_HEAD, type Target } from './define-target.ts';

/** How well a text fits an image. */
export const matchTarget: Target = {
  tasks: [{ modality: 'image', goal: 'match', kind: 'image-captions' }],
  forms: [],
  head: () => OWN_HEAD,
  describe: () => 'How well a text fits an image',
  words: {},
  makes: ['texts'],
};
