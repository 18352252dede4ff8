/**
 * Whether an engine's `init` failed because another one was creating the same schema or sequence in PostgreSQL: both saw
 * that it does not exist (`CREATE … IF NOT EXISTS` looks and creates in two steps), and the catalogue took one. Nothing was
 * made by halves, and the next try finds what the other one made.
 *
 * @param text what the engine printed.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html 23505 at a constraint of the catalogue itself
 */
export const isCreationRace = (text: string): boolean => /duplicate key value violates unique constraint "pg_|tuple concurrently (?:updated|deleted)/.test(text);
