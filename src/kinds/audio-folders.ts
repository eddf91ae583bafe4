import { defineKind } from './define-kind.ts';
import { describeSounds, NEW_SOUNDS, SOUND, SOUND_NOUNS, soundShape } from './shared.ts';

export const audioFolders = defineKind({
  lies: 'one folder per class with .wav files',
  layout: '{AUDIO_ROOT}/CLASS/*.wav      {SAMPLE_RATE} Hz',
  facts: { AUDIO_ROOT: { words: '"" = data folder' }, ...SOUND },
  parts: true,
  form: 'image',
  item: soundShape,
  newItems: NEW_SOUNDS,
  onePerRow: true,
  groups: { paths: 'items' },
  describe: describeSounds,
  modality: 'audio',
  subjects: ['sounds'],
  nouns: SOUND_NOUNS,
});
