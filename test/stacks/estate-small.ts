import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deriveIntent } from '../../sites/intent/derive.js';
import type { Intent } from '../../sites/intent/environment.js';
import { day } from '../../sites/model/calendar.js';
import type { Estate } from '../../sites/model/estate.js';
import { loadEstate } from '../../sites/model/load.js';
import { applyScenario } from '../../sites/model/scenario.js';
import type { SourceFile } from '../../sites/model/source-file.js';

const directory = new URL('../fixtures/estate-small/', import.meta.url).pathname;

/** Files of the small estate, in the order the disk gives them. */
export const smallEstateFiles = (): SourceFile[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: path.slice(directory.length), bytes: readFileSync(path) }));

/** A system without a standby, as the last one of a request: a database and volumes in NDC 01, backed up to NDC 02. */
export const withoutStandby = `
  - id: thu-vien
    name: Thư viện số
    securityLevel: 2
    sharing: open
    importance: ordinary
    secrecy: none
    personalData: none
    databases: [{id: thu-vien, engine: postgresql, size: 20Gi, changeRate: 1Gi}]
    environments: [{name: prod, quota: {size: s}, placement: {primary: ndc-01, backup: ndc-02}}]
`;

/** An estate as its stacks see it, every site operating unless asked otherwise. */
export function estateOf(files: readonly SourceFile[], phase: 'all-operating' | 'as-recorded' = 'all-operating'): { estate: Estate; intent: Intent } {
  const asOf = day('2026-11-01');
  const loaded = loadEstate(files, asOf);
  if ('diagnostics' in loaded) throw new Error(JSON.stringify(loaded.diagnostics, null, 2));
  const estate = applyScenario(loaded.estate, { asOf, lose: [], delay: {}, phase });
  return { estate, intent: deriveIntent(estate) };
}

export const smallEstate = (phase?: 'all-operating' | 'as-recorded') => estateOf(smallEstateFiles(), phase);

/** The same files with one changed. */
export function edited(files: readonly SourceFile[], name: string, edit: (text: string) => string): SourceFile[] {
  return files.map((file) => (file.name === name && 'bytes' in file ? { name, bytes: Buffer.from(edit(Buffer.from(file.bytes).toString('utf8'))) } : file));
}
