/** Module paths that users write before a layer's name. */
export const MODULE_PREFIX =
  /^(?:(?:tf|tensorflow|keras|kr|python|api|_v1|_v2|compat|v1|v2|layers|L|tfl|kl|nn|core|applications|experimental|preprocessing|tfa|tensorflow_addons|(?:resnet|resnet50|resnet_v2|vgg16|vgg19|inception_v3|inception_resnet_v2|xception|mobilenet|mobilenet_v2|mobilenet_v3|densenet|nasnet|efficientnet|efficientnet_v2|convnext|models|tfm|advanced_activations|normalization|recurrent|embeddings|convolutional|pooling|merge|wrappers|noise))\.)+/;

/** Capitalised calls inside arguments that are values, not layers: regularizers, initializers, constraints, optimizers. */
export const VALUE_CLASSES =
  /^(?:L1|L2|L1L2|OrthogonalRegularizer|He(?:Normal|Uniform)|Glorot(?:Normal|Uniform)|Lecun(?:Normal|Uniform)|Random(?:Normal|Uniform)|TruncatedNormal|VarianceScaling|Constant|Zeros|Ones|Orthogonal|MaxNorm|MinMaxNorm|NonNeg|UnitNorm|Adam\w*|SGD|RMSprop|Nadam|X_train|TensorShape)$/;
