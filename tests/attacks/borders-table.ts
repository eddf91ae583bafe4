import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { DLCodeGenError, PACKAGE_ROOT } from '../../src/core/index.ts';
import { judgeProgram, readProgram as readCorpusProgram } from '../../src/corpus/index.ts';
import { extractCode, splitPrograms } from '../../src/dataset/index.ts';
import { parseRatings } from '../../src/evaluation/ratings.ts';
import { parsePlan, parsePlanRecord, renderPlanRecord } from '../../src/plan/index.ts';
import { parseVocabularyFiles } from '../../src/predictor/exchange/vocabulary-files.ts';
import { readClassifiers } from '../../src/predictor/classifiers/classifier-file.ts';
import { readReranker } from '../../src/predictor/fusion/text-reranker.ts';
import { parseConfigJson } from '../../src/predictor/gpt2/config-json.ts';
import { readTensors } from '../../src/predictor/gpt2/safetensors.ts';
import { readMemory } from '../../src/predictor/memory/memory-file.ts';
import { parseTokenizerJson } from '../../src/predictor/tokenizer/tokenizer-json.ts';
import { decodeImage, readImageSize } from '../../src/profile/image-file.ts';
import { readArrays } from '../../src/profile/numpy-file.ts';
import { readWaveHeader } from '../../src/profile/wave-file.ts';
import { readProject, readProvenance } from '../../src/project/index.ts';
import { readProgram } from '../../src/python/index.ts';
import { readRequirement } from '../../src/requirement/index.ts';
import { decideTask } from '../layouts/decide-task.ts';

/** Where bytes of others come in. One of the files is changed for each input, the others are as they should be. */
export interface Border {
  readonly name: string;
  /** How many inputs of it for each round; those that open a table are few, since they take longest. */
  readonly share: number;
  readonly files: () => Promise<Readonly<Record<string, string | Buffer>>>;
  /** What is read; every error other than DLCodeGenError is a crash. */
  readonly read: (folder: string) => unknown;
}

const text = (folder: string, name: string): string =>
  readFileSync(path.join(folder, name)).toString('utf8');
const given = (files: Readonly<Record<string, string | Buffer>>) => async () => files;
const image = async (format: 'png' | 'jpeg' | 'gif' | 'webp'): Promise<Buffer> =>
  sharp({ create: { width: 24, height: 16, channels: 3, background: '#369' } })
    .toFormat(format)
    .toBuffer();

const CSV = [
  'id,name,size,when,"c 0",grade',
  ...Array.from(
    { length: 20 },
    (_, at) =>
      `${at},"pear ${at}",${at / 3},2024-01-0${(at % 9) + 1},x${at % 3},${at % 2 === 0 ? 'good' : 'bad'}`,
  ),
].join('\n');
const ROWS = Array.from({ length: 12 }, (_, at) =>
  JSON.stringify({ text: `sentence ${at}`, user: { age: at, name: 'a' }, label: at % 2 }),
).join('\n');
const PLAN = JSON.stringify({
  'Task Category': 'Tabular Classification',
  Dataset: { Input: 'A table of 12 columns', Output: 'One of 2 classes' },
  Preprocess: 'Scale to 0-1',
  'Model Architecture': {
    Layers: [
      "Dense(64, activation='relu')",
      'Dropout(0.2)',
      'Bidirectional(LSTM(32))',
      "Dense(2, activation='softmax')",
    ],
    Hyperparameters: {
      optimizer: 'Adam',
      'loss function': 'sparse_categorical_crossentropy',
      'learning rate': 0.001,
      'batch size': 32,
      epochs: 10,
      'evaluation metric': 'accuracy',
    },
  },
  Data: {
    kind: 'table',
    target: 'class',
    facts: {
      TABLE_FILE: 'a.csv',
      TARGET: 'grade',
      TABLE_FORM: 'coco',
      CLASS_NAMES: ['good', 'bad'],
    },
  },
});
const REQUIREMENT =
  'Classify photos of pears into two classes: "Fresh" and Stale. Use a CNN with Dense(64), batch size 32, learning rate 0.001, 20 epochs; the target column is `grade` in data/train.csv.';
const PROGRAM =
  'import keras\n\n\ndef build_model(size=3):\n    """A model."""\n    return keras.Sequential([keras.layers.Dense(size)])\n\n\nif __name__ == "__main__":\n    print(f"{build_model()!r:>10}")\n';
const MINED =
  '#!/usr/bin/env python\n# coding: utf-8\n\n# In[1]:\n\nimport tensorflow as tf\n%matplotlib inline\nm = tf.keras.Sequential([tf.keras.layers.Dense(3)])\n\n# In[2]:\n\nh = m.fit(x, y, epochs=3) if x else "a ("\n';
const NOTEBOOK = JSON.stringify({
  cells: [
    { cell_type: 'markdown', metadata: {}, source: ['# Title'] },
    {
      cell_type: 'code',
      execution_count: 1,
      metadata: { execution: { 'iopub.execute_input': '2024-03-02T10:01:00.5Z' } },
      outputs: [{ output_type: 'stream', name: 'stdout', text: ['a\n', 'b'] }],
      source: MINED.split(/(?<=\n)/),
    },
  ],
  metadata: {
    kernelspec: { name: 'python3', language: 'python' },
    language_info: { name: 'python' },
  },
  nbformat: 4,
  nbformat_minor: 5,
});
const npy = (): Buffer => {
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (6, 2), }";
  const padded = header.padEnd(117, ' ') + '\n';
  const lead = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, padded.length, 0]);
  return Buffer.concat([lead, Buffer.from(padded), Buffer.from(new Float32Array(12).buffer)]);
};
const wave = (): Buffer => {
  const bytes = Buffer.alloc(44 + 1600);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + 1600, 4);
  bytes.write('WAVEfmt ', 8);
  [16, 0x00010001, 16000, 32000, 0x00100002].forEach((word, at) =>
    bytes.writeUInt32LE(word, 16 + 4 * at),
  );
  bytes.write('data', 36);
  bytes.writeUInt32LE(1600, 40);
  return bytes;
};
/** A stored member: what NumPy writes without compression. */
const npz = (): Buffer => {
  const [member, name] = [npy(), Buffer.from('x.npy')];
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt32LE(member.length, 18);
  local.writeUInt32LE(member.length, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt32LE(member.length, 20);
  entry.writeUInt32LE(member.length, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + member.length, 16);
  return Buffer.concat([local, name, member, entry, name, end]);
};
const tensors = (): Buffer => {
  const header = Buffer.from(
    '{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}   ',
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(24)]);
};
const MODELS = path.join(PACKAGE_ROOT, 'models/predictor');
const shipped =
  (...names: readonly string[]) =>
  async () =>
    Object.fromEntries(names.map((name) => [name, readFileSync(path.join(MODELS, name))]));
const COCO = JSON.stringify({
  images: [1, 2, 3].map((id) => ({ id, file_name: `images/${id}.png`, width: 24, height: 16 })),
  annotations: [1, 2, 3].map((id) => ({ id, image_id: id, category_id: 1, bbox: [1, 2, 8, 4] })),
  categories: [{ id: 1, name: 'pear' }],
});
const voc = (id: number): string =>
  `<annotation><filename>${id}.png</filename><object><name>pear</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>9</xmax><ymax>8</ymax></bndbox></object></annotation>`;
const withImages = async (
  rest: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string | Buffer>>> => {
  const picture = await image('png');
  return { ...rest, ...Object.fromEntries([1, 2, 3].map((id) => [`images/${id}.png`, picture])) };
};
const data = (folder: string): unknown => decideTask(folder, 'find what is in the data');

export const BORDERS: readonly Border[] = [
  {
    name: 'requirement',
    share: 10,
    files: given({
      text: REQUIREMENT,
      attributes: '{"columns": ["a", "b"], "Target labels": ["x", "y"]}',
    }),
    read: (folder) =>
      readRequirement({ text: text(folder, 'text'), attributes: text(folder, 'attributes') }),
  },
  {
    name: 'plan file',
    share: 20,
    files: given({ 'plan.json': PLAN }),
    read: (folder) => {
      const record = parsePlanRecord(text(folder, 'plan.json'));
      return record.ok ? renderPlanRecord(record.value) : parsePlan(text(folder, 'plan.json'));
    },
  },
  { name: 'delimited text', share: 4, files: given({ 'a.csv': CSV }), read: data },
  { name: 'JSON lines', share: 2, files: given({ 'a.jsonl': ROWS }), read: data },
  {
    name: 'arrays',
    share: 10,
    files: given({ 'x.npy': npy(), 'x.npz': npz() }),
    read: async (folder) => {
      for (const name of ['x.npy', 'x.npz'])
        for (const entry of await readArrays(path.join(folder, name), name))
          await entry.read(2 ** 20);
    },
  },
  {
    name: 'audio',
    share: 5,
    files: given({ 'x.wav': wave() }),
    read: (folder) => readWaveHeader(path.join(folder, 'x.wav')),
  },
  {
    name: 'images',
    share: 10,
    files: async () => ({
      'x.png': await image('png'),
      'x.jpg': await image('jpeg'),
      'x.gif': await image('gif'),
      'x.webp': await image('webp'),
    }),
    read: async (folder) => {
      for (const name of ['x.png', 'x.jpg', 'x.gif', 'x.webp']) {
        await readImageSize(path.join(folder, name));
        await decodeImage(path.join(folder, name));
      }
    },
  },
  { name: 'COCO boxes', share: 2, files: () => withImages({ 'boxes.json': COCO }), read: data },
  {
    name: 'VOC boxes',
    share: 2,
    files: () =>
      withImages(Object.fromEntries([1, 2, 3].map((id) => [`labels/${id}.xml`, voc(id)]))),
    read: data,
  },
  {
    name: 'YOLO boxes',
    share: 2,
    files: () =>
      withImages({
        ...Object.fromEntries(
          [1, 2, 3].map((id) => [`labels/${id}.txt`, '0 0.5 0.5 0.2 0.2\n1 0.2 0.3 0.1 0.1\n']),
        ),
        'classes.txt': 'pear\nplum\n',
      }),
    read: data,
  },
  {
    name: 'programs',
    share: 8,
    files: given({ 'script.py': PROGRAM, 'reply.txt': '```python\nx = 1\n```\n' }),
    read: (folder) => {
      readProgram(text(folder, 'script.py'), {
        kind: 'code1',
        samples: [],
        licence: '',
        reason: '',
      });
      return [extractCode(text(folder, 'reply.txt')), splitPrograms(text(folder, 'reply.txt'))];
    },
  },
  {
    name: 'notebooks and scripts to mine',
    share: 10,
    files: given({ 'a.ipynb': NOTEBOOK, 'a.py': MINED }),
    read: (folder) => {
      for (const name of ['a.ipynb', 'a.py']) {
        const reading = readCorpusProgram(path.join(folder, name));
        if (reading.ok) judgeProgram(reading.program);
      }
    },
  },
  {
    name: 'weights and vocabularies',
    share: 10,
    files: given({
      'x.safetensors': tensors(),
      'vocab.json': '{"a": 0, "b": 1}',
      'merges.txt': '#version\na b\n',
      'config.json': readFileSync(path.join(MODELS, 'config.json')),
    }),
    read: (folder) => {
      const tries = [
        () => readTensors(path.join(folder, 'x.safetensors')),
        () => parseVocabularyFiles(text(folder, 'vocab.json'), text(folder, 'merges.txt')),
        () => parseConfigJson(text(folder, 'config.json')),
      ];
      return attemptAll(tries);
    },
  },
  {
    name: 'shipped models',
    share: 1,
    files: shipped(
      'plan-memory.json',
      'plan-memory.bin',
      'plan-classifiers.json',
      'plan-classifiers.bin',
      'text-reranker.json',
      'tokenizer.json',
    ),
    read: (folder) =>
      attemptAll([
        () => readMemory(folder),
        () => readClassifiers(folder),
        () => readReranker(folder),
        () => parseTokenizerJson(text(folder, 'tokenizer.json')),
      ]),
  },
  {
    name: 'records of a project',
    share: 5,
    files: given({
      'PROVENANCE.json': JSON.stringify({
        requirement: { text: 'a', attributes: '' },
        imports: ['import keras'],
        segments: [
          {
            id: 'a',
            file: 'data.py',
            lines: [1, 2],
            origin: 'code1',
            samples: [],
            licence: '',
            reason: '',
          },
        ],
        shares: { code1: 1 },
      }),
      'plan.json': PLAN,
      'script.py': PROGRAM,
    }),
    read: async (folder) => {
      await readProvenance(folder);
      return readProject(folder);
    },
  },
  {
    name: 'ratings',
    share: 5,
    files: given({
      'r.csv':
        'item,compliance,helpfulness,idiomaticity,justification\n1,5,4,3,"good, ""really"""\n',
    }),
    read: (folder) => parseRatings(text(folder, 'r.csv'), new Set(['1']), 'r.csv'),
  },
];

/** Runs all; of the errors, the first that is no own one is thrown. */
function attemptAll(tries: readonly (() => unknown)[]): void {
  const errors = tries.flatMap((attempt) => {
    try {
      attempt();
      return [];
    } catch (error) {
      return [error];
    }
  });
  const [worst] = errors.toSorted((left, right) => Number(isOwn(left)) - Number(isOwn(right)));
  if (worst !== undefined) throw worst;
}

/** An error that says what is wrong with the input or the machine. */
export function isOwn(error: unknown): boolean {
  return error instanceof DLCodeGenError && error.code !== 'UNEXPECTED';
}
