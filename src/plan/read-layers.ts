import { describeValue, isRecord, pick, type Notes } from './read-value.ts';

const PATH = 'Model Architecture.Layers';
const NAME_KEYS = ['type', 'layer', 'name', 'layertype', 'class', 'classname'];
const MAX_DEPTH = 8;

/**
 * Layers of an architecture as written, one text each. Several sub-models under their own names
 * (generator and discriminator) are listed one after another; of alternatives under `Models` the first is taken.
 */
export function collectLayers(
  architecture: Record<string, unknown>,
  hyperparameters: unknown,
  note: Notes,
): readonly string[] {
  const listed = pick(architecture, ['layers', 'layer']);
  if (listed !== undefined) return layerTexts(listed, note, 0);
  const models = pick(architecture, ['models']);
  if (Array.isArray(models)) {
    note(PATH, `received ${models.length} models, the first is taken`);
    const first: unknown = models[0];
    return isRecord(first) ? collectLayers(first, undefined, note) : layerTexts(first, note, 0);
  }
  const parts = Object.entries(architecture).filter(
    ([, value]) => value !== hyperparameters && typeof value === 'object' && value !== null,
  );
  const texts = Object.values(architecture).filter((value) => typeof value === 'string');
  if (parts.length > 0) note(PATH, `taken from ${parts.map(([key]) => key).join(', ')}`);
  if (parts.length === 0 && texts.length > 0)
    note(PATH, 'taken from the words of the architecture');
  const layers = parts.flatMap(([, value]) =>
    isRecord(value)
      ? layerTexts(pick(value, ['layers']) ?? Object.values(value).filter(Array.isArray), note, 0)
      : layerTexts(value, note, 0),
  );
  return layers.length > 0 ? layers : layerTexts(texts, note, 0);
}

function layerTexts(value: unknown, note: Notes, depth: number): readonly string[] {
  if (value === null || value === undefined || value === '' || depth > MAX_DEPTH) {
    if (value !== undefined) note(PATH, `received ${describeValue(value)}, left out`);
    return [];
  }
  if (Array.isArray(value)) {
    if (depth > 0) note(PATH, 'received a list inside the list, joined');
    return value.flatMap((item) => layerTexts(item, note, depth + 1));
  }
  if (typeof value === 'string' || typeof value === 'number') {
    if (depth === 0) note(PATH, `received ${describeValue(value)}, read as a list`);
    const text = String(value).trim();
    const pieces = depth === 0 ? text.split(/\n|\s*(?:->|→)\s*/) : [text];
    return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
  }
  return isRecord(value) ? [layerOfRecord(value, note)] : [];
}

/** `{"type": "Conv2D", "filters": 32}` or `{"Conv2D": {"filters": 32}}` as a call. */
function layerOfRecord(value: Record<string, unknown>, note: Notes): string {
  const name = pick(value, NAME_KEYS);
  const [key, inner] = Object.entries(value)[0] ?? ['', null];
  const [title, settings] =
    typeof name === 'string'
      ? [name, pick(value, ['config', 'parameters', 'params', 'args']) ?? value]
      : [key, inner];
  const pairs = isRecord(settings)
    ? Object.entries(settings).filter(([, item]) => item !== name)
    : settings === null || settings === undefined
      ? []
      : [['', settings] as const];
  const text = `${title.trim()}(${pairs.map(([argument, item]) => pair(argument, item)).join(', ')})`;
  note(PATH, `received ${describeValue(value)}, read as ${describeValue(text)}`);
  return text;
}

function pair(argument: string, item: unknown): string {
  const key = argument.trim().replace(/\W+/g, '_');
  return key === '' ? python(item) : `${key}=${python(item)}`;
}

function python(value: unknown): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, String.raw`\$&`)}'`;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value))
    return `(${value.map(python).join(', ')}${value.length === 1 ? ',' : ''})`;
  return typeof value === 'number' ? String(value) : 'None';
}
