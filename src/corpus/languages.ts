import { ownTable } from '../core/index.ts';

/** Kernels whose notebooks do not name their language. */
const KERNEL_LANGUAGES: readonly (readonly [RegExp, string])[] = [
  [/^ir\b/i, 'R'],
  [/^julia/i, 'Julia'],
  [/^(?:javascript|deno|tslab|jslab)/i, 'JavaScript'],
  [/^(?:scala|almond|spylon)/i, 'Scala'],
  [/^(?:octave|matlab)/i, 'Octave'],
  [/^(?:ruby|iruby)/i, 'Ruby'],
  [/^(?:xcpp|cling)/i, 'C++'],
  [/^bash/i, 'Bash'],
];

/** The language of code, where it is not Python: as it is named, or by the kernel's name; null for Python and for none. */
export function foreignLanguage(language: string | null, kernel: string | null): string | null {
  if (language !== null && language !== '') return /^i?python/i.test(language) ? null : language;
  return KERNEL_LANGUAGES.find(([name]) => name.test(kernel ?? ''))?.[1] ?? null;
}

/** Files that hold programs, by their ending; null is what is read. Files of other endings in a folder are no input. */
export const LANGUAGE_OF_ENDING: Readonly<Record<string, string | null>> = ownTable({
  '.ipynb': null,
  '.py': null,
  '.r': 'R',
  '.rmd': 'R',
  '.irnb': 'R',
  '.jl': 'Julia',
  '.scala': 'Scala',
});
