import { z } from 'zod';
import type { Day, Quarter } from '../../sites/model/calendar.js';

/** What JSON makes of a value: whole quantities become decimal text, days and quarters plain text. */
export type Wire<T> = T extends bigint | Day | Quarter ? string : T extends readonly (infer E)[] ? Wire<E>[] : T extends object ? { -readonly [K in keyof T]: Wire<T[K]> } : T;

/** Whether two types are one and the same, optional keys included. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** 0 fine, 1 a check failed, 2 the user's input is wrong, 3 the environment failed. */
const exitCode = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).meta({ description: '0 fine, 1 a check failed, 2 the input is wrong, 3 the environment failed' });

/** The schema of a whole JSON document: `bin/present/json.ts` puts kind and exit code before the data. */
export type OutcomeSchema = z.ZodObject;

/**
 * Declares the schema of an outcome's JSON, `outcomeOf<Data>()(kind, shape)`. The compiler holds the shape and the data's
 * type to each other: a field that one of them lacks, or has otherwise, does not compile.
 */
export const outcomeOf =
  <D extends object>() =>
  <S extends z.ZodRawShape>(
    kind: `ndc/${string}`,
    shape: S,
    ..._differs: Same<z.output<z.ZodObject<S, z.core.$strict>>, Wire<Omit<D, 'kind' | 'exit'>>> extends true ? [] : ['the shape is not that of the data; it should be', Wire<Omit<D, 'kind' | 'exit'>>]
  ): OutcomeSchema =>
    z.strictObject({ kind: z.literal(kind), exit: exitCode, ...shape });

/** A part of a shape, held to the type it stands for. */
export const partOf =
  <T>() =>
  <S extends z.ZodType>(schema: S, ..._differs: Same<z.output<S>, Wire<T>> extends true ? [] : ['the schema is not that of the type; it should be', Wire<T>]): S =>
    schema;
