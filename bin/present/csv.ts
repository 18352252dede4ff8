import { stringify } from 'csv-stringify/sync';

/**
 * RFC 4180, header row first, with the byte-order mark that spreadsheets need to read Vietnamese. Cells that a
 * spreadsheet would evaluate (`=`, `+`, `-`, `@` before words) are quoted by the library; plain numbers stay numbers.
 */
export function csv(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (/^-\d+(?:\.\d+)?$/.test(cell) ? Number(cell) : cell)));
  return stringify(cells, { bom: true, escape_formulas: true, record_delimiter: 'windows' });
}
