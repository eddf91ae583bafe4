import * as z from 'zod';

/**
 * A schema that gives the value itself: another gives its keys in the schema's order, and a record that was only checked
 * would be written otherwise than the one that it came from.
 */
export function asItCame<T>(schema: z.ZodType<T>): z.ZodType<T> {
  return z.unknown().superRefine((value, context) => {
    const read = schema.safeParse(value);
    for (const issue of read.error?.issues ?? []) context.addIssue({ ...issue, continue: false });
  }) as unknown as z.ZodType<T>;
}
