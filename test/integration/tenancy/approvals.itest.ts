import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkApprovals, forbiddenStacks } from '../../../bin/approvals.js';
import { command as approve } from '../../../bin/commands/approve.js';
import { openEstate } from '../../../bin/open-estate.js';
import { peopleOf } from '../../../sites/model/approval.js';
import { small } from '../../bin/cli/ndc.js';

/** Two people, a third with an old key, one nobody entered, one contractor. Real keys, made by this machine's ssh-keygen. */
const people = ['an', 'binh', 'chi', 'khach', 'thau'] as const;
type Person = (typeof people)[number];

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'ndc-approvals-'));
  for (const person of people) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', person, '-f', join(home, person)]);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const keyOf = (person: Person): string => readFileSync(join(home, `${person}.pub`), 'utf8').split(' ').slice(0, 2).join(' ');
const entry = (name: string, person: Person, more = ''): string => `  - {name: ${name}, key: ${keyOf(person)}${more}}\n`;
const signersFile = (entries: readonly string[]): string => `apiVersion: ndc.gov.vn/v1\nkind: Signers\nsigners:\n${entries.join('')}`;
const everyone = (): string => signersFile([entry('an@x', 'an'), entry('binh@x', 'binh'), entry('chi@x', 'chi', ', validUntil: 2026-10-31'), entry('thau@x', 'thau')]);

const transitionText = (id: string, names = 'stack/ndc-01-platform'): string => `# Gỡ bỏ để dựng lại
apiVersion: ndc.gov.vn/v1
kind: Transition
id: ${id}
transition: offboard
from: [${names}] # chỉ phần này
to: []
state: open
opened: 2026-10-01
approvals: []
`;

/** An estate with its signers and transitions `go-bo` and `khac`. */
class Place {
  readonly sites = mkdtempSync(join(home, 'data-'));

  constructor(signers: string | undefined = everyone()) {
    cpSync(small, this.sites, { recursive: true });
    mkdirSync(join(this.sites, 'transitions'), { recursive: true });
    if (signers !== undefined) this.write('catalogue/signers.yaml', signers);
    const roles = 'roles: [{id: r, name: {vi: V, en: R}, approvers: [{principal: thau@x, standing: contractor}]}]\nrules: [{id: f, when: {condition: first-request}, role: r, because: {vi: x, en: x}}]\n';
    if (signers?.includes('thau@x') === true) this.write('catalogue/approvals.yaml', `apiVersion: ndc.gov.vn/v1\nkind: ApprovalRules\n${roles}`);
    this.write('transitions/go-bo.yaml', transitionText('go-bo'));
    this.write('transitions/khac.yaml', transitionText('khac', 'stack/ndc-01-protection'));
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.sites, name), text);
  }
  read(name = 'transitions/go-bo.yaml'): string {
    return readFileSync(join(this.sites, name), 'utf8');
  }
  edit(change: (text: string) => string, name = 'transitions/go-bo.yaml'): void {
    const before = this.read(name);
    const after = change(before);
    if (after === before) throw new Error(`the edit of ${name} changes nothing`);
    this.write(name, after);
  }

  context(asOf: string, more: readonly string[] = []) {
    const globals = { asOf, lose: [], delay: [], with: more };
    return { sites: this.sites, home, root: '.', lang: 'en' as const, now: () => new Date('2026-11-22T03:00:00Z'), progress: () => undefined, warn: () => undefined, signal: new AbortController().signal, globals };
  }

  async sign(person: Person, { transition = 'go-bo', asOf = '2026-11-22' } = {}) {
    return (await approve.run(this.context(asOf), [transition], { key: join(home, person), write: true })).data as { signed: string; given: readonly unknown[] };
  }

  /** What counts for `go-bo`: number of people, reasons of what does not, and whether the stack may be destroyed. */
  async counted(asOf = '2026-11-22', more: readonly string[] = []) {
    const estate = await openEstate(this.context(asOf, more));
    const approvals = await checkApprovals(estate, new Date('2026-11-22T03:00:00Z'));
    const { given, refused } = approvals.transitions['go-bo'] ?? { given: [], refused: [] };
    return { people: peopleOf(given).length, refused: refused.map(({ by, because }) => `${by}: ${because.en}`), may: forbiddenStacks(estate, approvals, ['ndc-01-platform']).length === 0 };
  }
}

const both = async (place = new Place()): Promise<Place> => {
  await place.sign('an');
  await place.sign('binh');
  return place;
};

describe('ndc approve', () => {
  it('two people sign with their own keys; comments stay; then, and only then, the stack may be destroyed', async () => {
    const place = new Place();
    expect(await place.counted()).toEqual({ people: 0, refused: [], may: false });
    expect(await place.sign('an')).toMatchObject({ signed: 'an@x', given: [{ by: 'an@x' }] });
    expect(await place.counted()).toEqual({ people: 1, refused: [], may: false });
    await place.sign('binh');
    expect(await place.counted()).toEqual({ people: 2, refused: [], may: true });
    expect(place.read()).toContain('# Gỡ bỏ để dựng lại');
    expect(place.read()).toContain('from: [stack/ndc-01-platform] # chỉ phần này');
  });

  it('shows what it would sign, in words, and signs nothing without --write', async () => {
    const place = new Place();
    const before = place.read();
    const { data } = await approve.run(place.context('2026-11-22'), ['go-bo'], {});
    expect((data as { permits: { vi: string }[] }).permits[0]?.vi).toContain('Cho phép gỡ bỏ stack/ndc-01-platform');
    expect(place.read()).toBe(before);
  });

  it.each<[string, Person, string]>([
    ['a key nobody entered', 'khach', 'NDC-X303'],
    ['a key that has expired', 'chi', 'NDC-X303'],
  ])('%s is refused and nothing is written', async (_name, person, code) => {
    const place = new Place();
    const before = place.read();
    await expect(place.sign(person)).rejects.toMatchObject({ code });
    expect(place.read()).toBe(before);
  });

  it('the same person a second time, and the same key under a second name, are refused', async () => {
    const place = new Place(signersFile([entry('an@x', 'an'), entry('other@x', 'an'), entry('an@x', 'binh')]));
    await place.sign('an');
    await expect(place.sign('an')).rejects.toMatchObject({ code: 'NDC-X303' });
    await expect(place.sign('binh')).rejects.toMatchObject({ code: 'NDC-X303' });
  });

  it('a contractor’s signature is not written', async () => {
    await expect(new Place().sign('thau')).rejects.toMatchObject({ code: 'NDC-X303', text: { en: expect.stringContaining('is a contractor') as string } });
  });
});

describe('signatures that count for nothing', () => {
  it.each<[string, (place: Place) => void, RegExp, number]>([
    ['what is named was changed after signing', (place) => place.edit((text) => text.replace('stack/ndc-01-platform', 'stack/ndc-01-platform, stack/ndc-01-tenant-bo-a')), /signed another text/, 0],
    ['`to` was changed after signing', (place) => place.edit((text) => text.replace('to: []', 'to: [stack/ndc-01-protection]')), /signed another text/, 0],
    ['the day it opens was changed', (place) => place.edit((text) => text.replace('opened: 2026-10-01', 'opened: 2026-10-02')), /signed another text/, 0],
    ['the digest was rewritten to fit a changed text', (place) => place.edit((text) => text.replaceAll(/digest: sha256:\S+/g, `digest: sha256:${'0'.repeat(64)}`)), /signed another text/, 0],
    ['the day of a signature was changed', (place) => place.edit((text) => text.replace('on: 2026-11-22', 'on: 2026-11-21')), /does not hold/, 1],
    ['a signature was put under another name', (place) => place.edit((text) => text.replace('by: an@x', 'by: chi@x')), /no key of this signer is valid/, 1],
    ['a signer left the list', (place) => place.edit((text) => text.replace(entry('an@x', 'an'), ''), 'catalogue/signers.yaml'), /is not in catalogue\/signers.yaml/, 1],
    ['a signer has another key now', (place) => place.edit((text) => text.replace(keyOf('an'), keyOf('khach')), 'catalogue/signers.yaml'), /an@x: the key that signed is not in the list/, 1],
    ['a key came into force after the signature', (place) => place.edit((text) => text.replace(`${keyOf('an')}}`, `${keyOf('an')}, validFrom: 2026-11-23}`), 'catalogue/signers.yaml'), /no key of this signer is valid/, 1],
    ['a signer became a contractor', (place) => place.edit((text) => text.replace('{principal: thau@x', '{principal: an@x, standing: contractor}, {principal: thau@x'), 'catalogue/approvals.yaml'), /contractor/, 1],
    ['no bytes of a signature', (place) => place.edit((text) => text.replace(/signature: \|[\s\S]*?END SSH SIGNATURE-----/, 'signature: x')), /no SSH signature, or a damaged one/, 1],
  ])('%s', async (_name, cheat, message, left) => {
    const place = await both();
    expect((await place.counted()).may).toBe(true);
    cheat(place);
    const { people: counted, refused, may } = await place.counted();
    expect([counted, may]).toEqual([left, false]);
    expect(refused.join('\n')).toMatch(message);
  });

  it('signatures taken from another transition, under their own digest or under this one’s', async () => {
    const place = new Place();
    await place.sign('an', { transition: 'khac' });
    await place.sign('binh', { transition: 'khac' });
    const approvals = place.read('transitions/khac.yaml').split('approvals:')[1] ?? '';
    place.edit((text) => text.replace('approvals: []\n', `approvals:${approvals}`));
    expect(await place.counted()).toMatchObject({ people: 0, may: false, refused: [expect.stringContaining('signed another text'), expect.stringContaining('signed another text')] });
    // With the digest of the transition they were moved to, the signature itself gives it away.
    const other = await both();
    const own = /digest: (sha256:\S+)/.exec(other.read())?.[1] ?? '';
    place.edit((text) => text.replaceAll(/digest: sha256:\S+/g, `digest: ${own}`));
    expect((await place.counted()).refused.join()).toMatch(/does not hold.*does not hold/);
  });

  it('one key under two names counts once, however it got into the file', async () => {
    const place = new Place(signersFile([entry('an@x', 'an'), entry('other@x', 'an')]));
    await place.sign('an');
    const [, approvals = ''] = place.read().split('approvals:\n');
    place.edit((text) => `${text}${approvals.replace('by: an@x', 'by: other@x')}`);
    expect(await place.counted()).toEqual({ people: 1, refused: [], may: false });
  });

  it('a catalogue without signers', async () => {
    const place = await both();
    rmSync(join(place.sites, 'catalogue/signers.yaml'));
    expect(await place.counted()).toMatchObject({ people: 0, may: false, refused: [expect.stringContaining('has no catalogue/signers.yaml'), expect.stringContaining('has no')] });
  });

  it('signers or transitions out of a what-if file', async () => {
    const place = await both();
    const file = join(place.sites, '..', 'signers-of-mine.yaml');
    writeFileSync(file, everyone());
    expect(await place.counted('2026-11-22', [file])).toMatchObject({ people: 0, may: false });
  });

  it('on a day before they were given', async () => {
    expect(await (await both()).counted('2026-11-21')).toMatchObject({ people: 0, may: false });
  });
});
