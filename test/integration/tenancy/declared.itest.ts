import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { command as approve } from '../../../bin/commands/approve.js';
import { declarationText } from '../../../bin/disaster/declare.js';
import { openEstate } from '../../../bin/open-estate.js';
import { queueInputs } from '../../../bin/queue-inputs.js';
import { requestsInForce } from '../../../bin/requests-in-force.js';
import { day } from '../../../sites/model/calendar.js';
import { fences } from '../../../sites/model/kinds/disaster.js';
import { small } from '../../bin/cli/ndc.js';

const people = ['an', 'binh'] as const;
const id = 'declare-ndc-01';
const now = new Date('2026-11-30T03:00:00Z');
let home: string;
let sites: string;
const context = () => ({ sites, home, root: '.', lang: 'en' as const, now: () => now, progress: () => undefined, warn: () => undefined, signal: new AbortController().signal, globals: { scenario: 'all-operating' as const, lose: [], delay: [], with: [] } });
const git = (...args: readonly string[]): string => execFileSync('git', ['-C', home, '-c', 'user.name=An', '-c', 'user.email=an@x', ...args], { encoding: 'utf8' });

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'ndc-declared-'));
  sites = join(home, 'data');
  cpSync(small, sites, { recursive: true });
  for (const person of people) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', person, '-f', join(home, person)]);
  const key = (person: string): string => readFileSync(join(home, `${person}.pub`), 'utf8').split(' ').slice(0, 2).join(' ');
  writeFileSync(join(sites, 'catalogue/signers.yaml'), `apiVersion: ndc.gov.vn/v1\nkind: Signers\nsigners:\n${people.map((person) => `  - {name: ${person}@x, key: ${key(person)}}\n`).join('')}`);
  mkdirSync(join(sites, 'transitions'), { recursive: true });
  const at = '2026-11-29T20:15:00Z';
  writeFileSync(join(sites, `transitions/${id}.yaml`), declarationText(id, 'ndc-01', { at, case: 'dead', reason: 'x', fences: fences.map((fence) => ({ fence, state: 'attested', by: 'An', at })) }, { state: 'open', opened: '2026-11-30' }));
  for (const person of people) await approve.run({ ...context(), globals: { lose: [], delay: [], with: [] } }, [id], { key: join(home, person), write: true });
  git('init', '-q', '-b', 'main');
  git('add', 'data');
  git('commit', '-q', '-m', 'x');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

it('what is in force is the commit with its declarations, as the directory is read', async () => {
  const { estate, commit } = await requestsInForce(context());
  expect([commit, estate.losses?.map(({ site, declaration }) => [site, declaration])]).toEqual([git('rev-parse', 'HEAD').trim(), [['ndc-01', id]]]);
  expect(estate.losses).toEqual((await openEstate(context())).losses);
});

it('proposals are judged with the declarations that their base has in force', async () => {
  const path = join(home, 'so-b.yaml');
  writeFileSync(path, readFileSync(join(sites, 'tenants/so-b.yaml'), 'utf8').replace('quota: {size: s}', 'quota: {size: m}'));
  const { base, open } = await queueInputs({ sites, asOf: day('2026-11-30'), now, heads: [], files: [path], lookBack: () => 0 });
  expect(base.losses).toHaveLength(1);
  expect(open.map(({ loaded, files }) => ['estate' in loaded ? loaded.estate.losses : loaded.diagnostics, files.organisations])).toEqual([[base.losses, ['so-b']]]);
});
