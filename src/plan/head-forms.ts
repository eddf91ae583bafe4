/**
 * What the last layer gives for one item, as far as losses and metrics tell it apart: one sigmoid unit for two classes,
 * a probability per class, a probability per label, a mask of two or more classes, numbers, an image.
 */
export const HEAD_FORMS = [
  'one probability',
  'class probabilities',
  'label probabilities',
  'binary mask',
  'class mask',
  'numbers',
  'picture',
] as const;
export type HeadForm = (typeof HEAD_FORMS)[number];

/** How class targets reach the loss, and how scores come back as classes. */
export type LabelMode = 'number' | 'one-hot' | 'binary' | 'logits' | 'one-hot logits';
