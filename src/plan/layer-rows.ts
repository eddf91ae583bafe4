/** What a layer does to its input; shapes, mends and checks go by it. */
export const LAYER_ROLES = [
  'input',
  'dense',
  'einsum',
  'convolution',
  'transposed convolution',
  'depthwise convolution',
  'recurrent convolution',
  'pooling',
  'global pooling',
  'adaptive pooling',
  'up-sampling',
  'padding',
  'cropping',
  'flatten',
  'reshape',
  'repeat',
  'permute',
  'recurrent',
  'bidirectional',
  'time distributed',
  'wrapper',
  'embedding',
  'query attention',
  'list attention',
  'concatenation',
  'merge',
  'activation',
  'normalization',
  'dropout',
  'channel dropout',
  'resizing',
  'preprocessing',
  'augmentation',
] as const;
export type LayerRole = (typeof LAYER_ROLES)[number];

/** A layer of Keras; `#` in a name stands for 1, 2 or 3 dimensions. */
export interface Layer {
  readonly role: LayerRole;
  /** Arguments in the order of its signature (`*`: required); `name`, `dtype`, `trainable` left out. */
  readonly arguments: string;
  /** Signatures that differ, by dimension. */
  readonly argumentsOf?: Readonly<Partial<Record<1 | 2 | 3, string>>>;
  /** Dimensions it exists for, where its name has one. */
  readonly dimensions?: readonly (1 | 2 | 3)[];
  /** Names of Keras 1 and 2 and of other libraries, without regard to case; one without `#` is the usual dimension. */
  readonly aliases?: readonly string[];
  /** How prose names it; a dimension (`2D`) may stand before or behind. */
  readonly words?: RegExp;
  /** Dimension that words without one mean; else that of the plan's other layers. */
  readonly usual?: 1 | 2 | 3;
}
