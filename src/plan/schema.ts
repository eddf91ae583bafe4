import { z } from 'zod';
import { ASK_KINDS, ASK_STATUSES, PLAN_FIELDS, type FactValue } from '../artifacts/index.ts';
import { DATA_SCHEMA } from '../kinds/index.ts';

const text = z.string();
const name = z.string().min(1).nullable().optional();
const count = z.int().positive().nullable().optional();

const factValue: z.ZodType<FactValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(factValue)]),
);

const plan = {
  'Task Category': text.min(1).meta({ description: 'Kind of task, e.g. Image Classification' }),
  Dataset: z.strictObject({
    Input: text.meta({ description: 'What goes in, with its shape' }),
    Output: text.meta({ description: 'What comes out, with its shape' }),
  }),
  Preprocess: text
    .nullable()
    .optional()
    .meta({ description: 'What is done to the data before training' }),
  'Model Architecture': z.strictObject({
    Layers: z.array(text.min(1)).meta({
      description:
        "Keras calls in order, e.g. Dense(64, activation='relu'); each takes the output of the one before. " +
        'A call may name its output and the outputs it takes: `left = Conv2D(32, 3)(inputs)`, `Add()(left, right)`; ' +
        "`inputs` is the network's input",
    }),
    Hyperparameters: z.strictObject({
      optimizer: name,
      'loss function': name,
      'learning rate': z
        .number()
        .positive()
        .nullable()
        .optional()
        .meta({ description: 'A float; null where unknown' }),
      'batch size': count,
      epochs: count,
      'evaluation metric': name,
    }),
  }),
};

/** The plan as the paper spells it (III-B), and nothing else. */
export const PLAN_SCHEMA = z.strictObject(plan).meta({ title: 'Solution plan' });

/** What `plan.json` holds: the plan and how it came to be. Strict: users write this file, so a stray key is an error. */
export const PLAN_RECORD_SCHEMA = z
  .strictObject({
    $schema: text.optional(),
    ...plan,
    Data: DATA_SCHEMA.nullable().optional().meta({
      description: 'How the data lies on disk and the constants that describe it (docs/pool.md)',
    }),
    confidence: z.partialRecord(z.enum(PLAN_FIELDS), z.number().min(0).max(1)).optional(),
    alternatives: z.partialRecord(z.enum(PLAN_FIELDS), z.array(text)).optional(),
    warnings: z.array(text).optional(),
    assumptions: z.array(text).optional(),
    substituted: z.array(z.enum(PLAN_FIELDS)).optional(),
    asked: z
      .array(
        z.strictObject({
          kind: z.enum(ASK_KINDS),
          name: text,
          words: text,
          value: factValue,
          status: z.enum(ASK_STATUSES),
          by: z.exactOptional(text),
          why: z.exactOptional(text),
        }),
      )
      .optional()
      .meta({ description: 'What the requirement states, and what became of it' }),
  })
  .meta({ title: 'plan.json of dlcodegen' });

/** The JSON Schema text that is published as `schema/plan.schema.json`. */
export function renderPlanSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(PLAN_RECORD_SCHEMA, { target: 'draft-2020-12' }), null, 2)}\n`;
}
