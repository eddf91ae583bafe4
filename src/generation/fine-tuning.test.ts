import { describe, expect, test } from 'vitest';
import { firstError, withSyntaxTree } from '../python/index.ts';
import { codeOf, ORIGIN, readTiny, TINY } from '../../tests/programs/tiny-program.ts';
import { addHeadTraining } from './fine-tuning.ts';

const LIBRARY = readTiny(`# %% Configuration
HEAD_EPOCHS = 3

# %% Training
def train_head(model, prepared, class_weight=None):
    model.fit(prepared.train, epochs=HEAD_EPOCHS, class_weight=class_weight)
`).segments;
const WITH_BACKBONE = TINY.replace(
  'features = layers.Dense(8, activation="relu")(inputs)',
  'features = keras.applications.VGG16(include_top=False, weights=WEIGHTS)(inputs)',
);

function trainModel(source: string, library = LIBRARY): string {
  const program = addHeadTraining(readTiny(source), library, ORIGIN);
  const code = codeOf(program, 'training.train_model');
  expect(withSyntaxTree(code, (root) => firstError(root))).toBeNull();
  return code;
}

const FIT = '    history = model.fit(\n';

describe('the head is trained before the whole network', () => {
  test.each<[string, string, string]>([
    [
      'the call stands before fit',
      WITH_BACKBONE,
      `    if WEIGHTS is not None:\n        train_head(model, prepared)\n${FIT}`,
    ],
    [
      'it has the class weights of fit',
      WITH_BACKBONE.replace(
        '        epochs=epochs,\n',
        '        epochs=epochs,\n        class_weight=dict(enumerate(weights)),\n',
      ),
      `    if WEIGHTS is not None:\n        train_head(model, prepared, class_weight=dict(enumerate(weights)))\n${FIT}`,
    ],
    [
      'it is as deep as fit',
      WITH_BACKBONE.replace(
        / {4}history = model\.fit\([\s\S]*?\n {4}\)\n/,
        (fit) => `    if epochs:\n${fit.replace(/^/gm, '    ').trimEnd()}\n`,
      ),
      `        if WEIGHTS is not None:\n            train_head(model, prepared)\n    ${FIT}`,
    ],
  ])('%s', (_name, source, lines) => {
    expect(trainModel(source)).toContain(lines);
  });

  test('what the function uses comes along', () => {
    const { segments } = addHeadTraining(readTiny(WITH_BACKBONE), LIBRARY, ORIGIN);
    expect(segments.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['configuration.HEAD_EPOCHS', 'training.train_head']),
    );
  });

  test.each<[string, string, typeof LIBRARY]>([
    ['the model has no backbone', TINY, LIBRARY],
    ['the pool does not know how', WITH_BACKBONE, []],
    [
      'the program does it itself',
      WITH_BACKBONE.replace(
        '    history = model.fit(',
        '    train_head(model, prepared)\n    history = model.fit(',
      ),
      LIBRARY,
    ],
  ])('nothing changes where %s', (_name, source, library) => {
    const program = readTiny(source);
    expect(addHeadTraining(program, library, ORIGIN)).toBe(program);
  });
});
