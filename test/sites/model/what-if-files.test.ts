import { describe, expect, it } from 'vitest';
import { messageOf } from '../../../sites/model/diagnostic.js';
import type { Estate } from '../../../sites/model/estate.js';
import { origin } from '../../../sites/model/estate.js';
import { loadEstate } from '../../../sites/model/load.js';
import { applyScenario, parseScenario } from '../../../sites/model/scenario.js';
import { kindNames, kindsOfFile, type KindName } from '../../../sites/model/schema-kinds.js';
import type { SourceFile } from '../../../sites/model/source-file.js';
import { asOf, baseFiles, english, estateOf, filesWith, put, where } from './estate-files.js';

const tenant = 'tenants/bo-y-te.yaml';
const given = './what-if.yaml';
const added = (text: string, name = given): SourceFile => ({ name, bytes: new TextEncoder().encode(text), added: true });
const loaded = (...files: readonly SourceFile[]) => loadEstate([...filesWith(), ...files], asOf);

function estateWith(...files: readonly SourceFile[]): Estate {
  const result = loaded(...files);
  if ('diagnostics' in result) throw new Error(result.diagnostics.map(where).join('\n'));
  return result.estate;
}

function refused(...files: readonly SourceFile[]): string[] {
  const result = loaded(...files);
  return 'diagnostics' in result ? result.diagnostics.map(where) : [];
}

const file = (kind: string, body: string): string => `apiVersion: ndc.gov.vn/v1\nkind: ${kind}\n${body}`;

/** A file of every kind, and where it belongs below the data directory. */
const everyKind: Readonly<Record<KindName, readonly [at: string, text: string]>> = {
  Site: ['ndc-02.yaml', baseFiles['ndc-02.yaml'] ?? ''],
  Links: ['links.yaml', baseFiles['links.yaml'] ?? ''],
  EstateSettings: ['catalogue/estate.yaml', baseFiles['catalogue/estate.yaml'] ?? ''],
  Organisations: ['catalogue/organisations.yaml', baseFiles['catalogue/organisations.yaml'] ?? ''],
  ProtectionTiers: ['catalogue/tiers.yaml', baseFiles['catalogue/tiers.yaml'] ?? ''],
  QuotaSizes: ['catalogue/quota-sizes.yaml', baseFiles['catalogue/quota-sizes.yaml'] ?? ''],
  RecoveryInputs: ['catalogue/recovery.yaml', baseFiles['catalogue/recovery.yaml'] ?? ''],
  PlanningInputs: ['catalogue/planning.yaml', baseFiles['catalogue/planning.yaml'] ?? ''],
  Components: ['catalogue/components.yaml', baseFiles['catalogue/components.yaml'] ?? ''],
  NationalSystems: ['catalogue/systems.yaml', file('NationalSystems', 'systems: []\nwarehouses: []\n')],
  LegalSources: ['catalogue/legal.yaml', baseFiles['catalogue/legal.yaml'] ?? ''],
  PriceBook: ['catalogue/prices.yaml', file('PriceBook', 'prices: []\n')],
  IngestLinks: ['catalogue/ingest.yaml', file('IngestLinks', 'links: []\n')],
  ApprovalRules: ['catalogue/approvals.yaml', file('ApprovalRules', 'roles: [{id: platform-owner, name: {vi: Người phụ trách, en: Owner}}]\nrules: [{id: first, when: {condition: first-request}, role: platform-owner, because: {vi: Lần đầu., en: The first.}}]\n')],
  Admissions: ['catalogue/admissions.yaml', file('Admissions', 'admissions: []\n')],
  Signers: ['catalogue/signers.yaml', file('Signers', 'signers: []\n')],
  CryptographicStandards: ['catalogue/standards.yaml', file('CryptographicStandards', 'standards: []\n')],
  PurchasePlan: ['purchase-plan.yaml', file('PurchasePlan', `asOf: 2026-01-01\nuntil: 2030-Q4\nmadeFrom: sha256:${'0'.repeat(64)}\ndigest: sha256:${'0'.repeat(64)}\ncost: 0\nlowerBound: 0\norders: []\nsites: []\n`)],
  Waivers: ['waivers.yaml', file('Waivers', 'waivers: []\n')],
  TenancyRequest: [tenant, baseFiles[tenant] ?? ''],
  Keys: ['keys/ndc-02.yaml', file('Keys', 'site: ndc-02\nkeys: []\n')],
  BreakGlass: ['keys/break-glass.yaml', file('BreakGlass', 'means: []\n')],
  Transition: ['transitions/t-1.yaml', file('Transition', 'id: t-1\ntransition: offboard\nfrom: []\nto: []\nstate: draft\napprovals: []\n')],
  Record: ['records/r-1.yaml', file('Record', 'id: r-1\nrecord: drill\non: 2026-01-15\nsubject: ndc-01\n')],
};

describe('a what-if file', () => {
  it('may be of every kind there is', () => {
    expect(Object.keys(everyKind).sort()).toEqual([...kindNames].sort());
    for (const [name, [at]] of Object.entries(everyKind)) expect(kindsOfFile[name as KindName].belongsAt({ id: /[^/]+(?=\.yaml$)/.exec(at)?.[0], organisation: 'bo-y-te', site: 'ndc-02' })).toBe(at);
  });

  it.each(Object.entries(everyKind))('of kind %s takes the place its content names, wherever it lies', (_, [at, text]) => {
    const { scenario } = estateWith(added(text));
    expect(scenario.add).toEqual([{ name: at, digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string }]);
  });

  it.each(Object.entries(everyKind))('of kind %s is named as it was given where it is wrong', (_, [, text]) => {
    expect(refused(added(`${text}unheard: 1\n`))).toEqual([`${given}:${text.split('\n').length}:1 NDC-E006`]);
  });

  it('stands in for the directory’s file of its kind and id, whose problems are then no matter', () => {
    const other = put('Hồ sơ sức khỏe điện tử', 'Bệnh án điện tử')(baseFiles[tenant] ?? '');
    expect(estateWith(added(other)).requests['bo-y-te']?.systems[0]?.name).toBe('Bệnh án điện tử');
    const broken = loadEstate([...filesWith({ [tenant]: 'a: [' }), added(other)], asOf);
    expect('estate' in broken).toBe(true);
  });

  it('stands beside the others where the directory has none of its id', () => {
    const third = (baseFiles['ndc-02.yaml'] ?? '').replaceAll('ndc-02', 'ndc-03').replace('number: 2', 'number: 3');
    expect(Object.keys(estateWith(added(third)).sites)).toEqual(['ndc-01', 'ndc-02', 'ndc-03']);
  });

  it('is where its values come from', () => {
    const other = put('racks: 100', 'racks: {value: 90, source: assumption}')(baseFiles['ndc-01.yaml'] ?? '');
    expect(origin(estateWith(added(other)), '/sites/ndc-01/facility/halls/0/racks')).toMatchObject({ source: 'assumption', file: given, line: 15 });
  });

  it('that points at nothing is told at its own place', () => {
    expect(refused(added(put('primary: ndc-01', 'primary: ndc-07')(baseFiles[tenant] ?? '')))).toEqual([`${given}:16:30 NDC-E021`]);
  });

  it('that shares a system with a request of the directory is told at its own place', () => {
    expect(refused(added(put('organisation: bo-y-te', 'organisation: bo-cong-an')(baseFiles[tenant] ?? '')))).toEqual([`${given}:6:9 NDC-E020`]);
  });

  it('given twice under two names is refused once', () => {
    expect(refused(added(baseFiles[tenant] ?? '', './a.yaml'), added(baseFiles[tenant] ?? '', './b.yaml'))).toEqual(['./b.yaml:3:15 NDC-E013']);
  });

  describe('that is a request of a body that has one', () => {
    const systems = (text: string, id: string, name: string): string => put('Hồ sơ sức khỏe điện tử', name)(put('id: ho-so-suc-khoe', `id: ${id}`)(text));
    const own = baseFiles[tenant] ?? '';
    const another = systems(own, 'cong-tin', 'Cổng thông tin');
    // Another body's request lets in what the first one declares, and no longer would.
    const neighbour = systems(put('organisation: bo-y-te', 'organisation: bo-cong-an')(own), 'dan-cu', 'Dân cư').replace(/groups:.*\n(?: {2}- .*\n)*/, '');

    it('and has nothing in common with it is told alone, with both files', () => {
      const result = loadEstate([...filesWith({ 'tenants/bo-cong-an.yaml': `${neighbour.trimEnd()}\n        network: {allowFrom: [ho-so-suc-khoe-prod]}\n` }), added(another)], asOf);
      const told = 'diagnostics' in result ? result.diagnostics.map((one) => `${where(one)} ${messageOf(one).en}`) : [];
      expect(told).toEqual([expect.stringMatching(/^\.\/what-if\.yaml:3:15 NDC-E014 bo-y-te has a request already at tenants\/bo-y-te\.yaml \(systems: ho-so-suc-khoe\)/)]);
    });

    it.each([
      ['a system', `${own.trimEnd()}\n${another.slice(another.indexOf('  - id:'))}`],
      ['a name', systems(own, 'benh-an', 'Hồ sơ sức khỏe điện tử')],
      ['an id that was mistyped', systems(own, 'ho-so-suc-khoee', 'Khác')],
    ])('is judged by the rules of requests where they share %s', (_, text) => {
      expect(refused(added(text))).toEqual([]);
    });

    it('stands in for no other file of the directory when it lies there itself', () => {
      const second: SourceFile = { ...added(another, './data/tenants/second.yaml'), within: 'tenants/second.yaml' };
      expect(refused(second)).toEqual(['./data/tenants/second.yaml:3:15 NDC-E013']);
    });
  });

  it('that cannot be read says so', () => {
    expect(refused({ name: '/gone.yaml', problem: 'unreadable', detail: 'ENOENT', added: true })).toEqual(['/gone.yaml:1:1 NDC-E001']);
  });
});

describe('the digest of a what-if', () => {
  const other = put('cpu: 8', 'cpu: 9')(baseFiles[tenant] ?? '');

  it('tells it from the estate, from the same file in the directory, and from another file', () => {
    const digests = [estateOf(), estateOf({ [tenant]: other }), estateWith(added(other)), estateWith(added(baseFiles[tenant] ?? ''))].map(({ digest }) => digest);
    expect(new Set(digests).size).toBe(4);
  });

  it('does not depend on where the file lies or how it is laid out', () => {
    expect(estateWith(added(`# ghi chú\n${other}`, '/elsewhere/x.yaml')).digest).toBe(estateWith(added(other)).digest);
  });

  it('is carried into every scenario, with the names', () => {
    const estate = estateWith(added(other));
    const scenario = parseScenario(estate, { asOf, lose: ['ndc-02'] });
    expect(scenario.add).toEqual(estate.scenario.add);
    const lost = applyScenario(estate, scenario);
    expect(lost.scenario.add.map(({ name }) => name)).toEqual([tenant]);
    const without = estateOf({ [tenant]: other });
    expect(lost.digest).not.toBe(applyScenario(without, parseScenario(without, { asOf, lose: ['ndc-02'] })).digest);
  });

  it('of nothing added is the estate’s own', () => {
    expect(estateOf().scenario.add).toEqual([]);
    expect(english({ [tenant]: put('cpu: 8', 'cpu: x') })).toHaveLength(1);
  });
});
