import { ownTable } from '../core/index.ts';
import type { Command } from './command.ts';
import { MODEL_OPTIONS } from './options.ts';

/** Every command; its code is loaded when it runs, so that the start is instant. */
export const COMMANDS: Readonly<Record<string, Command>> = ownTable({
  plan: {
    usage: 'plan REQUIREMENT [options] | plan --batch IN.jsonl -o OUT.jsonl',
    summary: 'predict a solution plan and print it as JSON',
    options: ['attributes', 'data', 'target', 'batch', 'output', 'force', 'pool'],
    positionals: [0, 1],
    load: () => import('./commands/plan.ts'),
  },
  profile: {
    usage: 'profile PATH [--target NAME]',
    summary: 'describe data: columns, classes, sizes, what is broken',
    options: ['target'],
    positionals: [1, 1],
    load: () => import('./commands/profile.ts'),
  },
  generate: {
    usage: 'generate REQUIREMENT -o DIR [options] | generate --batch IN.jsonl -o DIR',
    summary: 'write a Keras project for a requirement, and prove that it runs',
    options: [
      'attributes',
      'data',
      'target',
      'plan',
      'output',
      'batch',
      'method',
      'verify',
      'seed',
      'force',
      'dry-run',
      'yes',
      'unsandboxed',
      'max-repairs',
      'pool',
      ...MODEL_OPTIONS,
    ],
    positionals: [0, 1],
    load: () => import('./commands/generate.ts'),
  },
  verify: {
    usage: 'verify DIR [--data PATH]',
    summary: 'run a project through the stages S0-S7',
    options: ['data', 'verify', 'unsandboxed'],
    positionals: [1, 1],
    load: () => import('./commands/verify.ts'),
  },
  explain: {
    usage: 'explain DIR',
    summary: 'say where every segment of the code came from and where it keeps to the plan',
    options: [],
    positionals: [1, 1],
    load: () => import('./commands/explain.ts'),
  },
  swap: {
    usage: 'swap DIR SEGMENT',
    summary: "take a segment's alternative",
    options: [],
    positionals: [2, 2],
    load: () => import('./commands/swap.ts'),
  },
  score: {
    usage:
      'score code --references DIR --candidates DIR | score plans --references R.jsonl --predictions P.jsonl',
    summary: 'measure code or plans against references, with intervals and a signature',
    options: ['references', 'candidates', 'predictions', 'compatibility'],
    positionals: [1, 1],
    load: () => import('./commands/score.ts'),
  },
  evaluate: {
    usage:
      'evaluate rq1|rq2|rq3|rq4|rq5|temperature|ladder|learning|audit --tasks DIR -o DIR [--outputs DIR] [--training FILE]\n       [--model PROVIDER:NAME [--method A,B|all]]',
    summary: "the paper's experiments and ours, as a report with intervals, tests and an audit",
    options: [
      'tasks',
      'output',
      'outputs',
      'training',
      'only',
      'seed',
      'jobs',
      'raters',
      'queue',
      'unsandboxed',
      'method',
      ...MODEL_OPTIONS,
    ],
    positionals: [1, 1],
    load: () => import('./commands/evaluate.ts'),
  },
  worker: {
    usage: `worker --queue redis://HOST:PORT [--jobs N] [--tasks DIR] [--inputs DIR]

Jobs carry their task, seed and method; the pool and the code must be the evaluation's own, or the worker gives
them back and says so. Only the data of \`evaluate learning\` are too large to travel: --tasks names a folder with the same ID/data.
Jobs of \`corpus mine --queue\` name files: --inputs is the folder below which the worker may read them.`,
    summary:
      'take jobs of evaluate and corpus mine --queue, on any machine, until it is interrupted',
    options: ['queue', 'jobs', 'tasks', 'inputs', 'unsandboxed'],
    positionals: [0, 0],
    load: () => import('./commands/worker.ts'),
  },
  corpus: {
    usage: `corpus mine PATH... -o DIR [--threshold J] [--jobs N]
       corpus mine --sources FILE -o DIR
       corpus mine ... --queue redis://HOST:PORT [--inputs DIR]
       corpus probe MINED --model PROVIDER:NAME [--count N]

A folder that holds a run over the same inputs is gone on with, also after a kill; --force begins anew. DIR/notebooks.jsonl
has a line for each file with its status and reason, DIR/pairs.jsonl the programs that are kept. --queue has shards of the inputs
read and described by dlcodegen worker --inputs DIR on any machine; the files are those of a run without it.
probe has a model continue the first halves of mined programs and tells how much of the second halves it writes, beside how
much it writes of other programs' second halves.`,
    summary: 'find the programs in notebooks and scripts that train Keras models, each once',
    options: [
      'output',
      'sources',
      'threshold',
      'jobs',
      'queue',
      'inputs',
      'force',
      'count',
      'seed',
      'dry-run',
      ...MODEL_OPTIONS,
    ],
    positionals: [1, 9999],
    load: () => import('./commands/corpus.ts'),
  },
  dataset: {
    usage: `dataset import DIR -o DIR
       dataset build MINED -o DIR [--sources FILE] [--evaluation-after DATE] [--validation-share S] [--with-code]
       dataset audit DIR
       dataset audit --tasks DIR -o DIR [--training FILE]

import reads the paper's released files. build makes splits of what corpus mine wrote into MINED: lines, Parquet and a card.
audit DIR counts near copies between the splits DIR/NAME.jsonl, with exit status 6 where there are some; audit --tasks those
between the evaluated tasks, the pool and the training plans.`,
    summary: 'datasets: the released files read, mined programs split, leakage counted',
    options: [
      'output',
      'sources',
      'evaluation-after',
      'validation-share',
      'with-code',
      'tasks',
      'training',
      'only',
      'seed',
      'jobs',
      'force',
    ],
    positionals: [1, 2],
    load: () => import('./commands/dataset.ts'),
  },
  pool: {
    usage: `pool list [--pool DIR]
       pool add FILE --licence SPDX [--plan PLAN.json] [--pool DIR]

list prints the programs that ship and your own. add takes a program in the form of docs/pool.md with a grounded plan, or
script.py of a generated project, runs it through S0-S6, and refuses it without a licence or where a stage fails. plan and
generate choose from your own programs too where --pool names them.`,
    summary: 'the programs that projects are made of: list them, add your own',
    options: ['pool', 'licence', 'plan', 'force', 'unsandboxed'],
    positionals: [1, 2],
    load: () => import('./commands/pool.ts'),
  },
  predictor: {
    usage:
      'predictor train DATA.jsonl -o DIR | predictor evaluate PLANS.jsonl | predictor import|export DIR -o DIR',
    summary: 'train and measure the plan predictor; GPT-2 checkpoints in and out',
    options: [
      'output',
      'preset',
      'engine',
      'checkpoint',
      'training',
      'jobs',
      'python',
      'seed',
      'dry-run',
      'force',
    ],
    positionals: [2, 2],
    load: () => import('./commands/predictor.ts'),
  },
  runs: {
    usage: 'runs list | runs show ID | runs rm ID ...',
    summary: 'what runs with a language model did, took and cost',
    options: ['runs'],
    positionals: [1, 99],
    load: () => import('./commands/runs.ts'),
  },
  doctor: {
    usage: 'doctor [--fetch-weights [NAME ...]]',
    summary: 'what is installed, and how to get what is missing',
    options: ['fetch-weights', 'weights-mirror'],
    positionals: [0, 99],
    load: () => import('./commands/doctor.ts'),
  },
});
