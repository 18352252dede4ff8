import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { day } from '../../sites/model/calendar.js';
import type { SourceFile } from '../../sites/model/source-file.js';

const data = new URL('../../sites/data', import.meta.url).pathname;
/** The parts of a request that the copies change. */
interface Request {
  organisation: string;
  groups?: unknown;
  systems: { id: string; environments: { network?: { allowFrom?: unknown } }[] }[];
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

export const asOf = day('2026-11-22');

/** The shipped estate's files. */
export function shippedFiles(): SourceFile[] {
  return readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: path.slice(data.length + 1), bytes: readFileSync(path) }));
}

/**
 * The shipped catalogue and sites with `count` organisations, whose requests are the shipped ones in turn under new ids.
 * References between tenants are dropped: the copies have other names. Texts stand on one line each, as in the shipped files.
 */
export function filesWith(count: number): SourceFile[] {
  const shipped = shippedFiles();
  const text = new TextDecoder();
  const requests = shipped.filter(({ name }) => name.startsWith('tenants/'));
  const organisations: string[] = [];
  const copies: SourceFile[] = [];
  for (let index = 0; index < count; index += 1) {
    const file = requests[index % requests.length];
    if (file === undefined || !('bytes' in file)) continue;
    const original = file.name.slice('tenants/'.length, -'.yaml'.length);
    const id = `org-${index}`;
    const copy = parse(text.decode(file.bytes)) as Request;
    copy.organisation = id;
    delete copy.groups;
    for (const system of copy.systems) {
      system.id = `${system.id.slice(0, 30).replace(/-$/, '')}-${index}`;
      for (const { network } of system.environments) delete network?.allowFrom;
    }
    organisations.push(`  - {id: ${id}, name: {vi: "Cơ quan ${index} (${original})", en: "Body ${index}"}, level: central, kind: other}`);
    copies.push({ name: `tenants/${id}.yaml`, bytes: encode(stringify(copy, { lineWidth: 0 })) });
  }
  return [
    ...shipped
      .filter(({ name }) => !name.startsWith('tenants/'))
      .map((file) =>
        file.name === 'catalogue/organisations.yaml' && 'bytes' in file ? { ...file, bytes: encode(`${text.decode(file.bytes).trimEnd()}\n${organisations.join('\n')}\n`) } : file,
      ),
    ...copies,
  ];
}
