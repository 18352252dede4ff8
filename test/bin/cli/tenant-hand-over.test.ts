import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { movedSystems, renamedRequest, splitSystems } from '../../../bin/hand-over/edits.js';
import type { HandOverData } from '../../../bin/hand-over/data.js';
import { command as merge } from '../../../bin/commands/tenant/merge.js';
import { command as rename } from '../../../bin/commands/tenant/rename.js';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import { estate } from './estates.js';
import { asOf, expectNoTrace, ndc, shipped } from './ndc.js';

const more = `  - {id: bo-cu, name: {vi: Bộ cũ, en: Old ministry}, level: central, kind: ministry, dissolvedOn: 2025-03-01}
  - {id: bo-moi, name: {vi: Bộ mới, en: New ministry}, level: central, kind: ministry, succeeds: [{id: bo-cu, on: 2025-03-01}]}
`;
const old = `# Phiếu của Bộ cũ
apiVersion: ndc.gov.vn/v1
kind: TenancyRequest
organisation: bo-cu
owners: {accountable: Vụ trưởng, technical: Trưởng phòng, mailbox: platform@bo-cu.example.vn}
systems:
  # Hệ thống đầu tiên
  - id: so-lieu
    name: Số liệu # tên hiển thị
    securityLevel: 3
    sharing: open
    importance: ordinary
    secrecy: none
    personalData: none
    environments: [{name: prod, quota: {size: s}, placement: {primary: ndc-01}}]
`;
const place = (): string => estate({ 'catalogue/organisations.yaml': (text) => text + more, 'tenants/bo-cu.yaml': old });
const files = (directory: string): Record<string, string> =>
  Object.fromEntries(readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort().map((path) => [path.slice(directory.length + 1), readFileSync(path, 'utf8')]));
const run = async (sites: string, ...line: string[]) => {
  const ran = await ndc(['tenant', ...line, '--sites', sites, ...asOf, '--json']);
  return { ...ran, data: (ran.out === '' ? {} : JSON.parse(ran.out)) as HandOverData & { readonly kind: string } };
};
/** What a person reads who is refused. */
const refused = (sites: string, ...line: string[]) => ndc(['tenant', ...line, '--sites', sites, ...asOf]);

describe('ndc tenant merge', () => {
  it('shows what would change and writes nothing', async () => {
    const sites = place();
    const before = files(sites);
    const { exit, data } = await run(sites, 'merge', 'bo-cu', 'so-b');
    expect(exit).toBe(0);
    expect(files(sites)).toEqual(before);
    expect(data).toMatchObject({
      is: 'merge',
      written: false,
      transitions: [{ id: 'merge-bo-cu-so-b', from: 'bo-cu', to: 'so-b', systems: ['so-lieu'] }],
      environments: [{ namespace: 'so-lieu-prod', from: 'bo-cu', to: 'so-b' }],
    });
    expect(data.files.map(({ change }) => change).sort()).toEqual(['changed', 'new', 'removed']);
    expect(outcomeSchemaOf(data.kind)?.safeParse(data).error?.issues ?? []).toEqual([]);
  });

  it('writes requests and transition together, with comments; the result loads and is judged', async () => {
    const sites = place();
    expect((await run(sites, 'merge', 'bo-cu', 'so-b', '--write')).exit).toBe(0);
    expect(existsSync(join(sites, 'tenants/bo-cu.yaml'))).toBe(false);
    const taker = readFileSync(join(sites, 'tenants/so-b.yaml'), 'utf8');
    expect(taker).toContain('  # Hệ thống đầu tiên\n  - id: so-lieu\n    name: Số liệu # tên hiển thị\n');
    // Bộ cũ is dissolved: where the system comes from is recorded.
    expect((parse(taker) as { systems: { id: string; origin?: string }[] }).systems.map(({ id, origin }) => [id, origin])).toEqual([['cong-tin', undefined], ['so-lieu', 'bo-cu']]);
    // Whoever opens it next may read either language.
    expect(readFileSync(join(sites, 'transitions/merge-bo-cu-so-b.yaml'), 'utf8')).toMatch(/# Ghi state: done khi .*\n# Set state to done once /);
    expect(parse(readFileSync(join(sites, 'transitions/merge-bo-cu-so-b.yaml'), 'utf8'))).toEqual({
      apiVersion: 'ndc.gov.vn/v1',
      kind: 'Transition',
      id: 'merge-bo-cu-so-b',
      transition: 'merge',
      from: ['organisation/bo-cu', 'system/so-lieu'],
      to: ['organisation/so-b'],
      state: 'open',
      opened: '2026-11-01',
      approvals: [],
    });
    expect((await ndc(['site', 'list', '--sites', sites, ...asOf])).exit).toBe(0);
  });

  it('takes several at once, one transition each', async () => {
    const { data } = await run(place(), 'merge', 'bo-cu', 'so-b', 'bo-a');
    expect(data.transitions.map(({ from, to }) => `${from} ${to}`)).toEqual(['bo-cu bo-a', 'so-b bo-a']);
    expect(data.environments.map(({ namespace }) => namespace).sort()).toEqual(['cong-tin-prod', 'so-lieu-prod']);
  });

  it('says whose access ends', async () => {
    const { data } = await run(place(), 'merge', 'bo-a', 'so-b');
    expect(data.notices[0]?.message.en).toBe('the groups bo-a:platform, bo-a:auditors of bo-a lose access to these environments; those in the request of so-b get it.');
  });
});

describe('ndc tenant transfer, rename and split', () => {
  it('say which rules will block what they did not block before', async () => {
    const inherited = estate({ 'catalogue/organisations.yaml': (text) => text + more, 'tenants/bo-moi.yaml': (old + old.slice(old.indexOf('  - id:')).replaceAll('so-lieu', 'khac')).replace('organisation: bo-cu', 'organisation: bo-moi').replaceAll('    securityLevel: 3', '    origin: bo-cu\n    securityLevel: 3') });
    const { data } = await run(inherited, 'transfer', 'khac', '--to', 'so-b');
    // Sở B does not carry Bộ cũ on; Bộ mới does.
    expect(data.notices.filter(({ code }) => code === 'TEN-008')).toHaveLength(1);
  });

  it('transfer hands single systems over; the giver keeps the rest', async () => {
    const sites = place();
    const { exit, data } = await run(sites, 'transfer', 'mat-ma', '--to', 'so-b', '--id', 'giao-mat-ma', '--write');
    expect([exit, data.transitions.map(({ id }) => id)]).toEqual([0, ['giao-mat-ma']]);
    const systems = (name: string) => (parse(readFileSync(join(sites, `tenants/${name}.yaml`), 'utf8')) as { systems: { id: string }[] }).systems.map(({ id }) => id);
    expect([systems('bo-a'), systems('so-b')]).toEqual([['ho-so'], ['cong-tin', 'mat-ma']]);
  });

  it('rename gives the whole request another name', async () => {
    const sites = place();
    expect((await run(sites, 'rename', 'bo-cu', 'bo-moi', '--write')).exit).toBe(0);
    expect(readFileSync(join(sites, 'tenants/bo-moi.yaml'), 'utf8')).toBe(old.replace('organisation: bo-cu', 'organisation: bo-moi'));
    expect(existsSync(join(sites, 'tenants/bo-cu.yaml'))).toBe(false);
  });

  it('split asks who answers for the new request', async () => {
    const sites = place();
    const split = (...owners: string[]) => run(sites, 'split', 'mat-ma', '--to', 'bo-moi', ...owners);
    expect(await refused(sites, 'split', 'mat-ma', '--to', 'bo-moi', '--accountable', 'A')).toMatchObject({ exit: 2, err: expect.stringContaining('--technical, --mailbox must be given') as string });
    const { exit, data } = await split('--accountable', 'A', '--technical', 'B', '--mailbox', 'p@bo-moi.vn', '--write');
    expect([exit, data.is]).toEqual([0, 'split']);
    expect(parse(readFileSync(join(sites, 'tenants/bo-moi.yaml'), 'utf8'))).toMatchObject({ organisation: 'bo-moi', owners: { accountable: 'A', technical: 'B', mailbox: 'p@bo-moi.vn' }, systems: [{ id: 'mat-ma' }] });
  });

  it.each<[string, readonly string[], string]>([
    ['an organisation nobody knows', ['merge', 'bo-cuu', 'so-b'], 'NDC-X220 there is no organisation "bo-cuu" in catalogue/organisations.yaml. Did you mean bo-cu?'],
    ['one without a request', ['merge', 'bo-moi', 'so-b'], 'NDC-X221 bo-moi has no request'],
    ['into one without a request', ['merge', 'bo-cu', 'bo-moi'], 'ndc tenant rename'],
    ['a rename of one without a request', ['rename', 'bo-moi', 'so-b'], 'There is nothing to hand over'],
    ['itself', ['merge', 'so-b', 'so-b'], 'so-b cannot be merged into itself'],
    ['one alone', ['merge', 'so-b'], 'at least two organisations'],
    ['a rename to one that has a request', ['rename', 'bo-cu', 'so-b'], 'NDC-X222 so-b has a request already'],
    ['a system nobody has', ['transfer', 'ho-sơ', '--to', 'so-b'], 'Did you mean ho-so?'],
    ['a system that is there', ['transfer', 'cong-tin', '--to', 'so-b'], 'belongs to so-b already'],
    ['all there is', ['transfer', 'so-lieu', '--to', 'so-b'], 'ndc tenant merge bo-cu so-b'],
    ['to nobody', ['transfer', 'ho-so'], '--to <organisation>'],
    ['terminal escapes', ['merge', '\u001b[2J\u202e', 'so-b'], 'NDC-X220'],
    ['a split of two bodies', ['split', 'ho-so', 'mat-ma', 'cong-tin', '--to', 'bo-moi', '--accountable', 'A', '--technical', 'B', '--mailbox', 'p@x.vn'], 'NDC-X2'],
  ])('%s is refused, and nothing is written', async (_name, line, says) => {
    const sites = place();
    const before = files(sites);
    const ran = await refused(sites, ...line, '--write');
    expect(ran).toMatchObject({ exit: 2, err: expect.stringContaining(says) as string });
    expectNoTrace(ran);
    // eslint-disable-next-line no-control-regex -- a terminal must not be reached by what was typed
    expect(ran.err).not.toMatch(/[\u001b\u202e]/);
    expect(files(sites)).toEqual(before);
  });

  it('an organisation that takes in an open transition gives nothing in another: refused before anything is written', async () => {
    const sites = place();
    expect((await run(sites, 'merge', 'bo-cu', 'so-b', '--write')).exit).toBe(0);
    const before = files(sites);
    const { exit, err } = await refused(sites, 'merge', 'so-b', 'bo-a', '--write');
    expect([exit, err]).toEqual([2, expect.stringContaining('NDC-E027')]);
    expect(files(sites)).toEqual(before);
  });

  it('reads well in Vietnamese', async () => {
    const { out } = await ndc(['tenant', 'merge', 'bo-cu', 'so-b', '--sites', place(), ...asOf, '--lang', 'vi']);
    expect(out).toContain('Hợp nhất: bo-cu → so-b: so-lieu (merge-bo-cu-so-b)');
    expect(out).toContain('Chưa ghi gì. Chạy lại với --write để ghi.');
  });
});

describe('requests as texts', () => {
  const requests = readdirSync(join(shipped, 'tenants')).map((name) => readFileSync(join(shipped, 'tenants', name), 'utf8'));
  const idsOf = (text: string): string[] => (parse(text) as { systems: { id: string }[] }).systems.map(({ id }) => id);
  /** Every line but blank ones; entries change places, no word of theirs does. */
  const lines = (...texts: string[]): string[] => texts.flatMap((text) => text.split('\n').filter((line) => line.trim() !== '')).sort();

  it('lose and gain whole entries and not a comment, whichever of the shipped ones goes where', () => {
    expect(requests.length).toBeGreaterThan(20);
    for (const [index, giver] of requests.entries()) {
      const taker = requests[(index + 1) % requests.length] ?? '';
      for (const id of idsOf(giver)) {
        const moved = movedSystems(giver, taker, [id], undefined);
        expect(lines(moved.giver.replace('systems: []', 'systems:'), moved.taker)).toEqual(lines(giver, taker));
        expect([idsOf(moved.giver), idsOf(moved.taker)]).toEqual([idsOf(giver).filter((one) => one !== id), [...idsOf(taker), id]]);
      }
    }
  });

  it('take a new name and keep the groups the new body has', () => {
    const text = old.replace('systems:', 'groups:\n  - {name: a:x, role: view}\n  - {name: b:y, role: view}\nsystems:');
    expect(renamedRequest(text, 'b', ['b:y'])).toBe(text.replace('organisation: bo-cu', 'organisation: b').replace('  - {name: a:x, role: view}\n', ''));
    expect(renamedRequest(text, 'c', [])).toBe(old.replace('organisation: bo-cu', 'organisation: c'));
  });

  it('hold hostile owners as text', () => {
    const owners = { accountable: 'A"\n  systems: []', technical: '${x} %{y}', mailbox: '# x' };
    const { giver, taker } = splitSystems(`${old.trimEnd()}\n${old.slice(old.indexOf('  - id:')).replaceAll('so-lieu', 'khac')}`, 'x', owners, ['so-lieu']);
    expect((parse(taker) as { owners: object }).owners).toEqual(owners);
    expect([idsOf(giver), idsOf(taker)]).toEqual([['khac'], ['so-lieu']]);
    expect(taker).toContain('systems:\n  # Hệ thống đầu tiên\n  - id: so-lieu\n');
  });
});

describe('the examples of the help', () => {
  it.each([...merge.examples, ...rename.examples].filter((example) => !example.includes('--write')))('%s works on the shipped estate', async (example) => {
    const { exit, err, data } = await run(shipped, ...example.split(' ').slice(2));
    expect([exit, err, data.written]).toEqual([0, '', false]);
    expect(data.transitions).toHaveLength(1);
  });
});
