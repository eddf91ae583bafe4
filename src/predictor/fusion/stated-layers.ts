import type { Stated, TrunkFamily } from '../../requirement/index.ts';

/** Words of a layer that show a family, in plans that are written in words as well as in code. */
const FAMILY_WORDS: Readonly<Partial<Record<TrunkFamily, RegExp>>> = {
  bilstm: /bi-?directional|bi-?lstm/i,
  bigru: /bi-?directional|bi-?gru/i,
  lstm: /lstm/i,
  gru: /\bgru/i,
  rnn: /rnn|lstm|\bgru|recurrent/i,
  convlstm: /conv-?lstm/i,
  transformer: /transformer|attention|bert|encoder/i,
  'u-net': /u-?net|transpose|up-?sampling/i,
  cnn: /conv|cnn|net\b|net\d/i,
};

/** How many of the families and backbones that the requirement names have a layer in the list. */
export function countStated(
  layers: readonly string[],
  { families, backbone }: Pick<Stated, 'families' | 'backbone'>,
): number {
  const shown = families.filter((name) => {
    const pattern = FAMILY_WORDS[name];
    return pattern !== undefined && layers.some((layer) => pattern.test(layer));
  });
  const named = backbone !== null && layers.some((layer) => plain(layer).includes(plain(backbone)));
  return shown.length + (named ? 1 : 0);
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
