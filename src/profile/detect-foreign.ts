import path from 'node:path';
import type { DataKind, TargetKind } from '../artifacts/index.ts';
import { type Detector, found, lacks } from './detector.ts';
import { fileAdvice } from './file-advice.ts';
import { filesUnder } from './folder.ts';

/** What files would be if a loader read them, by extension. */
const WOULD_BE: readonly (readonly [RegExp, DataKind, readonly TargetKind[]])[] = [
  [/^\.(mp3|flac|ogg|m4a)$/, 'audio-folders', ['class']],
  [/^\.(dcm|nii|heic|svg)$/, 'image-folders', ['class', 'same']],
  [/^\.(mp4|avi|mov)$/, 'image-folders', ['class']],
];

/** Sounds and images of formats that no loader reads: no candidate, and a reason with the way to convert them. */
export const detectForeign: Detector = async ({ folder, shown }) => {
  const files = filesUnder(folder, 'foreign');
  const suffix = (file: string): string => path.extname(file).toLowerCase();
  return found(
    [],
    WOULD_BE.flatMap(([pattern, kind, targets]) => {
      const own = files.filter((file) => pattern.test(suffix(file)));
      const [first] = own;
      if (first === undefined) return [];
      const why = `${shown} holds ${own.length} files like ${first}, which are not read: ${fileAdvice(first, 'foreign')}.`;
      return [{ ...lacks(kind, targets, why), isForeign: true }];
    }),
  );
};
