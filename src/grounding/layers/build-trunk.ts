import type { DataSpec, LayerCall } from '../../artifacts/index.ts';
import { factsOf, inputForm, type InputForm } from '../../kinds/index.ts';
import { isBackbone, parseLayer, renderLayer } from '../../plan/index.ts';
import type { Stated, TrunkFamily } from '../../requirement/index.ts';
import {
  ARCHITECTURE_LAYERS,
  CONVOLUTION_BEFORE_RECURRENCE,
  RECURRENT,
  TRUNKS,
} from './trunk-table.ts';

/** The first family of networks that is asked for, that the layers lack and that has a trunk for such input. */
export function missingFamily(
  layers: readonly LayerCall[],
  stated: Stated,
  data: DataSpec,
): TrunkFamily | null {
  const form = inputForm(data);
  const texts = layers.map(renderLayer);
  const backbone: TrunkFamily[] = stated.backbone !== null && form === 'image' ? ['backbone'] : [];
  const asked = stated.families
    // A pretrained image network is a CNN, and every network may end in dense layers.
    .filter((name) => !(name === 'cnn' && backbone.length > 0))
    .filter((name, _, all) => name !== 'dense' || all.every((other) => other === 'dense'));
  return (
    [...backbone, ...asked].find((name) => {
      if (TRUNKS[name]?.[form] === undefined) return false;
      if (name === 'backbone') return !layers.some(isBackbone);
      if (name === 'dense')
        return texts.some((text) =>
          /(?<!Depthwise)Conv|LSTM|GRU|RNN|Transformer|Attention/.test(text),
        );
      // One recurrent layer is turned into another where it stands.
      if (name in RECURRENT && texts.some((text) => /(?:LSTM|GRU|SimpleRNN)\(/.test(text)))
        return false;
      return !texts.some((text) => ARCHITECTURE_LAYERS[name]?.test(text) === true);
    }) ?? null
  );
}

/** The usual trunk of a family for the input, with the data's sizes. */
export function buildTrunk(
  family: TrunkFamily,
  stated: Pick<Stated, 'families' | 'backbone'>,
  data: DataSpec,
): readonly LayerCall[] {
  const { VOCABULARY_SIZE: words, SEQUENCE_LENGTH: length } = factsOf(data);
  const filled = trunkTexts(family, stated, inputForm(data)).map((text) =>
    text
      .replace('{vocabulary}', String(words ?? 10_000))
      .replace('{length}', String(length ?? 100))
      .replace('{backbone}', stated.backbone ?? 'MobileNetV2'),
  );
  return readTrunk(filled);
}

/** The layers of a trunk that is written out. */
export function readTrunk(texts: readonly string[]): readonly LayerCall[] {
  return texts.flatMap((text) => {
    const layer = parseLayer(text);
    return layer.kind === 'call' ? [layer] : [];
  });
}

function trunkTexts(
  family: TrunkFamily,
  stated: Pick<Stated, 'families'>,
  form: InputForm,
): readonly string[] {
  const trunk = TRUNKS[family]?.[form] ?? [];
  const recurrent = stated.families.find((other) => other in RECURRENT || other === 'rnn');
  const both = stated.families.includes('cnn') && recurrent !== undefined;
  const before = both ? CONVOLUTION_BEFORE_RECURRENCE[form] : undefined;
  const chosen = both ? (TRUNKS[recurrent]?.[form] ?? trunk) : trunk;
  const at = chosen.findIndex((layer) => /LSTM|GRU|RNN/.test(layer));
  if (before === undefined || at < 0) return chosen;
  // A convolution does not hand on the mask of the padding.
  return [...chosen.slice(0, at), ...before, ...chosen.slice(at)].map((layer) =>
    layer.replace(', mask_zero=True', ''),
  );
}
