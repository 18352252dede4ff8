import { join } from 'node:path';
import { jsonSchemas, schemaText } from '../../sites/model/json-schema.js';
import type { Text } from '../../sites/model/text.js';
import type { Command } from '../command.js';
import { writeWhole } from '../edge/files.js';
import type { Outcome } from '../outcome.js';
import { outcomeJsonSchemas } from '../outcomes/catalogue.js';

export interface SchemasData {
  /** By file name: data kinds for editors (draft 7), and `outcomes/…` for what `--json` prints (2020-12). */
  readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly written: readonly string[];
}

const readsNothing: Text = { vi: 'lệnh này không đọc dữ liệu nào', en: 'it reads no data' };

export const command: Command = {
  options: [{ flags: '--write <dir>', about: { vi: 'ghi vào thư mục này (ghi đè)', en: 'write them into this directory, replacing what is there' } }],
  examples: ['ndc schema --json', 'ndc schema --write sites/schema'],
  without: Object.fromEntries(['sites', 'connection', 'as-of', 'scenario', 'lose', 'delay', 'with'].map((name) => [name, readsNothing])),
  run: async (_context, _args, options): Promise<Outcome<'ndc/schemas.v1', SchemasData>> => {
    const schemas = { ...jsonSchemas(), ...outcomeJsonSchemas() };
    const directory = options['write'] as string | undefined;
    const written: string[] = [];
    if (directory !== undefined)
      for (const [name, schema] of Object.entries(schemas)) {
        await writeWhole(join(directory, name), schemaText(schema), { replace: true });
        written.push(name);
      }
    return { kind: 'ndc/schemas.v1', exit: 0, data: { schemas, written } };
  },
};
