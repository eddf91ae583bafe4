import { defineKind } from './define-kind.ts';
import {
  describeSounds,
  FILE_NAMES,
  NEW_SOUNDS,
  SOUND,
  SOUND_NOUNS,
  soundShape,
  TABLE,
} from './shared.ts';

export const audioTable = defineKind({
  lies: 'a table beside .wav files',
  layout: '{TABLE_FILE}      columns {AUDIO_COLUMN}, {TARGET}\n{AUDIO_FOLDER}/*.wav',
  facts: {
    ...TABLE,
    ...FILE_NAMES,
    AUDIO_FOLDER: {},
    AUDIO_COLUMN: {},
    AUDIO_SUFFIX: { words: 'appended to the column\'s value; ""' },
    TARGET: {},
    ...SOUND,
  },
  forms: true,
  parts: true,
  form: 'image',
  item: soundShape,
  newItems: NEW_SOUNDS,
  onePerRow: false,
  groups: { paths: 'items' },
  describe: describeSounds,
  modality: 'audio',
  subjects: ['sounds', 'tables'],
  nouns: SOUND_NOUNS,
});
