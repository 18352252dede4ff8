import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { small } from './ndc.js';

/** An empty folder that is gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ndc-cli-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A file's new content, or how its text changes. */
export type Edits = Readonly<Record<string, string | ((text: string) => string)>>;

/** A copy of the small estate with edits. An edit that changes nothing is a mistake in the test. */
export function estate(edits: Edits = {}): string {
  const path = folder();
  cpSync(small, path, { recursive: true });
  edit(path, edits);
  return path;
}

export function edit(directory: string, edits: Edits): void {
  for (const [name, change] of Object.entries(edits)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof change === 'string') writeFileSync(path, change);
    else {
      const before = readFileSync(path, 'utf8');
      const after = change(before);
      if (after === before) throw new Error(`the edit of ${name} changes nothing`);
      writeFileSync(path, after);
    }
  }
}

/** Replaces exactly one piece of a text. */
export const swap =
  (from: string, to: string) =>
  (text: string): string => {
    if (text.split(from).length !== 2) throw new Error(`"${from}" does not stand there once`);
    return text.replace(from, () => to);
  };

/** Beside RED-001 and CAP-002: its standbys are to stand in ndc-02, its backups in ndc-03. */
const alsoWaived = [['RED-005', 'ndc-02'], ['REP-003', 'ndc-02'], ['BAK-002', 'ndc-03'], ['BAK-003', 'ndc-03'], ['BAK-004', 'ndc-03']] as const;

const waiver = (policy: string, site: string, expires: string): string =>
  `  - {policy: ${policy}, cause: site/${site}, owner: Vận hành, approver: Lãnh đạo, reason: {vi: Chưa vận hành, en: Not there yet}, basis: {document: q, clause: V.2.b}, expires: ${expires}}\n`;

/** Waivers of what is missing while two sites of three are planned; the first ends as asked. */
export const waivers = (firstEnds = '2030-12-31'): string =>
  `apiVersion: ndc.gov.vn/v1\nkind: Waivers\nwaivers:\n${waiver('RED-001', 'ndc-02', firstEnds)}${waiver('RED-001', 'ndc-03', '2030-12-31')}${waiver('CAP-002', 'ndc-02', '2030-12-31')}${waiver('CAP-002', 'ndc-03', '2030-12-31')}${alsoWaived.map(([policy, site]) => waiver(policy, site, '2030-12-31')).join('')}`;

const classesOf = (site: string): readonly string[] => [...site.matchAll(/class: (ndc-[a-z]+), backend: (?:ceph-rbd|cephfs)/g)].map(([, name = '']) => name);

/** Keys of a site in its HSM: of what its rules ask for, with a domain of all three. */
function keysOf(site: string, classes: readonly string[]): string {
  const others = ['ndc-01', 'ndc-02', 'ndc-03'].filter((other) => other !== site);
  const key = (name: string, purpose: string, opens: readonly string[]): string =>
    `  - {id: ${site}-${name}, purpose: ${purpose}, home: {hsm: {site: ${site}, partition: kms, label: ${site}-${name}}}, mechanism: CKM_AES_GCM, bits: 256, extractable: false, rotationDays: 90, domain: {name: vn, sharedWith: [${others.join(', ')}]}, backups: [{medium: cards, place: Két}], standards: [], opens: [${opens.join(', ')}]}\n`;
  const keys = [key('api', 'api-server', [`api-server/${site}`]), key('seal', 'seal', [`store/${site}`]), key('osd', 'osd', [`osd/${site}`]), key('volumes', 'storage-class', classes.map((name) => `storage/${site}/${name}`)), key('backup', 'backup', [`backup/${site}`])];
  return `apiVersion: ndc.gov.vn/v1\nkind: Keys\nsite: ${site}\nkeys:\n${keys.join('')}`;
}

/** Everything in a copy of the small estate encrypted, and every key in its HSM. */
export function encrypt(path: string): void {
  for (const site of ['ndc-01', 'ndc-02', 'ndc-03']) {
    const file = join(path, `${site}.yaml`);
    const text = readFileSync(file, 'utf8')
      .replaceAll('encrypted: false', 'encrypted: true')
      .replace('\nobjectStore:', '\ndisks: {class: ndc-disk}\nobjectStore:')
      .replace(/( {2}controlPlaneNodes: \d+\n)/, '$1  secretEncryption: {providers: [kms-v2]}\n')
      .replace('keyDomain: vn,', `keyDomain: vn, kmip: kmip.${site}.example.vn,`);
    edit(path, { [`${site}.yaml`]: text, [`keys/${site}.yaml`]: keysOf(site, classesOf(text)) });
  }
}

/** The small estate made sound: all it holds fits, and its gaps of today are waived. `ndc check` exits 0. */
export function soundEstate(edits: Edits = {}): string {
  // Its one secret system asks for more than any site has.
  const path = estate({ 'tenants/bo-a.yaml': (text) => text.slice(0, text.indexOf('  - id: mat-ma')), 'waivers.yaml': waivers() });
  encrypt(path);
  edit(path, edits);
  return path;
}

/** Every file below a folder with its bytes, hidden ones too. */
export function filesOf(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(directory.length + 1), readFileSync(path, 'utf8')]),
  );
}
