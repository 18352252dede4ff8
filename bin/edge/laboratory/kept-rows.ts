import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { writeWhole } from '../files.js';
import type { PostgresServer } from './postgres.js';

/** Rows that were taken out before they are given up. */
export interface KeptRows {
  readonly file: string;
  readonly sha256: string;
  readonly rows: number;
}

/** Writes rows of the ledger into a file, one JSON object a line, in the order of their keys. */
export async function keepRows(server: PostgresServer, keys: readonly number[], folder: string): Promise<KeptRows> {
  const lines = keys.length === 0 ? [] : await server.rows(`select row_to_json(ledger) from ledger where key in (${keys.map(String).join(', ')}) order by key`);
  const text = lines.map((line) => `${line}\n`).join('');
  const sha256 = createHash('sha256').update(text).digest('hex');
  const file = join(folder, `diverged-${server.name}-${sha256.slice(0, 12)}.jsonl`);
  await writeWhole(file, text, { replace: true, mode: 0o600 });
  return { file, sha256, rows: lines.length };
}
