import { calls, type Term } from './term.ts';

/** Single layers; networks stand in the architecture table. */
export const LAYER_TERMS: readonly Term[] = [
  layer('Dropout', ['(spatial )?drop out( layer)?'], calls('(?:Spatial|Alpha)?Dropout(?:[123]D)?')),
  layer(
    'BatchNormalization',
    ['batch norm(ali[sz](ation|ed?|ing))?( layer)?'],
    calls('BatchNormalization'),
  ),
  layer('LayerNormalization', ['layer norm(ali[sz]ation)?'], calls('LayerNormalization')),
  layer('max pooling', ['max pool(ing)?( layer)?'], calls('(?:Global)?MaxPooling[123]D')),
  layer(
    'average pooling',
    ['average pool(ing)?( layer)?'],
    calls('(?:Global)?AveragePooling[123]D'),
  ),
  layer(
    'global pooling',
    ['global (average |max )?pool(ing)?( layer)?', 'gap layer'],
    calls('Global(?:Max|Average)Pooling[123]D'),
  ),
  layer('pooling', ['pooling( layer)?'], calls('(?:Global)?(?:Max|Average)Pooling[123]D')),
  layer('Flatten', ['flatten(ed|ing)?( layer)?'], calls('Flatten')),
  layer(
    '1x1 convolution',
    ['1 x 1 conv(olution)?', 'pointwise conv(olution)?'],
    /Conv[12]D\(\w+, (?:1|\(1, 1\))/,
  ),
  layer(
    'depthwise convolution',
    ['depth wise( separable)? conv(olution)?', 'separable conv(olution)?'],
    calls('(?:Depthwise|Separable)Conv[12]D'),
  ),
  layer(
    'dilated convolution',
    ['(dilated|atrous) conv(olution)?( pooling| spatial pyramid pooling)?', 'aspp'],
    /dilation_rate=/,
  ),
  layer(
    'transposed convolution',
    ['transposed? conv(olution)?', 'deconv(olution)?', 'up sampl(e|ing)( layer)?'],
    calls('Conv[12]DTranspose', 'UpSampling[12]D'),
  ),
  layer('Conv1D', ['conv 1d( layer)?', '1d conv(olution(al)?)?( layer)?'], calls('Conv1D')),
  layer(
    'concatenation',
    ['concat(enat(e|es|ed|ion|ing))?( layer)?'],
    calls('Concatenate', 'layers\\.concatenate'),
  ),
  layer('softmax', ['soft max'], /softmax/),
  layer('sigmoid', ['sigmoid'], /sigmoid/),
  layer('ReLU', ['relu( activation)?', 'rectified linear( unit)?'], /relu|ReLU/),
  layer('LeakyReLU', ['leaky relu'], /LeakyReLU|leaky_relu/),
  layer('tanh', ['tanh', 'hyperbolic tangent'], /tanh/),
  layer(
    'L2 penalty',
    [
      'l1( and)? l2( regulari[sz](ation|er|ed)| penalty)?',
      'l2(?! distance)( kernel| weight)?( regulari[sz](ation|er|ed)| penalty)?',
    ],
    /regularizers\.L(?:2|1L2)\(/,
  ),
  layer(
    'L1 penalty',
    [
      'l1( and)? l2( regulari[sz](ation|er|ed)| penalty)?',
      'l1( kernel| weight)?( regulari[sz](ation|er|ed)| penalty)?',
    ],
    /regularizers\.L1(?:L2)?\(/,
  ),
  layer('ELU', ['elu( activation)?', 'exponential linear( unit)?'], /"elu"/),
  layer('SELU', ['selu( activation)?'], /"selu"/),
  layer('GELU', ['gelu( activation)?'], /"gelu"/),
  layer('swish', ['(swish|silu)( activation)?'], /"(?:swish|silu)"/),
  layer('mish', ['mish( activation)?'], /"mish"/),
  layer('PReLU', ['p ?relu( activation)?', 'parametric relu'], /PReLU\(/),
  layer(
    'squeeze-and-excitation',
    ['squeeze (and|&) excitation( block)?', 'cbam', 'se block'],
    undefined,
  ),
  layer('CRF', ['crf( layer)?', 'conditional random field'], undefined),
  layer('CTC', ['ctc( loss| layer)?', 'connectionist temporal classification'], /CTC\(/),
  layer('time distributed', ['time distributed( layer)?'], calls('TimeDistributed')),
  layer('Masking', ['masking layer'], /Masking\(|mask_zero=True/),
  layer('GaussianNoise', ['gaussian noise( layer)?'], calls('GaussianNoise')),
  layer('Lambda', ['lambda layer'], undefined),
];

function layer(name: string, heard: readonly string[], shown: RegExp | undefined): Term {
  return shown === undefined
    ? { kind: 'layer', name, heard, why: 'no program of the pool has it' }
    : { kind: 'layer', name, heard, shown };
}
