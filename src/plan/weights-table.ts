import type { BackboneName } from './backbones.ts';

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

/**
 * The files that `keras.applications` of Keras 3.15.1 asks for with `include_top=False, weights="imagenet"` and no input
 * shape (keras/src/applications/*.py; tests/reference/record-weights.py asks it). It states no hash for MobileNet and
 * MobileNetV2: theirs are from one published list, whose other hashes are those of Keras.
 */
export const PRETRAINED_WEIGHTS: Readonly<Record<BackboneName, PretrainedWeights>> = {
  ConvNeXtBase: {
    path: 'tensorflow/keras-applications/convnext/convnext_base_notop.h5',
    hash: '40a20c5548a5e9202f69735ecc06c990e6b7c9d2de39f0361e27baeb24cb7c45',
  },
  ConvNeXtLarge: {
    path: 'tensorflow/keras-applications/convnext/convnext_large_notop.h5',
    hash: '96f02b6f0753d4f543261bc9d09bed650f24dd6bc02ddde3066135b63d23a1cd',
  },
  ConvNeXtSmall: {
    path: 'tensorflow/keras-applications/convnext/convnext_small_notop.h5',
    hash: '6fc8009faa2f00c1c1dfce59feea9b0745eb260a7dd11bee65c8e20843da6eab',
  },
  ConvNeXtTiny: {
    path: 'tensorflow/keras-applications/convnext/convnext_tiny_notop.h5',
    hash: 'd547c096cabd03329d7be5562c5e14798aa39ed24b474157cef5e85ab9e49ef1',
  },
  ConvNeXtXLarge: {
    path: 'tensorflow/keras-applications/convnext/convnext_xlarge_notop.h5',
    hash: 'de3f8a54174130e0cecdc71583354753d557fcf1f4487331558e2a16ba0cfe05',
  },
  DenseNet121: {
    path: 'tensorflow/keras-applications/densenet/densenet121_weights_tf_dim_ordering_tf_kernels_notop.h5',
    hash: '30ee3e1110167f948a6b9946edeeb738',
  },
  DenseNet169: {
    path: 'tensorflow/keras-applications/densenet/densenet169_weights_tf_dim_ordering_tf_kernels_notop.h5',
    hash: 'b8c4d4c20dd625c148057b9ff1c1176b',
  },
  DenseNet201: {
    path: 'tensorflow/keras-applications/densenet/densenet201_weights_tf_dim_ordering_tf_kernels_notop.h5',
    hash: 'c13680b51ded0fb44dff2d8f86ac8bb1',
  },
  EfficientNetB0: {
    path: 'keras-applications/efficientnetb0_notop.h5',
    hash: '50bc09e76180e00e4465e1a485ddc09d',
  },
  EfficientNetB1: {
    path: 'keras-applications/efficientnetb1_notop.h5',
    hash: '74c4e6b3e1f6a1eea24c589628592432',
  },
  EfficientNetB2: {
    path: 'keras-applications/efficientnetb2_notop.h5',
    hash: '111f8e2ac8aa800a7a99e3239f7bfb39',
  },
  EfficientNetB3: {
    path: 'keras-applications/efficientnetb3_notop.h5',
    hash: 'af6d107764bb5b1abb91932881670226',
  },
  EfficientNetB4: {
    path: 'keras-applications/efficientnetb4_notop.h5',
    hash: 'ebc24e6d6c33eaebbd558eafbeedf1ba',
  },
  EfficientNetB5: {
    path: 'keras-applications/efficientnetb5_notop.h5',
    hash: '38879255a25d3c92d5e44e04ae6cec6f',
  },
  EfficientNetB6: {
    path: 'keras-applications/efficientnetb6_notop.h5',
    hash: '9ecce42647a20130c1f39a5d4cb75743',
  },
  EfficientNetB7: {
    path: 'keras-applications/efficientnetb7_notop.h5',
    hash: 'cbcfe4450ddf6f3ad90b1b398090fe4a',
  },
  EfficientNetV2B0: {
    path: 'tensorflow/keras-applications/efficientnet_v2/efficientnetv2-b0_notop.h5',
    hash: '893217f2bb855e2983157299931e43ff',
  },
  EfficientNetV2B1: {
    path: 'tensorflow/keras-applications/efficientnet_v2/efficientnetv2-b1_notop.h5',
    hash: '0e80663031ca32d657f9caa404b6ec37',
  },
  EfficientNetV2B2: {
    path: 'tensorflow/keras-applications/efficientnet_v2/efficientnetv2-b2_notop.h5',
    hash: '1dfe2e7a5d45b6632553a8961ea609eb',
  },
  EfficientNetV2B3: {
    path: 'tensorflow/keras-applications/efficientnet_v2/efficientnetv2-b3_notop.h5',
    hash: 'f6abf7b5849ac99a89b50dd3fd532856',
  },
  EfficientNetV2L: {
    path: 'tensorflow/keras-applications/efficientnet_v2/efficientnetv2-l_notop.h5',
    hash: 'b0b66b5c863aef5b46e8608fe1711615',
  },
  EfficientNetV2M: {
    path: 'tensorflow/keras-applications/efficientnet_v2/efficientnetv2-m_notop.h5',
    hash: '1b8dc055df72dde80d614482840fe342',
  },
  EfficientNetV2S: {
    path: 'tensorflow/keras-applications/efficientnet_v2/efficientnetv2-s_notop.h5',
    hash: 'af0682fb74e8c54910f2d4393339c070',
  },
  InceptionResNetV2: {
    path: 'tensorflow/keras-applications/inception_resnet_v2/inception_resnet_v2_weights_tf_dim_ordering_tf_kernels_notop.h5',
    hash: 'd19885ff4a710c122648d3b5c3b684e4',
  },
  InceptionV3: {
    path: 'tensorflow/keras-applications/inception_v3/inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5',
    hash: 'bcbd6486424b2319ff4ef7d526e38f63',
  },
  MobileNet: {
    path: 'tensorflow/keras-applications/mobilenet/mobilenet_1_0_224_tf_no_top.h5',
    hash: '725ccbd03d61d7ced5b5c4cd17e7d527',
  },
  MobileNetV2: {
    path: 'tensorflow/keras-applications/mobilenet_v2/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5',
    hash: 'f1a68526548f7541cda07e19ba6c85f4',
  },
  MobileNetV3Large: {
    path: 'tensorflow/keras-applications/mobilenet_v3/weights_mobilenet_v3_large_224_1.0_float_no_top_v2.h5',
    hash: '07fb09a5933dd0c8eaafa16978110389',
  },
  MobileNetV3Small: {
    path: 'tensorflow/keras-applications/mobilenet_v3/weights_mobilenet_v3_small_224_1.0_float_no_top_v2.h5',
    hash: 'd3e8ec802a04aa4fc771ee12a9a9b836',
  },
  NASNetLarge: {
    path: 'tensorflow/keras-applications/nasnet/NASNet-large-no-top.h5',
    hash: 'd81d89dc07e6e56530c4e77faddd61b5',
    file: 'nasnet_large_no_top.h5',
  },
  NASNetMobile: {
    path: 'tensorflow/keras-applications/nasnet/NASNet-mobile-no-top.h5',
    hash: '1ed92395b5b598bdda52abe5c0dbfd63',
    file: 'nasnet_mobile_no_top.h5',
  },
  ResNet101: {
    path: 'tensorflow/keras-applications/resnet/resnet101_weights_tf_dim_ordering_tf_kernels_notop.h5',
    hash: '88cf7a10940856eca736dc7b7e228a21',
  },
  ResNet101V2: {
    path: 'tensorflow/keras-applications/resnet/resnet101v2_weights_tf_dim_ordering_tf_kernels_notop.h5',
    hash: 'c0ed64b8031c3730f411d2eb4eea35b5',
  },
  ResNet152: {
    path: 'tensorflow/keras-applications/resnet/resnet152_weights_tf_dim_ordering_tf_kernels_notop.h5',
    hash: 'ee4c566cf9a93f14d82f913c2dc6dd0c',
  },
  ResNet152V2: {
    path: 'tensorflow/keras-applications/resnet/resnet152v2_weights_tf_dim_ordering_tf_kernels_notop.h5',
    hash: 'ed17cf2e0169df9d443503ef94b23b33',
  },
  ResNet50: {
    path: 'tensorflow/keras-applications/resnet/resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5',
    hash: '4d473c1dd8becc155b73f8504c6f6626',
  },
  ResNet50V2: {
    path: 'tensorflow/keras-applications/resnet/resnet50v2_weights_tf_dim_ordering_tf_kernels_notop.h5',
    hash: 'fac2f116257151a9d068a22e544a4917',
  },
  VGG16: {
    path: 'tensorflow/keras-applications/vgg16/vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5',
    hash: '6d6bbae143d832006294945121d1f1fc',
  },
  VGG19: {
    path: 'tensorflow/keras-applications/vgg19/vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5',
    hash: '253f8cb515780f3b799900260a226db6',
  },
  Xception: {
    path: 'tensorflow/keras-applications/xception/xception_weights_tf_dim_ordering_tf_kernels_notop.h5',
    hash: 'b0042744bf5b25fce3cb969f33bebb97',
  },
};
