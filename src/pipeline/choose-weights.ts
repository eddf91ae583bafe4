import type { LayerCall, PlanRecord, Sample } from '../artifacts/index.ts';
import {
  choosePreset,
  encoderOf,
  isBackbone,
  layerCall,
  literal,
  MOST_TOKENS,
  renderLayer,
  type Encoder,
} from '../plan/index.ts';

export interface ChosenWeights {
  readonly record: PlanRecord;
  readonly layers: readonly LayerCall[];
  /** Of a network of `keras.applications`. */
  readonly weights: 'imagenet' | null;
  /** Of an encoder of KerasHub. */
  readonly preset: string | null;
}

/** Values for fine-tuning a pretrained encoder, where none is stated: Devlin et al. (2018), appendix A.3. */
const FINE_TUNING = { learningRate: 5e-5, epochs: 4 } as const;

/**
 * Decides what a planned backbone starts from, and says it: its ImageNet weights where they are at hand, unless the plan
 * states `weights=None` or others are compared with it; else it is trained from scratch. An encoder of KerasHub starts from a
 * preset in the same way. The one place that decides; the code has it as `WEIGHTS` or `PRESET`.
 */
export function chooseWeights(
  record: PlanRecord,
  layers: readonly LayerCall[],
  sample: Sample,
  available: ReadonlySet<string> = new Set(),
  isCompared = false,
): ChosenWeights {
  const encoder = layers.map(encoderOf).find((row) => row !== null);
  if (encoder !== undefined) return chooseEncoder(encoder, record, layers, available);
  const chosen = chooseImageWeights(record, layers, sample, available, isCompared);
  return { ...chosen, layers, preset: null };
}

function chooseImageWeights(
  record: PlanRecord,
  layers: readonly LayerCall[],
  { topology }: Sample,
  available: ReadonlySet<string>,
  isCompared: boolean,
): Pick<ChosenWeights, 'record' | 'weights'> {
  const backbone = layers.find(isBackbone);
  if (backbone === undefined || states(backbone, null)) return { record, weights: null };
  const { name } = backbone;
  if (topology === 'custom') {
    const warning = `${name} is trained from scratch, since this network does not load pretrained weights.`;
    return { record: { ...record, warnings: [...record.warnings, warning] }, weights: null };
  }
  if (isCompared) {
    const warning = `${name} is trained from scratch, as the networks are that it is compared with.`;
    return { record: { ...record, warnings: [...record.warnings, warning] }, weights: null };
  }
  if (available.has(name)) {
    const assumption = `${name} starts from its ImageNet weights: its head is trained first, then all layers at a low rate.`;
    return {
      record: { ...record, assumptions: [...record.assumptions, assumption] },
      weights: 'imagenet',
    };
  }
  const warning = `${name} is trained from scratch, since its pretrained weights are not in the cache; dlcodegen doctor --fetch-weights ${name} gets them.`;
  return {
    record: {
      ...record,
      warnings: [...record.warnings, warning],
      substituted: states(backbone, 'imagenet')
        ? [...new Set([...record.substituted, 'layers' as const])]
        : record.substituted,
    },
    weights: null,
  };
}

function chooseEncoder(
  encoder: Encoder,
  record: PlanRecord,
  layers: readonly LayerCall[],
  available: ReadonlySet<string>,
): ChosenWeights {
  const { name, presets } = encoder;
  const words = record.asked.find((ask) => ask.kind === 'architecture' && ask.name === name)?.words;
  const preset = choosePreset(encoder, words ?? '', available);
  const random = { record, layers, weights: null, preset: null };
  if (preset !== null && available.has(preset)) return startFrom(preset, encoder, random);
  const reason =
    preset !== null
      ? `its pretrained weights are not in the cache; dlcodegen doctor --fetch-weights ${preset} gets them`
      : presets.length > 0
        ? `KerasHub has no weights of the kind that is named ("${words}"); it has ${presets.join(', ')}`
        : 'its tokenizer needs the package sentencepiece, which projects do not have';
  const warning = `${name} is built small, with random weights and a vocabulary learnt from the training texts: ${reason}.`;
  return { ...random, record: { ...record, warnings: [...record.warnings, warning] } };
}

/** The plan with the encoder of a preset; what nobody stated is as usual in fine-tuning. */
function startFrom(
  preset: string,
  { name: encoder, mostTokens = MOST_TOKENS }: Encoder,
  { record, layers, ...chosen }: ChosenWeights,
): ChosenWeights {
  const { plan, data, asked } = record;
  const isStated = (name: string): boolean =>
    asked.some((ask) => ask.kind === 'training' && ask.name === name);
  const { learningRate, epochs } = plan.hyperparameters;
  const usual = {
    ...(isStated('learning rate') ? {} : { learningRate: FINE_TUNING.learningRate }),
    ...(isStated('epochs') ? {} : { epochs: FINE_TUNING.epochs }),
  };
  const started = layers.map((layer) =>
    encoderOf(layer) === null ? layer : layerCall(layer.name, [], { preset: literal(preset) }),
  );
  const length = Number(data?.facts['SEQUENCE_LENGTH'] ?? 0);
  const tuned = [
    ...('learningRate' in usual
      ? [`at a learning rate of ${usual.learningRate} in place of ${learningRate}`]
      : []),
    ...('epochs' in usual ? [`for ${usual.epochs} epochs in place of ${epochs}`] : []),
  ].join(' and ');
  const how = tuned === '' ? '' : `, as is usual in fine-tuning ${tuned}`;
  // Before the weights were known, the encoder was one with random weights.
  const isOther = asked.some(
    ({ kind, name, status }) =>
      (kind === 'architecture' || kind === 'layer') &&
      status !== 'done' &&
      name !== encoder &&
      name !== 'transfer learning',
  );
  return {
    ...chosen,
    preset,
    layers: started,
    record: {
      ...record,
      plan: {
        ...plan,
        layers: started.map(renderLayer),
        hyperparameters: { ...plan.hyperparameters, ...usual },
      },
      substituted: isOther
        ? record.substituted
        : record.substituted.filter((field) => field !== 'layers'),
      ...(data === null || length <= mostTokens
        ? {}
        : { data: { ...data, facts: { ...data.facts, SEQUENCE_LENGTH: mostTokens } } }),
      assumptions: [
        ...record.assumptions,
        `All layers start from the weights of ${preset} and are trained${how}.`,
      ],
      warnings:
        length <= mostTokens
          ? record.warnings
          : [
              ...record.warnings,
              `Texts are cut at ${mostTokens} tokens, the most that ${preset} reads.`,
            ],
    },
  };
}

function states({ named }: LayerCall, value: 'imagenet' | null): boolean {
  const { weights } = named;
  return weights?.kind === 'literal' && weights.value === value;
}
