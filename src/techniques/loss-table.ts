import { LOSSES, lossOf, nameOfSum, normalizeLoss, type LossName } from '../plan/index.ts';
import type { AskedValues, Technique, TechniqueEdit } from './technique.ts';

/** Arguments of losses. */
export const LOSS_TECHNIQUES: readonly Technique[] = [
  smoothing('label smoothing of classes', 'categorical', 'Categorical'),
  smoothing('label smoothing of a focal loss', 'categorical_focal', 'CategoricalFocal'),
  smoothing('label smoothing of two classes', 'binary', 'Binary'),
  {
    name: 'the sum of several losses of masks',
    use: (asked, { target, facts }) => {
      const losses = summedLosses(asked);
      return target !== 'mask' || facts['CLASS_COUNT'] !== 2 || losses.length < 2
        ? null
        : {
            edits: [
              {
                find: /loss=(?:"binary_\w+"|keras\.losses\.\w+\([^()\n]*\))/,
                put: `loss=${nameOfSum(losses)}`,
              },
            ],
            adds: [{ section: 'model', code: summedLoss(losses) }],
          };
    },
  },
];

/** The losses of masks that are stated; a name for the two usual ones stands for both. */
function summedLosses(asked: AskedValues): readonly LossName[] {
  const names = asked
    .values('training loss')
    .map((value) => normalizeLoss(String(value)).stated)
    .flatMap((name) => (name === 'bce_dice' ? ['binary_crossentropy', 'dice'] : [name]))
    .map((name) => (name.endsWith('focal_crossentropy') ? 'binary_focal_crossentropy' : name));
  return [...new Set(names)].filter(
    (name): name is LossName => lossOf(name)?.fits.includes('binary mask') === true,
  );
}

function summedLoss(losses: readonly LossName[]): string {
  const calls = losses.map((name) => `keras.losses.${LOSSES[name].keras}()`).join(', ');
  return `@keras.saving.register_keras_serializable(package="project")
def ${nameOfSum(losses)}(truth, scores):
    """Returns the sum of the stated losses of masks [n, height, width, 1] 0-1 as one number."""
    losses = [${calls}]
    return sum(loss(truth, scores) for loss in losses)`;
}

/** Smoothed labels of a cross-entropy, by its name or by its class. */
function smoothing(name: string, spelling: string, loss: string): Technique {
  return {
    name,
    use: (asked) => {
      const value =
        asked.value('training label smoothing') ?? asked.value('technique label smoothing');
      const share = typeof value === 'number' ? value : USUAL_SMOOTHING;
      if (value === undefined || value === false) return null;
      const byName: TechniqueEdit = {
        find: new RegExp(
          `loss=(?:"${spelling}_crossentropy"|keras\\.losses\\.${loss}Crossentropy\\((?:(from_logits=True))?\\))`,
        ),
        put: `loss=keras.losses.${loss}Crossentropy(label_smoothing=${share}, $1)`,
      };
      return { edits: [byName, { find: /(label_smoothing=[\d.]+), \)/, put: '$1)' }] };
    },
  };
}

const USUAL_SMOOTHING = 0.1;
