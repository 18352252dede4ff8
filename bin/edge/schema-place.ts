import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** The first line of a data file as commands write it: schemas beside the data directory, as in the toolkit's own repository. */
const beside = /^(# yaml-language-server: \$schema=)\.\.\/((?:\.\.\/)*)(schema\/[a-z-]+\.schema\.json)\n/;

/**
 * A data file's text with the schema it names where it lies: an estate that `ndc init` wrote has them inside its directory.
 * Where neither place has it, the text stays as it is.
 */
export async function withSchemaPlace(path: string, text: string): Promise<string> {
  const [whole, start, up, schema] = beside.exec(text) ?? [];
  if (whole === undefined || start === undefined || up === undefined || schema === undefined) return text;
  const inside = `${up || './'}${schema}`;
  const [found, other] = await Promise.all([isFile(resolve(dirname(path), inside)), isFile(resolve(dirname(path), '..', up, schema))]);
  return found && !other ? `${start}${inside}\n${text.slice(whole.length)}` : text;
}

const isFile = (path: string): Promise<boolean> => stat(path).then((entry) => entry.isFile(), () => false);
