import { ownTable } from '../core/index.ts';
import { z } from 'zod';
import type { FactUse, InputForm, ItemShape, Kind } from './define-kind.ts';
import {
  FACTS,
  knownFacts,
  type FactName,
  type Facts,
  type FactValue,
  type KnownFacts,
} from './facts.ts';
import { DATA_KINDS, KINDS, type DataKind } from './kinds.ts';
import { TABLE_FORMS } from './table-forms.ts';
import { TARGET_KINDS, type TargetKind } from './target-kinds.ts';

/** What the data is: how it lies on disk, what is predicted, and its constants. */
export interface KindSpec {
  readonly kind: DataKind;
  readonly target: TargetKind;
  readonly facts: Facts;
}

/** How classes are read where a value is not the name of its class. */
const CLASS_FACTS = ['CLASS_SPELLINGS', 'MISSING_CLASS', 'CLASS_ABOVE'] as const;

/** Folders of the parts of data that are laid out alike; of one that is null the items are cut from train. */
export const PART_FOLDERS = ['TRAIN_FOLDER', 'VALIDATION_FOLDER', 'TEST_FOLDER'] as const;

/** Names of the facts that a kind may have, those of its table forms and groups included. */
type KindFactName<K extends DataKind> = K extends DataKind
  ? | (keyof (typeof KINDS)[K]['facts'] & FactName)
    | 'GROUP_PATTERN'
    | 'GROUP_COLUMN'
    | 'SPLIT_COLUMN'
    | 'SPLIT_FOLDERS'
    | (typeof PART_FOLDERS)[number]
    | 'TABLE_FORM'
    | (typeof CLASS_FACTS)[number]
    | 'MISSING_NUMBERS'
    | 'HEADER'
  : never;

/** The facts of data by name and type; where the kind is known to the compiler, those of the kind alone. */
export function factsOf<K extends DataKind>(data: {
  readonly kind: K;
  readonly facts: Facts;
}): KnownFacts<KindFactName<K>> {
  return knownFacts(data.facts);
}

/** The declaration of the data's kind, as it is for their target. */
export function kindOf({ kind, target }: Pick<KindSpec, 'kind' | 'target'>): Kind {
  const declared: Kind = KINDS[kind];
  return { ...declared, ...declared.variants?.[target] };
}

/** Folders of the parts of data that lie in such; none where they do not, or where their kind has folders of its own for them. */
export function partFolders({ kind, facts }: Pick<KindSpec, 'kind' | 'facts'>): readonly string[] {
  const declared: Kind = KINDS[kind];
  if (declared.parts !== true) return [];
  return PART_FOLDERS.map((name) => facts[name]).filter((value) => typeof value === 'string');
}

/** What the first layer of the trunk receives. */
export function inputForm({ kind, facts }: Pick<KindSpec, 'kind' | 'facts'>): InputForm {
  const { form }: Kind = KINDS[kind];
  return typeof form === 'function' ? form(knownFacts(facts)) : form;
}

/** One item as the first layer of a program sees it, without the batch; null where its stem decides. */
export function itemShape(
  { kind, facts }: Pick<KindSpec, 'kind' | 'facts'>,
  firstLayer?: string,
): ItemShape | null {
  const declared: Kind = KINDS[kind];
  return declared.item(knownFacts(facts), firstLayer);
}

function usesOf(kind: DataKind): [FactName, FactUse][] {
  return Object.entries(KINDS[kind].facts) as [FactName, FactUse][];
}

/** The facts that a profile of such data finds, in the order of the declaration; those of forms and groups come besides. */
export function factNames({
  kind,
  target,
}: Pick<KindSpec, 'kind' | 'target'>): readonly FactName[] {
  return usesOf(kind)
    .filter(([, { only }]) => only === undefined || only.includes(target))
    .map(([name]) => name);
}

/** Facts that nobody knows without the data, with the value by which a program finds them out itself. */
export function unknownFacts(kind: DataKind): Readonly<Record<string, FactValue>> {
  return Object.fromEntries(
    usesOf(kind).flatMap(([name, { unknown }]) => (unknown === undefined ? [] : [[name, unknown]])),
  );
}

/** Under their own names in the published schema. */
const NAMED = Object.fromEntries(
  Object.entries<z.ZodType>(FACTS).map(([name, schema]) => [name, schema.meta({ id: name })]),
) as Readonly<Record<FactName, z.ZodType>>;

/** The facts of a kind as a plan file and a sample may state them; a stray or mistyped one is an error. */
export function factSchema(kind: DataKind): z.ZodObject {
  const { groups, forms, parts }: Kind = KINDS[kind];
  const own = usesOf(kind).map(([name, { unknown, nullable }]): [string, z.ZodType] => {
    const mayBeNull = unknown === null || nullable === true;
    return [name, mayBeNull ? NAMED[name].nullable() : NAMED[name]];
  });
  const formFacts = Object.values(TABLE_FORMS).flatMap(({ facts }) => facts);
  const besides: readonly FactName[] = [
    ...(groups.column === true ? (['GROUP_COLUMN', 'SPLIT_COLUMN'] as const) : []),
    ...(groups.paths === undefined ? [] : (['GROUP_PATTERN', 'SPLIT_FOLDERS'] as const)),
    ...(forms === true ? (['TABLE_FORM', ...formFacts] as const) : []),
    ...(parts === true ? PART_FOLDERS : []),
    ...('CLASS_COUNT' in KINDS[kind].facts ? CLASS_FACTS : []),
    ...('CELL_FORM' in KINDS[kind].facts ? (['MISSING_NUMBERS', 'HEADER'] as const) : []),
  ];
  return z.strictObject(
    Object.fromEntries(
      [
        ...own,
        ...besides
          .filter((name) => !Object.hasOwn(KINDS[kind].facts, name))
          .map((name): [string, z.ZodType] => [name, NAMED[name].nullable()]),
      ].map(([name, schema]) => [name, schema.optional()]),
    ),
  );
}

const TARGET = z.enum(TARGET_KINDS).meta({ id: 'target' });
const SPECS = DATA_KINDS.map((kind) =>
  z.strictObject({ kind: z.literal(kind), target: TARGET, facts: factSchema(kind) }),
);

/** A data spec as a plan file and a sample state it. */
export const DATA_SCHEMA = z.discriminatedUnion(
  'kind',
  SPECS as [(typeof SPECS)[number], ...typeof SPECS],
) as unknown as z.ZodType<KindSpec>;

/** What belongs into a fact, in words: `a whole number above 0`; null where there is no such fact. */
export function factWords(name: string): string | null {
  return Object.hasOwn(FACTS, name) ? schemaWords(z.toJSONSchema(FACTS[name as FactName])) : null;
}

function plural(words: string): string {
  return words.replace(/^an? ((?:whole )?(?:text|number)|list)/, '$1s');
}

function schemaWords(schema: z.core.JSONSchema.BaseSchema): string {
  if (schema.enum !== undefined) return `one of ${schema.enum.join(', ')}`;
  if (schema.anyOf !== undefined) return schema.anyOf.map(schemaWords).join(' or ');
  if (schema.prefixItems !== undefined) {
    const [first] = schema.prefixItems;
    const item = typeof first === 'object' && !Array.isArray(first) ? schemaWords(first) : 'values';
    return `a list of ${schema.prefixItems.length} ${plural(item)}`;
  }
  if (schema.type === 'array') {
    const { items } = schema;
    const item = typeof items === 'object' && !Array.isArray(items) ? schemaWords(items) : 'values';
    return `a list of ${plural(item)}`;
  }
  const words: Readonly<Record<string, string>> = ownTable({
    string: 'a text',
    boolean: 'true or false',
    integer: schema.minimum === 0 ? 'a whole number' : 'a whole number above 0',
    number: schema.exclusiveMinimum === 0 ? 'a number above 0' : 'a number',
    null: 'null',
  });
  return words[String(schema.type)] ?? 'a text or null';
}
