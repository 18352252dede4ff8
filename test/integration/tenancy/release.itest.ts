import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command as approve } from '../../../bin/commands/approve.js';
import { command as check } from '../../../bin/commands/check.js';
import { command as release } from '../../../bin/commands/site/release.js';
import { openEstate } from '../../../bin/open-estate.js';
import { quarantineOf } from '../../../bin/operate.js';
import type { CheckData } from '../../../bin/check-data.js';
import type { SiteReleaseData } from '../../../bin/site-release-data.js';
import { small } from '../../bin/cli/ndc.js';

/** Real keys, made by this machine's ssh-keygen. */
const people = ['an', 'binh'] as const;
let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'ndc-release-'));
  for (const person of people) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', person, '-f', join(home, person)]);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const context = (sites: string, now: string, asOf?: string) => ({ sites, home, root: '.', lang: 'en' as const, now: () => new Date(now), progress: () => undefined, warn: () => undefined, signal: new AbortController().signal, globals: { ...(asOf === undefined ? {} : { asOf }), lose: [], delay: [], with: [] } });
const written = '2026-11-22T03:00:00Z';

/** An estate with a release of ndc-01 until 24 November, signed by some. */
async function released(...signers: readonly (typeof people)[number][]): Promise<{ readonly sites: string; readonly id: string }> {
  const sites = mkdtempSync(join(home, 'data-'));
  cpSync(small, sites, { recursive: true });
  const key = (person: string): string => readFileSync(join(home, `${person}.pub`), 'utf8').split(' ').slice(0, 2).join(' ');
  writeFileSync(join(sites, 'catalogue/signers.yaml'), `apiVersion: ndc.gov.vn/v1\nkind: Signers\nsigners:\n${people.map((person) => `  - {name: ${person}@x, key: ${key(person)}}\n`).join('')}`);
  const { data } = await release.run(context(sites, written), ['ndc-01'], { reason: 'đứt cả hai tuyến', until: '2026-11-24', write: true });
  const { transition: id } = data as SiteReleaseData;
  for (const person of signers) await approve.run(context(sites, written), [id], { key: join(home, person), write: true });
  return { sites, id };
}

describe('a release of a site', () => {
  const heldAt = async (sites: string, now: string, asOf?: string) => quarantineOf(await openEstate(context(sites, now, asOf)));

  it('is in force once two people signed it, until its last day, whatever day is supposed', async () => {
    const { sites, id } = await released('an', 'binh');
    expect((await heldAt(sites, written)).releases).toEqual([{ site: 'ndc-01', transition: id, until: '2026-11-24' }]);
    expect((await heldAt(sites, '2026-11-24T15:00:00Z')).releases).toHaveLength(1);
    // Midnight in Viet Nam.
    expect(await heldAt(sites, '2026-11-24T17:00:00Z')).toMatchObject({ releases: [], pending: [{ site: 'ndc-01', transition: id }] });
    expect((await heldAt(sites, '2026-12-20T03:00:00Z', '2026-11-23')).releases).toEqual([]);
  });

  it('is not by one person’s signature, nor once its text was changed', async () => {
    const { sites } = await released('an');
    expect(await heldAt(sites, written)).toMatchObject({ releases: [], pending: [{ site: 'ndc-01' }] });
    const { sites: changed, id } = await released('an', 'binh');
    const file = join(changed, `transitions/${id}.yaml`);
    writeFileSync(file, readFileSync(file, 'utf8').replace('until: 2026-11-24', 'until: 2026-11-29'));
    expect((await heldAt(changed, written)).releases).toEqual([]);
  });

  it('is told by ndc check while it is in force', async () => {
    const { sites, id } = await released('an', 'binh');
    const told = async (now: string) => ((await check.run(context(sites, now), [], {})).data as CheckData).released;
    expect(await told(written)).toEqual([{ site: 'ndc-01', by: id, until: '2026-11-24' }]);
    expect(await told('2026-11-25T03:00:00Z')).toBeUndefined();
  });
});
