import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command as approve } from '../../../bin/commands/approve.js';
import { declarationText } from '../../../bin/disaster/declare.js';
import { foretoldOf } from '../../../bin/disaster/groups.js';
import { openEstate, underScenario } from '../../../bin/open-estate.js';
import { fences } from '../../../sites/model/kinds/disaster.js';
import { restoresOf } from '../../../sites/recovery/restores.js';

export const people = ['an', 'binh'] as const;

/** What commands are run in: a folder of data, its connection's home, and a clock. */
export const contextOf = (home: string, now: Date, lose: readonly string[] = []) => ({
  sites: join(home, 'data'),
  home,
  root: '.',
  lang: 'vi' as const,
  now: () => now,
  progress: () => undefined,
  warn: () => undefined,
  signal: new AbortController().signal,
  globals: { scenario: 'all-operating' as const, lose: [...lose], delay: [], with: [] },
});

/** Two people with keys, entered as signers of the data in a folder. */
export function enterSigners(home: string): void {
  for (const person of people) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', person, '-f', join(home, person)]);
  const key = (person: string): string => readFileSync(join(home, `${person}.pub`), 'utf8').split(' ').slice(0, 2).join(' ');
  writeFileSync(join(home, 'data/catalogue/signers.yaml'), `apiVersion: ndc.gov.vn/v1\nkind: Signers\nsigners:\n${people.map((person) => `  - {name: ${person}@x, key: ${key(person)}}\n`).join('')}`);
}

/** The loss of a site as `dr declare` writes it, signed by both. */
export async function declareSigned(home: string, id: string, site: string, now: Date): Promise<void> {
  const at = new Date(now.getTime() - 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const context = contextOf(home, now);
  const restores = restoresOf(foretoldOf(underScenario(await openEstate(context), context), site).recovered).map(({ to, environments }) => ({ to, environments: [...environments] }));
  mkdirSync(join(home, 'data/transitions'), { recursive: true });
  writeFileSync(join(home, `data/transitions/${id}.yaml`), declarationText(id, site, { at, case: 'dead', reason: 'x', fences: fences.map((fence) => ({ fence, state: 'attested', by: 'An', at })), restores }, { state: 'open', opened: at.slice(0, 10) }));
  for (const person of people) await approve.run({ ...context, globals: { lose: [], delay: [], with: [] } }, [id], { key: join(home, person), write: true });
}
