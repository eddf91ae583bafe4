import type { FactValue } from '../artifacts/index.ts';
import {
  isAsked,
  type AskedValues,
  type PoolFunction,
  type Technique,
  type TechniqueEdit,
  type TechniqueUse,
} from './technique.ts';

/** The end of `train_model`. */
const TRAINED = /^ {4}return history\.history$/m;
const PREPARED = /^ {4}data = prepare\(data_dir, batch_size, limit\)$/m;
const BUILT = /^( {4}model = build_model\([^\n]*learning_rate=learning_rate)\)$/m;

function afterTraining(line: string): TechniqueEdit {
  return { find: TRAINED, put: `    ${line}\n$&` };
}

/** What is done around training: folds, searches, balance, files. */
export const TRAINING_TECHNIQUES: readonly Technique[] = [
  {
    name: 'cross-validation',
    use: (asked, { target }) => {
      const folds = asked.value('technique cross-validation');
      const isSplit = target === 'class' || target === 'number' || target === 'labels';
      return !isAsked(folds) || !isSplit
        ? null
        : {
            edits: [
              afterTraining(
                'cross_validate(data_dir, output_dir, epochs, batch_size, learning_rate, limit)',
              ),
            ],
            takes: ['cross_validate'],
            constants: {
              FOLDS: typeof folds === 'number' ? folds : USUAL_FOLDS,
              STRATIFIED: target === 'class',
            },
          };
    },
  },
  {
    name: 'search of hyperparameters',
    use: (asked) => {
      const isWanted = isAsked(asked.value('technique hyperparameter search'));
      return !isWanted
        ? null
        : {
            edits: [
              {
                find: PREPARED,
                put: '    found = search_settings(data_dir, output_dir, epochs, limit)\n    learning_rate, batch_size, width = found\n$&',
              },
              { find: BUILT, put: '$1, width=width)' },
              {
                find: /^( {4}|.*, |def build_model\()learning_rate=LEARNING_RATE(,?\n?\):)/m,
                put: '$1learning_rate=LEARNING_RATE, width=1.0$2',
              },
              {
                find: /(?<=def build_model\((?:.|\n)*features = layers\.Dense\()(\d+)(?=[,)])/g,
                put: 'round($1 * width)',
              },
            ],
            takes: ['search_settings'],
            constants: { SEARCH_TRIES: triesOf(asked) },
          };
    },
  },
  {
    name: 'class weights',
    use: (asked, { target }) =>
      isAsked(asked.value('technique class weights')) && target === 'class'
        ? {
            edits: [
              {
                find: /"callbacks": callbacks\}$/m,
                put: '"callbacks": callbacks}\n    options["class_weight"] = dict(enumerate(data.state["class_weights"]))',
              },
            ],
            constants: { BALANCED: true },
          }
        : null,
  },
  {
    name: 'as many items of each class',
    use: (asked, { target }) => {
      const words = asked.words('technique oversampling');
      return words === '' || asked.value('technique oversampling') === false || target !== 'class'
        ? null
        : {
            edits: [
              {
                find: /^ {4}batches = \[make_dataset\(/m,
                put: '    splits["train"] = even_classes(*splits["train"])\n$&',
              },
            ],
            takes: ['even_classes'],
            constants: { CUT_FREQUENT: /under/.test(words) },
          };
    },
  },
  {
    name: 'threshold chosen on validation',
    use: (asked, { target, facts }) =>
      asked.value('technique threshold choice') === true &&
      target === 'class' &&
      facts['CLASS_COUNT'] === 2
        ? {
            edits: [
              {
                find: /^ {4}\(output_dir \/ "preprocessing\.json"\)\.write_text/m,
                put: '    data.state["threshold"] = choose_threshold(model, data.validation)\n$&',
              },
              {
                find: /^( {4}found = )predicted_numbers\(scores\)/m,
                put: '$1chosen_numbers(scores, state)',
              },
              {
                find: /names\[predicted_numbers\(scores\)\]\}/,
                put: 'names[chosen_numbers(scores, state)]}',
              },
            ],
            takes: ['choose_threshold', 'chosen_numbers'],
          }
        : null,
  },
  {
    name: 'stated threshold',
    use: (asked, { target }) => {
      const threshold = asked.value('technique threshold choice');
      return typeof threshold === 'number' && (target === 'class' || target === 'mask')
        ? {
            edits: [
              {
                find: /(?<=^def predicted_numbers\([^\n]*\n(?: {4}[^\n]*\n|\n){0,9}? {4}return [^\n]*> )0\.5\b/m,
                put: String(threshold),
              },
            ],
          }
        : null;
    },
  },
  file('HDF5 model', 'artefact HDF5 model', /h5|hdf/, 'model.save(output_dir / "model.h5")'),
  file(
    'SavedModel',
    'artefact HDF5 model',
    /saved ?model/,
    'model.export(output_dir / "saved_model")',
  ),
  file(
    'TensorFlow Lite',
    'artefact TensorFlow Lite',
    /lite/,
    'write_lite(model, output_dir / "model.tflite")',
    'write_lite',
  ),
  {
    name: 'summary of layers',
    use: (asked) =>
      isAsked(asked.value('metric model summary'))
        ? {
            edits: [
              { find: /^ {4}model = build_model\([^\n]*\)$/m, put: '$&\n    model.summary()' },
            ],
          }
        : null,
  },
];

const USUAL_FOLDS = 5;
const USUAL_TRIES = 10;

function triesOf(asked: AskedValues): FactValue {
  const stated = asked.value('technique search trials');
  if (typeof stated === 'number') return stated;
  return /grid/.test(asked.words('technique hyperparameter search')) ? null : USUAL_TRIES;
}

/** A further file of the trained model. */
function file(
  name: string,
  ask: string,
  said: RegExp,
  line: string,
  taken?: PoolFunction,
): Technique {
  return {
    name,
    use: (asked): TechniqueUse | null =>
      isAsked(asked.value(ask)) && said.test(asked.words(ask))
        ? { edits: [afterTraining(line)], ...(taken === undefined ? {} : { takes: [taken] }) }
        : null,
  };
}
