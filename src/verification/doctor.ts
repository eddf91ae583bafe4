import { statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import { cacheFolder, DLCodeGenError } from '../core/index.ts';
import { findExecutable, findSandbox, probeGuards, runTool } from '../sandbox/index.ts';
import { findUv } from './find-uv.ts';
import { findWeights, kerasHome } from './pretrained-weights.ts';
import { environmentFolder, findPythonEnvironment } from './python-environment.ts';

/** One thing that is there or missing. */
export interface DoctorRow {
  readonly name: string;
  readonly found: boolean;
  /** False where everything but a convenience works without it. */
  readonly required: boolean;
  readonly version: string;
  /** How to get it. */
  readonly how: string;
}

const GIBIBYTE = 2 ** 30;
const ENOUGH_MEMORY = 3 * GIBIBYTE;
const ENOUGH_DISK = 4 * GIBIBYTE;

/** What is installed here, and how to get what is missing; starts nothing but version questions and a sandbox probe. */
export async function doctor(): Promise<readonly DoctorRow[]> {
  const [python, uv, sandbox, disk] = await Promise.all([
    pythonRow(),
    uvRow(),
    sandboxRows(),
    diskRow(),
  ]);
  return [
    nodeRow(),
    runtimeRow(),
    python,
    uv,
    environmentRow(),
    ...sandbox,
    memoryRow(),
    disk,
    weightsRow(),
  ];
}

function nodeRow(): DoctorRow {
  return { name: 'node', found: true, required: true, version: process.versions.node, how: '' };
}

/** An optional dependency: its install script downloads, and where that fails npm leaves it out. */
function runtimeRow(): DoctorRow {
  return {
    name: 'onnxruntime-node',
    found: canResolve('onnxruntime-node'),
    required: false,
    version: '',
    how: 'ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node; a GPT-2 predictor needs it',
  };
}

function canResolve(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

async function pythonRow(): Promise<DoctorRow> {
  const command = findExecutable('python3');
  const run =
    command === null ? null : await runTool({ command, args: ['--version'], timeoutMs: 30_000 });
  return {
    name: 'python3',
    found: run?.exit === 0,
    required: false,
    version: run?.stdout.trim().replace('Python ', '') ?? '',
    how: 'install Python 3.11 (3.12 and 3.13 also do); uv can fetch one',
  };
}

async function uvRow(): Promise<DoctorRow> {
  const uv = await findUv(cacheFolder());
  return {
    name: 'uv',
    found: uv !== null,
    required: false,
    version: uv?.version ?? '',
    how: 'pip install uv; with python3 and pip it is installed on first use',
  };
}

function environmentRow(): DoctorRow {
  const environment = findPythonEnvironment();
  return {
    name: 'python environment',
    found: environment !== null,
    required: false,
    version: environmentFolder(),
    how: 'made on first use by generate or verify; needs a package index',
  };
}

/** The sandbox, and each of its guards as it was seen from inside. */
async function sandboxRows(): Promise<readonly DoctorRow[]> {
  try {
    const { name, executable } = await findSandbox();
    const guards = (await probeGuards()).map(({ name: guard, holds, how }) => ({
      name: `guard: ${guard}`,
      found: holds,
      required: false,
      version: '',
      how,
    }));
    const version = `${name} (${executable})`;
    return [{ name: 'sandbox', found: true, required: true, version, how: '' }, ...guards];
  } catch (error) {
    if (!(error instanceof DLCodeGenError)) throw error;
    return [{ name: 'sandbox', found: false, required: true, version: '', how: error.message }];
  }
}

function memoryRow(): DoctorRow {
  const total = os.totalmem();
  return {
    name: 'memory',
    found: total >= ENOUGH_MEMORY,
    required: true,
    version: `${(total / GIBIBYTE).toFixed(1)} GiB`,
    how: `${ENOUGH_MEMORY / GIBIBYTE} GiB are needed to train the smallest models`,
  };
}

async function diskRow(): Promise<DoctorRow> {
  const { bavail, bsize } = await statfs(os.homedir());
  return {
    name: 'disk',
    found: bavail * bsize >= ENOUGH_DISK,
    required: true,
    version: `${((bavail * bsize) / GIBIBYTE).toFixed(1)} GiB free`,
    how: `${ENOUGH_DISK / GIBIBYTE} GiB are needed for the Python environment and a run`,
  };
}

function weightsRow(): DoctorRow {
  const names = [...findWeights()];
  return {
    name: 'pretrained weights',
    found: names.length > 0,
    required: false,
    version: `${names.join(' ')} (${kerasHome()})`,
    how: 'dlcodegen doctor --fetch-weights NAME ...; without them a backbone or text encoder is trained from scratch',
  };
}
