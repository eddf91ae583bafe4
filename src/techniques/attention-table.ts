import type { Technique } from './technique.ts';

const ATTENTION = /layers\.(?:Additive)?Attention\(\)(?=\(\[decoded, encoded\]\))/;
/** Bahdanau's scores come from a small network, Luong's from a dot product. */
const KINDS: readonly (readonly [said: RegExp, layer: string])[] = [
  [/bahdanau|additive/, 'AdditiveAttention'],
  [/luong|dot/, 'Attention'],
];

/** How a decoder of recurrent layers sees its encoder. */
export const ATTENTION_TECHNIQUES: readonly Technique[] = [
  {
    name: 'kind of attention',
    use: (asked) => {
      const words = asked.words('architecture attention');
      const layer = KINDS.find(([said]) => said.test(words))?.[1];
      return layer === undefined || asked.value('architecture attention') === false
        ? null
        : { edits: [{ find: ATTENTION, put: `layers.${layer}()` }] };
    },
  },
  {
    name: 'no attention',
    use: (asked) =>
      asked.value('architecture attention') === false
        ? {
            edits: [
              {
                find: /^ {4}context = layers\.(?:Additive)?Attention\(\)\(\[decoded, encoded\]\)\n {4}features = layers\.Concatenate\(\)\(\[decoded, context\]\)\n {4}features = layers\.Dropout\(DROPOUT_RATE\)\(features\)$/m,
                put: '    features = layers.Dropout(DROPOUT_RATE)(decoded)',
              },
              { find: /^ {4}encoded, \*states = /m, put: '    _, *states = ' },
              { find: /return_sequences=True, return_state=True/, put: 'return_state=True' },
            ],
          }
        : null,
  },
];
