import type { Technique, TechniqueEdit } from './technique.ts';

/** Arguments of losses. */
export const LOSS_TECHNIQUES: readonly Technique[] = [
  smoothing('label smoothing of classes', 'categorical', 'Categorical'),
  smoothing('label smoothing of a focal loss', 'categorical_focal', 'CategoricalFocal'),
  smoothing('label smoothing of two classes', 'binary', 'Binary'),
];

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
