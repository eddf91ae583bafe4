import { renderLiteral } from '../python/text.ts';
import { ownTable } from '../core/index.ts';
import type { AskedValues, Technique } from './technique.ts';

/** A loss by its name in a plan, its class in Keras, and its arguments by the ask that states them. */
interface NumberedLoss {
  readonly name: string;
  readonly keras: string;
  readonly numbers: Readonly<Record<string, string>>;
  /** What an argument has no effect without. */
  readonly needed?: Readonly<Record<string, string>>;
}

const LOSSES: readonly NumberedLoss[] = [
  {
    name: 'binary_focal_crossentropy',
    keras: 'BinaryFocalCrossentropy',
    numbers: ownTable({ gamma: 'training focal gamma', alpha: 'training focal alpha' }),
    needed: ownTable({ alpha: 'apply_class_balancing=True' }),
  },
  {
    name: 'categorical_focal_crossentropy',
    keras: 'CategoricalFocalCrossentropy',
    numbers: ownTable({ gamma: 'training focal gamma', alpha: 'training focal alpha' }),
  },
  { name: 'huber', keras: 'Huber', numbers: ownTable({ delta: 'training Huber delta' }) },
  {
    name: 'tversky',
    keras: 'Tversky',
    numbers: ownTable({ alpha: 'training Tversky alpha', beta: 'training Tversky beta' }),
  },
];

/** The stated arguments of a loss; empty where none is stated. */
function argumentsOf({ numbers, needed }: NumberedLoss, asked: AskedValues): string {
  return Object.entries(numbers)
    .flatMap(([argument, ask]) => {
      const value = asked.value(ask);
      if (typeof value !== 'number') return [];
      const switched = needed?.[argument];
      return [...(switched === undefined ? [] : [switched]), `${argument}=${renderLiteral(value)}`];
    })
    .join(', ');
}

/** Numbers of losses, and how Siamese networks measure distances. */
export const LOSS_NUMBER_TECHNIQUES: readonly Technique[] = [
  ...LOSSES.map((loss): Technique => ({
    name: `numbers of ${loss.name}`,
    use: (asked) => {
      const stated = argumentsOf(loss, asked);
      return stated === ''
        ? null
        : {
            edits: [
              {
                find: new RegExp(
                  `loss=(?:"${loss.name}"|keras\\.losses\\.${loss.keras}\\((from_logits=True)?\\))`,
                ),
                put: `loss=keras.losses.${loss.keras}(${stated}, $1)`,
              },
              {
                find: new RegExp(`(losses\\.${loss.keras}\\([^()]*), \\)`),
                put: '$1)',
                isOptional: true,
              },
            ],
          };
    },
  })),
  {
    name: 'margin between codes',
    use: (asked) => {
      const margin = asked.value('training contrastive margin');
      return typeof margin === 'number'
        ? {
            edits: [
              // A score is 1 less half the distance of two codes of unit length.
              {
                find: /^(?<start> {4}(?:distances = |partner, other = ops\.split\())1 - scores\b/m,
                put: '$<start>2 * (1 - scores)',
              },
              { find: /codes lie 0 to 1 apart/, put: 'codes lie 0 to 2 apart', isOptional: true },
            ],
            constants: { MARGIN: margin },
          }
        : null;
    },
  },
  {
    name: 'cosine of codes',
    use: (asked) =>
      asked.value('technique pair distance') === 'cosine'
        ? {
            edits: [
              {
                find: /^ {8}squares = ops\.sum\(ops\.square\(left - right\)[\s\S]*?^ {8}return 1 - ops\.sqrt\([^\n]*$/m,
                put: '        return (1 + ops.sum(left * right, axis=-1, keepdims=True)) / 2',
              },
              {
                find: /Returns 1 minus half the Euclidean distance, \[n, 1\]\./,
                put: 'Returns 1 minus half the cosine distance, [n, 1].',
                isOptional: true,
              },
            ],
          }
        : null,
  },
];
