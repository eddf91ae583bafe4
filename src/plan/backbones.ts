import { ownTable } from '../core/index.ts';
import type { LayerCall } from '../artifacts/index.ts';
import type { NameWords, OtherName } from './names.ts';

/**
 * How a backbone was shown pixels when it was trained: 0-255 as they are (it rescales itself), -1 to 1, or standardized by
 * the means of ImageNet, red first (`standardized`) or blue first and without division (`centred`).
 */
export type PixelScale = 'as they are' | '-1 to 1' | 'standardized' | 'centred';

/** Where the ImageNet weights of a backbone without its top lie, and what they must be. */
export interface PretrainedWeights {
  /** Below `WEIGHTS_HOST`. */
  readonly path: string;
  /** MD5 (32 digits) or SHA-256 (64) of the file, as Keras states it. */
  readonly hash: string;
  /** Name under which Keras keeps the file, where it is not the path's own. */
  readonly file?: string;
}

export const WEIGHTS_HOST = 'https://storage.googleapis.com/';

/** A network of `keras.applications`. */
export interface Backbone extends NameWords {
  /** Channels of its features without its top. */
  readonly features: number;
  /** Least side of its images in pixels. */
  readonly leastSide: number;
  readonly pixels: PixelScale;
  readonly weights: PretrainedWeights;
}

/**
 * Networks of Keras 3.15 by the name of their function; an added one is a row. A family's bare name is its smallest.
 * `weights` is the file that `keras.applications` of Keras 3.15.1 asks for with `include_top=False, weights="imagenet"` and
 * no input shape (tests/reference/record-weights.py asks it). It states no hash for MobileNet and MobileNetV2: theirs are
 * from one published list, whose other hashes are those of Keras.
 */
export const BACKBONES = {
  ConvNeXtBase: {
    features: 1024,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'tensorflow/keras-applications/convnext/convnext_base_notop.h5',
      hash: '40a20c5548a5e9202f69735ecc06c990e6b7c9d2de39f0361e27baeb24cb7c45',
    },
    words: [],
  },
  ConvNeXtLarge: {
    features: 1536,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'tensorflow/keras-applications/convnext/convnext_large_notop.h5',
      hash: '96f02b6f0753d4f543261bc9d09bed650f24dd6bc02ddde3066135b63d23a1cd',
    },
    words: [],
  },
  ConvNeXtSmall: {
    features: 768,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'tensorflow/keras-applications/convnext/convnext_small_notop.h5',
      hash: '6fc8009faa2f00c1c1dfce59feea9b0745eb260a7dd11bee65c8e20843da6eab',
    },
    words: [],
  },
  ConvNeXtTiny: {
    features: 768,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'tensorflow/keras-applications/convnext/convnext_tiny_notop.h5',
      hash: 'd547c096cabd03329d7be5562c5e14798aa39ed24b474157cef5e85ab9e49ef1',
    },
    words: ['conv next', 'conv next tiny'],
  },
  ConvNeXtXLarge: {
    features: 2048,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'tensorflow/keras-applications/convnext/convnext_xlarge_notop.h5',
      hash: 'de3f8a54174130e0cecdc71583354753d557fcf1f4487331558e2a16ba0cfe05',
    },
    words: ['conv next extra large', 'conv next xl'],
  },
  DenseNet121: {
    features: 1024,
    leastSide: 32,
    pixels: 'standardized',
    weights: {
      path: 'tensorflow/keras-applications/densenet/densenet121_weights_tf_dim_ordering_tf_kernels_notop.h5',
      hash: '30ee3e1110167f948a6b9946edeeb738',
    },
    words: ['dense net'],
  },
  DenseNet169: {
    features: 1664,
    leastSide: 32,
    pixels: 'standardized',
    weights: {
      path: 'tensorflow/keras-applications/densenet/densenet169_weights_tf_dim_ordering_tf_kernels_notop.h5',
      hash: 'b8c4d4c20dd625c148057b9ff1c1176b',
    },
    words: [],
  },
  DenseNet201: {
    features: 1920,
    leastSide: 32,
    pixels: 'standardized',
    weights: {
      path: 'tensorflow/keras-applications/densenet/densenet201_weights_tf_dim_ordering_tf_kernels_notop.h5',
      hash: 'c13680b51ded0fb44dff2d8f86ac8bb1',
    },
    words: [],
  },
  EfficientNetB0: {
    features: 1280,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'keras-applications/efficientnetb0_notop.h5',
      hash: '50bc09e76180e00e4465e1a485ddc09d',
    },
    words: ['efficient net'],
  },
  EfficientNetB1: {
    features: 1280,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'keras-applications/efficientnetb1_notop.h5',
      hash: '74c4e6b3e1f6a1eea24c589628592432',
    },
    words: [],
  },
  EfficientNetB2: {
    features: 1408,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'keras-applications/efficientnetb2_notop.h5',
      hash: '111f8e2ac8aa800a7a99e3239f7bfb39',
    },
    words: [],
  },
  EfficientNetB3: {
    features: 1536,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'keras-applications/efficientnetb3_notop.h5',
      hash: 'af6d107764bb5b1abb91932881670226',
    },
    words: [],
  },
  EfficientNetB4: {
    features: 1792,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'keras-applications/efficientnetb4_notop.h5',
      hash: 'ebc24e6d6c33eaebbd558eafbeedf1ba',
    },
    words: [],
  },
  EfficientNetB5: {
    features: 2048,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'keras-applications/efficientnetb5_notop.h5',
      hash: '38879255a25d3c92d5e44e04ae6cec6f',
    },
    words: [],
  },
  EfficientNetB6: {
    features: 2304,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'keras-applications/efficientnetb6_notop.h5',
      hash: '9ecce42647a20130c1f39a5d4cb75743',
    },
    words: [],
  },
  EfficientNetB7: {
    features: 2560,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'keras-applications/efficientnetb7_notop.h5',
      hash: 'cbcfe4450ddf6f3ad90b1b398090fe4a',
    },
    words: [],
  },
  EfficientNetV2B0: {
    features: 1280,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'tensorflow/keras-applications/efficientnet_v2/efficientnetv2-b0_notop.h5',
      hash: '893217f2bb855e2983157299931e43ff',
    },
    words: ['efficient net v2'],
  },
  EfficientNetV2B1: {
    features: 1280,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'tensorflow/keras-applications/efficientnet_v2/efficientnetv2-b1_notop.h5',
      hash: '0e80663031ca32d657f9caa404b6ec37',
    },
    words: [],
  },
  EfficientNetV2B2: {
    features: 1408,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'tensorflow/keras-applications/efficientnet_v2/efficientnetv2-b2_notop.h5',
      hash: '1dfe2e7a5d45b6632553a8961ea609eb',
    },
    words: [],
  },
  EfficientNetV2B3: {
    features: 1536,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'tensorflow/keras-applications/efficientnet_v2/efficientnetv2-b3_notop.h5',
      hash: 'f6abf7b5849ac99a89b50dd3fd532856',
    },
    words: [],
  },
  EfficientNetV2L: {
    features: 1280,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'tensorflow/keras-applications/efficientnet_v2/efficientnetv2-l_notop.h5',
      hash: 'b0b66b5c863aef5b46e8608fe1711615',
    },
    words: ['efficient net v2 large'],
  },
  EfficientNetV2M: {
    features: 1280,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'tensorflow/keras-applications/efficientnet_v2/efficientnetv2-m_notop.h5',
      hash: '1b8dc055df72dde80d614482840fe342',
    },
    words: ['efficient net v2 medium'],
  },
  EfficientNetV2S: {
    features: 1280,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'tensorflow/keras-applications/efficientnet_v2/efficientnetv2-s_notop.h5',
      hash: 'af0682fb74e8c54910f2d4393339c070',
    },
    words: ['efficient net v2 small'],
  },
  InceptionResNetV2: {
    features: 1536,
    leastSide: 75,
    pixels: '-1 to 1',
    weights: {
      path: 'tensorflow/keras-applications/inception_resnet_v2/inception_resnet_v2_weights_tf_dim_ordering_tf_kernels_notop.h5',
      hash: 'd19885ff4a710c122648d3b5c3b684e4',
    },
    words: ['inception res net'],
  },
  InceptionV3: {
    features: 2048,
    leastSide: 75,
    pixels: '-1 to 1',
    weights: {
      path: 'tensorflow/keras-applications/inception_v3/inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5',
      hash: 'bcbd6486424b2319ff4ef7d526e38f63',
    },
    words: ['inception', 'inception net'],
  },
  MobileNet: {
    features: 1024,
    leastSide: 32,
    pixels: '-1 to 1',
    weights: {
      path: 'tensorflow/keras-applications/mobilenet/mobilenet_1_0_224_tf_no_top.h5',
      hash: '725ccbd03d61d7ced5b5c4cd17e7d527',
    },
    words: ['mobile net v1'],
  },
  MobileNetV2: {
    features: 1280,
    leastSide: 32,
    pixels: '-1 to 1',
    weights: {
      path: 'tensorflow/keras-applications/mobilenet_v2/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5',
      hash: 'f1a68526548f7541cda07e19ba6c85f4',
    },
    words: [],
  },
  MobileNetV3Large: {
    features: 960,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'tensorflow/keras-applications/mobilenet_v3/weights_mobilenet_v3_large_224_1.0_float_no_top_v2.h5',
      hash: '07fb09a5933dd0c8eaafa16978110389',
    },
    words: [],
  },
  MobileNetV3Small: {
    features: 576,
    leastSide: 32,
    pixels: 'as they are',
    weights: {
      path: 'tensorflow/keras-applications/mobilenet_v3/weights_mobilenet_v3_small_224_1.0_float_no_top_v2.h5',
      hash: 'd3e8ec802a04aa4fc771ee12a9a9b836',
    },
    words: ['mobile net v3'],
  },
  NASNetLarge: {
    features: 4032,
    leastSide: 32,
    pixels: '-1 to 1',
    weights: {
      path: 'tensorflow/keras-applications/nasnet/NASNet-large-no-top.h5',
      hash: 'd81d89dc07e6e56530c4e77faddd61b5',
      file: 'nasnet_large_no_top.h5',
    },
    words: ['nas net a large'],
  },
  NASNetMobile: {
    features: 1056,
    leastSide: 32,
    pixels: '-1 to 1',
    weights: {
      path: 'tensorflow/keras-applications/nasnet/NASNet-mobile-no-top.h5',
      hash: '1ed92395b5b598bdda52abe5c0dbfd63',
      file: 'nasnet_mobile_no_top.h5',
    },
    words: ['nas net', 'nas net a mobile'],
  },
  ResNet101: {
    features: 2048,
    leastSide: 32,
    pixels: 'centred',
    weights: {
      path: 'tensorflow/keras-applications/resnet/resnet101_weights_tf_dim_ordering_tf_kernels_notop.h5',
      hash: '88cf7a10940856eca736dc7b7e228a21',
    },
    words: [],
  },
  ResNet101V2: {
    features: 2048,
    leastSide: 32,
    pixels: '-1 to 1',
    weights: {
      path: 'tensorflow/keras-applications/resnet/resnet101v2_weights_tf_dim_ordering_tf_kernels_notop.h5',
      hash: 'c0ed64b8031c3730f411d2eb4eea35b5',
    },
    words: ['res net v2 101'],
  },
  ResNet152: {
    features: 2048,
    leastSide: 32,
    pixels: 'centred',
    weights: {
      path: 'tensorflow/keras-applications/resnet/resnet152_weights_tf_dim_ordering_tf_kernels_notop.h5',
      hash: 'ee4c566cf9a93f14d82f913c2dc6dd0c',
    },
    words: [],
  },
  ResNet152V2: {
    features: 2048,
    leastSide: 32,
    pixels: '-1 to 1',
    weights: {
      path: 'tensorflow/keras-applications/resnet/resnet152v2_weights_tf_dim_ordering_tf_kernels_notop.h5',
      hash: 'ed17cf2e0169df9d443503ef94b23b33',
    },
    words: ['res net v2 152'],
  },
  ResNet50: {
    features: 2048,
    leastSide: 32,
    pixels: 'centred',
    weights: {
      path: 'tensorflow/keras-applications/resnet/resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5',
      hash: '4d473c1dd8becc155b73f8504c6f6626',
    },
    words: ['res net', 'residual network 50'],
  },
  ResNet50V2: {
    features: 2048,
    leastSide: 32,
    pixels: '-1 to 1',
    weights: {
      path: 'tensorflow/keras-applications/resnet/resnet50v2_weights_tf_dim_ordering_tf_kernels_notop.h5',
      hash: 'fac2f116257151a9d068a22e544a4917',
    },
    words: ['res net v2', 'res net v2 50'],
  },
  VGG16: {
    features: 512,
    leastSide: 32,
    pixels: 'centred',
    weights: {
      path: 'tensorflow/keras-applications/vgg16/vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5',
      hash: '6d6bbae143d832006294945121d1f1fc',
    },
    words: ['vgg', 'vgg net'],
  },
  VGG19: {
    features: 512,
    leastSide: 32,
    pixels: 'centred',
    weights: {
      path: 'tensorflow/keras-applications/vgg19/vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5',
      hash: '253f8cb515780f3b799900260a226db6',
    },
    words: [],
  },
  Xception: {
    features: 2048,
    leastSide: 71,
    pixels: '-1 to 1',
    weights: {
      path: 'tensorflow/keras-applications/xception/xception_weights_tf_dim_ordering_tf_kernels_notop.h5',
      hash: 'b0042744bf5b25fce3cb969f33bebb97',
    },
    words: [],
  },
} as const satisfies Record<string, Backbone>;

export type BackboneName = keyof typeof BACKBONES;

export const PRETRAINED_WEIGHTS = Object.fromEntries(
  Object.entries(BACKBONES).map(([name, { weights }]) => [name, weights]),
) as Readonly<Record<BackboneName, PretrainedWeights>>;

/** Arguments that every backbone takes, in order. */
export const BACKBONE_ARGUMENTS: readonly string[] =
  'include_top weights input_tensor input_shape pooling classes classifier_activation'.split(' ');

const NOT_THERE = 'it is not part of keras.applications';

/** Image networks that `keras.applications` does not have; the nearest that it has is built, and that is said. */
export const OTHER_BACKBONES: Readonly<Record<string, OtherName<BackboneName>>> = ownTable({
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
});

/** Whether a layer, typed or as text (`ResNet50(include_top=False)`), is a network of `keras.applications`. */
export function isBackbone(layer: string | Pick<LayerCall, 'name'>): boolean {
  const name = typeof layer === 'string' ? layer : layer.name;
  return Object.hasOwn(BACKBONES, /^\w*/.exec(name)?.[0] ?? '');
}

/** The row of a network; null where `keras.applications` has none of that name. */
export function backboneOf(name: string): Backbone | null {
  return Object.hasOwn(BACKBONES, name) ? BACKBONES[name as BackboneName] : null;
}
