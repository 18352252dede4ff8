import { z } from 'zod';
import { whole } from './parts.js';

/**
 * What JSON holds of a value that fits a data file's schema: quantities, whatever way they were written, as whole numbers
 * of their base unit in decimal text (milliCPU, bytes, VND); days and quarters as text. Editors' words are left out.
 */
export function wireOf(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional) return wireOf(schema.unwrap() as z.ZodType).exactOptional();
  if (schema instanceof z.ZodObject) return z.strictObject(Object.fromEntries(Object.entries(schema.shape as Record<string, z.ZodType>).map(([key, inner]) => [key, wireOf(inner)])));
  if (schema instanceof z.ZodArray) return z.array(wireOf(schema.element as z.ZodType));
  if (schema instanceof z.ZodRecord) return z.record(z.string(), wireOf(schema.valueType as z.ZodType));
  if (schema instanceof z.ZodUnion) return z.union((schema.options as z.ZodType[]).map(wireOf));
  // A quantity is read from text or a number; a date from text.
  if (schema instanceof z.ZodPipe) return schema.in instanceof z.ZodUnion ? whole : z.string();
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return z.string();
  if (schema instanceof z.ZodEnum) return z.enum(schema.options.map(String));
  if (schema instanceof z.ZodLiteral) return z.literal([...schema.values]);
  if (schema instanceof z.ZodBoolean) return z.boolean();
  if (schema instanceof z.ZodNumber) return schema.format === 'safeint' ? z.int() : z.number();
  throw new TypeError(`a data kind holds a ${schema.type}, which has no form in JSON here`);
}
