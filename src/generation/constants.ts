import { ownTable } from '../core/index.ts';
import type { FactValue, LayerCall, Plan, Program, Segment } from '../artifacts/index.ts';
import { argument, isBackbone } from '../plan/index.ts';
import { createSegment, renderLiteral } from '../python/index.ts';

/** Plan fields that stand as constants in every program. */
export function planConstants(plan: Plan): Record<string, FactValue> {
  const { batchSize, epochs, learningRate } = plan.hyperparameters;
  return withoutNull({ BATCH_SIZE: batchSize, EPOCHS: epochs, LEARNING_RATE: learningRate });
}

/**
 * Values for the constants that a custom model takes from the plan's layers (docs/pool.md, holes):
 * `Layer.argument` the first such argument, `*` all of them, `*N` the first N, `Layer#` how many there are, `recurrent` the
 * layer class.
 * `backbone` the function of the plan's first network of `keras.applications`. A hole the plan says nothing about keeps the sample's value.
 */
export function holeConstants(
  holes: Readonly<Record<string, string>>,
  layers: readonly LayerCall[],
): Record<string, { literal: string }> {
  const all = layers.flatMap(withInner);
  const values: Record<string, { literal: string }> = ownTable({});
  for (const [name, query] of Object.entries(holes)) {
    const literal = NAMED_QUERIES[query]?.(all) ?? queryLayers(query, all);
    if (literal !== null) values[name] = { literal };
  }
  return values;
}

/** The program with the constants' values replaced; names it does not have are left out. */
export function setConstants(
  program: Program,
  values: Readonly<Record<string, FactValue | { literal: string }>>,
  origin: Segment['origin'],
): Program {
  const segments = program.segments.map((segment) => {
    const name = segment.defines[0];
    const value =
      name === undefined || segment.section !== 'configuration' ? undefined : values[name];
    if (name === undefined || value === undefined) return segment;
    const text = isCode(value) ? value.literal : renderLiteral(value);
    const code = replaceValue(segment.code, name, text);
    return code === segment.code ? segment : createSegment('configuration', code, origin);
  });
  return { ...program, segments };
}

function isCode(value: FactValue | { literal: string }): value is { literal: string } {
  return typeof value === 'object' && value !== null && 'literal' in value;
}

/** Keeps the comment above a constant; one behind it speaks of the old value and goes. Equal numbers keep their spelling. */
function replaceValue(code: string, name: string, text: string): string {
  const at = new RegExp(`^${name}\\s*(?::[^=]*)?=\\s*`, 'm').exec(code);
  if (at === null || isSameNumber(code.slice(at.index + at[0].length), text)) return code;
  const line = `${code.slice(0, at.index)}${name} = ${text}`;
  const longest = Math.max(...line.split('\n').map((part) => part.length));
  return longest <= 100 || !text.startsWith('(')
    ? line
    : `${code.slice(0, at.index)}${name} = ${wrapTuple(text)}`;
}

function isSameNumber(old: string, text: string): boolean {
  const number = /^-?[\d._]+(?:e-?\d+)?$/;
  return number.test(old) && number.test(text) && Number(old.replaceAll('_', '')) === Number(text);
}

function wrapTuple(text: string): string {
  const items = splitTopLevel(text.slice(1, -1));
  return `(\n${items.map((item) => `    ${item},\n`).join('')})`;
}

/** Items of a rendered tuple; commas inside strings and nested tuples do not split. */
function splitTopLevel(text: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let quoted = false;
  let item = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\' && quoted) {
      item += character + text.charAt((at += 1));
      continue;
    }
    if (character === '"') quoted = !quoted;
    if (!quoted && character === '(') depth += 1;
    if (!quoted && character === ')') depth -= 1;
    if (!quoted && depth === 0 && character === ',') {
      items.push(item.trim());
      item = '';
    } else {
      item += character;
    }
  }
  return [...items, item.trim()].filter((part) => part !== '');
}

/** The layer itself and the layers it wraps. */
function withInner(layer: LayerCall): LayerCall[] {
  const inner = [...layer.positional, ...Object.values(layer.named)].flatMap((argument) =>
    argument.kind === 'layer' ? withInner(argument.layer) : [],
  );
  return [layer, ...inner];
}

/** Queries for a layer itself, in place of an argument. */
const NAMED_QUERIES: Readonly<Record<string, (layers: readonly LayerCall[]) => string | null>> =
  ownTable({
    recurrent: recurrentLayer,
    backbone: (layers) => {
      const found = layers.find(isBackbone);
      return found === undefined ? null : `keras.applications.${found.name}`;
    },
  });

function recurrentLayer(layers: readonly LayerCall[]): string | null {
  const found = layers.find(({ name }) => RECURRENT.includes(name));
  return found === undefined ? null : `layers.${found.name}`;
}

/** Programs take any of them, so a hole for one is filled by whichever the plan names. */
const RECURRENT = ['LSTM', 'GRU', 'SimpleRNN'];

function queryLayers(query: string, layers: readonly LayerCall[]): string | null {
  if (query.endsWith('#')) {
    const many = layers.filter(({ name }) => `${name}#` === query).length;
    return many === 0 ? null : String(many);
  }
  const match = /^(\w+)\.(\w+)(\*(\d*))?$/.exec(query);
  if (match === null) return null;
  const [, layerName = '', asked = '', many, count = ''] = match;
  const family = RECURRENT.includes(layerName) ? RECURRENT : [layerName];
  const found = layers
    .filter(({ name }) => family.includes(name))
    .map((layer) => readArgument(layer, asked))
    .filter((value) => value !== null);
  if (found.length === 0) return null;
  if (many === undefined) return found[0] ?? null;
  const taken = count === '' ? found : found.slice(0, Number(count));
  if (count !== '' && taken.length < Number(count)) return null;
  return taken.length === 1 ? `(${taken[0]},)` : `(${taken.join(', ')})`;
}

function readArgument(layer: LayerCall, name: string): string | null {
  const value = argument(layer, name);
  return value === undefined ? null : renderLiteral(value);
}

function withoutNull(values: Readonly<Record<string, FactValue>>): Record<string, FactValue> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
