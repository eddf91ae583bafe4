import type { InferenceSession, Tensor as RuntimeTensor } from 'onnxruntime-node';
import { DLCodeGenError } from '../core/index.ts';

export type TensorData =
  | { readonly type: 'float32'; readonly data: Float32Array }
  | { readonly type: 'int64'; readonly data: BigInt64Array }
  | { readonly type: 'int32'; readonly data: Int32Array };

/** A tensor over memory that stays ours: an engine reads inputs from it and writes outputs into it, no copies. */
export type Tensor = TensorData & { readonly shape: readonly number[] };

export type Tensors = Readonly<Record<string, Tensor>>;

/** A model that is ready to run. */
export interface Engine {
  /** Runs the graph and fills `outputs`, whose memory is the caller's. */
  run(inputs: Tensors, outputs: Tensors): Promise<void>;
  close(): Promise<void>;
}

export interface EngineOptions {
  /** 1 gives bit-equal results; more may sum in another order. */
  readonly threads: number;
  /** Where the files lie that constants of the model stay in (`fileWeights`); they are mapped, not read. */
  readonly folder?: string;
}

/**
 * Loads an ONNX model; the only file that knows onnxruntime, which is loaded when first needed.
 * Errors: ENVIRONMENT where the library does not load, UNEXPECTED where it refuses the model or fails.
 */
export async function createEngine(model: Uint8Array, options: EngineOptions): Promise<Engine> {
  const runtime = await loadRuntime();
  const session = await attempt('loads the model', () =>
    runtime.InferenceSession.create(model, {
      intraOpNumThreads: options.threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      enableMemPattern: false,
      logSeverityLevel: 3,
      extra: {
        session: {
          intra_op: { allow_spinning: '0' },
          ...(options.folder === undefined
            ? {}
            : { model_external_initializers_file_folder_path: options.folder }),
        },
      },
    }),
  );
  const wrap = (tensors: Tensors): Record<string, RuntimeTensor> =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, tensor]) => [name, toRuntime(runtime, tensor)]),
    );
  return {
    run: async (inputs, outputs) => {
      await attempt('runs the model', () => session.run(wrap(inputs), wrap(outputs)));
    },
    close: () => session.release(),
  };
}

function toRuntime(runtime: Runtime, tensor: Tensor): RuntimeTensor {
  if (tensor.type === 'float32') return new runtime.Tensor('float32', tensor.data, tensor.shape);
  if (tensor.type === 'int64') return new runtime.Tensor('int64', tensor.data, tensor.shape);
  return new runtime.Tensor('int32', tensor.data, tensor.shape);
}

interface Runtime {
  readonly InferenceSession: typeof InferenceSession;
  readonly Tensor: typeof RuntimeTensor;
}

async function loadRuntime(): Promise<Runtime> {
  try {
    // Read when the library loads: it would write an id of this machine to disk and look up its maker's host.
    process.env['ORT_DISABLE_TELEMETRY'] = '1';
    return await import('onnxruntime-node');
  } catch (cause) {
    throw new DLCodeGenError(
      'ENVIRONMENT',
      'onnxruntime-node does not load on this machine; `ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node` installs it',
      { cause },
    );
  }
}

async function attempt<T>(what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DLCodeGenError('UNEXPECTED', `onnxruntime fails when it ${what}: ${reason}`, {
      cause,
    });
  }
}
