import type { LayerCall } from '../artifacts/index.ts';
import type { NameWords, OtherName } from './names.ts';

/**
 * How a backbone was shown pixels when it was trained: 0-255 as they are (it rescales itself), -1 to 1, or standardized by
 * the means of ImageNet, red first (`standardized`) or blue first and without division (`centred`).
 */
export type PixelScale = 'as they are' | '-1 to 1' | 'standardized' | 'centred';

/** A network of `keras.applications`. */
export interface Backbone extends NameWords {
  /** Channels of its features without its top. */
  readonly features: number;
  /** Least side of its images in pixels. */
  readonly leastSide: number;
  readonly pixels: PixelScale;
}

/** Networks of Keras 3.15 by the name of their function; an added one is a row. A family's bare name is its smallest. */
export const BACKBONES = {
  ConvNeXtBase: { features: 1024, leastSide: 32, pixels: 'as they are', words: [] },
  ConvNeXtLarge: { features: 1536, leastSide: 32, pixels: 'as they are', words: [] },
  ConvNeXtSmall: { features: 768, leastSide: 32, pixels: 'as they are', words: [] },
  ConvNeXtTiny: {
    features: 768,
    leastSide: 32,
    pixels: 'as they are',
    words: ['conv next', 'conv next tiny'],
  },
  ConvNeXtXLarge: {
    features: 2048,
    leastSide: 32,
    pixels: 'as they are',
    words: ['conv next extra large', 'conv next xl'],
  },
  DenseNet121: { features: 1024, leastSide: 32, pixels: 'standardized', words: ['dense net'] },
  DenseNet169: { features: 1664, leastSide: 32, pixels: 'standardized', words: [] },
  DenseNet201: { features: 1920, leastSide: 32, pixels: 'standardized', words: [] },
  EfficientNetB0: {
    features: 1280,
    leastSide: 32,
    pixels: 'as they are',
    words: ['efficient net'],
  },
  EfficientNetB1: { features: 1280, leastSide: 32, pixels: 'as they are', words: [] },
  EfficientNetB2: { features: 1408, leastSide: 32, pixels: 'as they are', words: [] },
  EfficientNetB3: { features: 1536, leastSide: 32, pixels: 'as they are', words: [] },
  EfficientNetB4: { features: 1792, leastSide: 32, pixels: 'as they are', words: [] },
  EfficientNetB5: { features: 2048, leastSide: 32, pixels: 'as they are', words: [] },
  EfficientNetB6: { features: 2304, leastSide: 32, pixels: 'as they are', words: [] },
  EfficientNetB7: { features: 2560, leastSide: 32, pixels: 'as they are', words: [] },
  EfficientNetV2B0: {
    features: 1280,
    leastSide: 32,
    pixels: 'as they are',
    words: ['efficient net v2'],
  },
  EfficientNetV2B1: { features: 1280, leastSide: 32, pixels: 'as they are', words: [] },
  EfficientNetV2B2: { features: 1408, leastSide: 32, pixels: 'as they are', words: [] },
  EfficientNetV2B3: { features: 1536, leastSide: 32, pixels: 'as they are', words: [] },
  EfficientNetV2L: {
    features: 1280,
    leastSide: 32,
    pixels: 'as they are',
    words: ['efficient net v2 large'],
  },
  EfficientNetV2M: {
    features: 1280,
    leastSide: 32,
    pixels: 'as they are',
    words: ['efficient net v2 medium'],
  },
  EfficientNetV2S: {
    features: 1280,
    leastSide: 32,
    pixels: 'as they are',
    words: ['efficient net v2 small'],
  },
  InceptionResNetV2: {
    features: 1536,
    leastSide: 75,
    pixels: '-1 to 1',
    words: ['inception res net'],
  },
  InceptionV3: {
    features: 2048,
    leastSide: 75,
    pixels: '-1 to 1',
    words: ['inception', 'inception net'],
  },
  MobileNet: { features: 1024, leastSide: 32, pixels: '-1 to 1', words: ['mobile net v1'] },
  MobileNetV2: { features: 1280, leastSide: 32, pixels: '-1 to 1', words: [] },
  MobileNetV3Large: { features: 960, leastSide: 32, pixels: 'as they are', words: [] },
  MobileNetV3Small: {
    features: 576,
    leastSide: 32,
    pixels: 'as they are',
    words: ['mobile net v3'],
  },
  NASNetLarge: { features: 4032, leastSide: 32, pixels: '-1 to 1', words: ['nas net a large'] },
  NASNetMobile: {
    features: 1056,
    leastSide: 32,
    pixels: '-1 to 1',
    words: ['nas net', 'nas net a mobile'],
  },
  ResNet101: { features: 2048, leastSide: 32, pixels: 'centred', words: [] },
  ResNet101V2: { features: 2048, leastSide: 32, pixels: '-1 to 1', words: ['res net v2 101'] },
  ResNet152: { features: 2048, leastSide: 32, pixels: 'centred', words: [] },
  ResNet152V2: { features: 2048, leastSide: 32, pixels: '-1 to 1', words: ['res net v2 152'] },
  ResNet50: {
    features: 2048,
    leastSide: 32,
    pixels: 'centred',
    words: ['res net', 'residual network 50'],
  },
  ResNet50V2: {
    features: 2048,
    leastSide: 32,
    pixels: '-1 to 1',
    words: ['res net v2', 'res net v2 50'],
  },
  VGG16: { features: 512, leastSide: 32, pixels: 'centred', words: ['vgg', 'vgg net'] },
  VGG19: { features: 512, leastSide: 32, pixels: 'centred', words: [] },
  Xception: { features: 2048, leastSide: 71, pixels: '-1 to 1', words: [] },
} as const satisfies Record<string, Backbone>;

export type BackboneName = keyof typeof BACKBONES;

/** Arguments that every backbone takes, in order. */
export const BACKBONE_ARGUMENTS: readonly string[] =
  'include_top weights input_tensor input_shape pooling classes classifier_activation'.split(' ');

const NOT_THERE = 'it is not part of keras.applications';

/** Image networks that `keras.applications` does not have; the nearest that it has is built, and that is said. */
export const OTHER_BACKBONES: Readonly<Record<string, OtherName<BackboneName>>> = {
  ResNet: { words: ['res net #', 'res net #d'], with: ['ResNet50'], reason: NOT_THERE },
  ResNeXt: {
    words: ['res next', 'res next #', 'se res next', 'se res next #'],
    with: ['ResNet50'],
    reason: NOT_THERE,
  },
  WideResNet: { words: ['wide res net', 'wide res net #'], with: ['ResNet50'], reason: NOT_THERE },
  SEResNet: {
    words: ['se net', 'se res net', 'se res net #'],
    with: ['ResNet50'],
    reason: NOT_THERE,
  },
  ResNetRS: { words: ['res net rs', 'res net rs #'], with: ['ResNet50V2'], reason: NOT_THERE },
  ResNeSt: { words: ['res nest', 'res nest #'], with: ['ResNet50'], reason: NOT_THERE },
  RegNet: { words: ['reg net', 'reg net x', 'reg net y'], with: ['ResNet50'], reason: NOT_THERE },
  BigTransfer: { words: ['big transfer', 'bit resnet'], with: ['ResNet50V2'], reason: NOT_THERE },
  VGG: { words: ['vgg #'], with: ['VGG16'], reason: NOT_THERE },
  Inception: {
    words: ['google net', 'google le net', 'inception v#'],
    with: ['InceptionV3'],
    reason: NOT_THERE,
  },
  DenseNet: { words: ['dense net #'], with: ['DenseNet121'], reason: NOT_THERE },
  EfficientNet: {
    words: ['efficient net b#', 'efficient net l#', 'efficient net lite', 'efficient net lite #'],
    with: ['EfficientNetB0'],
    reason: NOT_THERE,
  },
  ConvNeXtV2: {
    words: ['conv next v2', 'conv next v2 tiny', 'conv next v2 base'],
    with: ['ConvNeXtTiny'],
    reason: NOT_THERE,
  },
  MobileNetV4: { words: ['mobile net v#'], with: ['MobileNetV3Small'], reason: NOT_THERE },
  SqueezeNet: { words: ['squeeze net'], with: ['MobileNetV3Small'], reason: NOT_THERE },
  ShuffleNet: {
    words: ['shuffle net', 'shuffle net v2'],
    with: ['MobileNetV3Small'],
    reason: NOT_THERE,
  },
  GhostNet: { words: ['ghost net'], with: ['MobileNetV3Small'], reason: NOT_THERE },
  MnasNet: { words: ['mnas net'], with: ['NASNetMobile'], reason: NOT_THERE },
};

/** Whether a layer, typed or as text (`ResNet50(include_top=False)`), is a network of `keras.applications`. */
export function isBackbone(layer: string | Pick<LayerCall, 'name'>): boolean {
  const name = typeof layer === 'string' ? layer : layer.name;
  return Object.hasOwn(BACKBONES, /^\w*/.exec(name)?.[0] ?? '');
}

/** The row of a network; null where `keras.applications` has none of that name. */
export function backboneOf(name: string): Backbone | null {
  return Object.hasOwn(BACKBONES, name) ? BACKBONES[name as BackboneName] : null;
}
