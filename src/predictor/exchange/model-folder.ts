import { renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { makeFolders, writeText } from '../../core/index.ts';
import { writeTensors, type StoredTensor } from '../gpt2/safetensors.ts';

const MODEL = 'model.safetensors';

/**
 * Writes weights and the texts that belong to them. Where the weights cannot be made the folder stays as it was; a
 * killed process leaves no weights beside texts of other ones.
 */
export function writeModelFolder(
  folder: string,
  tensors: readonly StoredTensor[],
  texts: Readonly<Record<string, string>>,
): void {
  makeFolders(folder);
  const file = path.join(folder, MODEL);
  const draft = `${file}.writing`;
  writeTensors(draft, tensors);
  rmSync(file, { force: true });
  for (const [name, text] of Object.entries(texts)) writeText(path.join(folder, name), text);
  renameSync(draft, file);
}
