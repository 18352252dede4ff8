import { describe, expect, it } from 'vitest';
import { diagnosticKinds } from '../../../sites/model/diagnostic.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { derivedOf } from '../../../sites/tenancy/derived.js';
import { priceOf } from '../../../sites/tenancy/price.js';
import type { RequestFinding } from '../../../sites/tenancy/finding.js';
import { requestFindings } from '../../../sites/tenancy/request-findings.js';
import { shippedEstate } from '../data/shipped.js';
import { asOf, baseFiles, estateOf, put, type Changes } from '../model/estate-files.js';

const tenant = 'tenants/bo-y-te.yaml';
const organisations = 'catalogue/organisations.yaml';

/** Edits of the one request, one after the other; each must change something. */
const edits = (pairs: readonly (readonly [string, string])[]) => (text: string) =>
  pairs.reduce((now, [from, to]) => {
    if (!now.includes(from)) throw new Error(`"${from}" does not stand in the request`);
    return put(from, to)(now);
  }, text);
type Edit = readonly [from: string, to: string];

const granted: Changes = {
  [organisations]: (text) => text.replace('groups: ["bo-y-te:platform"]', 'groups: ["bo-y-te:platform"], hostSuffixes: [bo-y-te.example]').replace('level: central, kind: ministry}', 'level: central, kind: ministry, hostSuffixes: [bo-cong-an.example, cap.bo-y-te.example]}'),
};

/** Backups wide enough that no test but its own meets NDC-T009. */
const quota = 'quota: {cpu: 8, memory: 64Gi, storage: {block: 1Ti}, pods: 100}';
const roomy = 'quota: {cpu: 8, memory: 64Gi, storage: {block: 1Ti}, pods: 100, backup: 900Ti}';
const roomyBase: Changes = { [tenant]: put(quota, roomy) };

/** What is found in the request after edits, against the request as the base has it where `against` says so. */
function findings(changes: readonly Edit[], { against, more = {} }: { readonly against?: readonly Edit[]; readonly more?: Changes } = {}): readonly RequestFinding[] {
  const estate = estateOf({ ...more, [tenant]: changes.length === 0 ? put(quota, roomy) : edits([[quota, roomy], ...changes]) });
  const base = against === undefined ? undefined : estateOf({ ...granted, [tenant]: edits([[quota, roomy], ...against]) }).requests['bo-y-te'];
  const request = estate.requests['bo-y-te'];
  if (request === undefined) throw new Error('the request is gone');
  return requestFindings({ estate, request, ...(base === undefined ? {} : { base }) });
}

/** `NDC-T001 refuse`, in reading order. */
const codes = (all: readonly RequestFinding[]): string[] => all.map(({ code, weight }) => `${code} ${weight}`);

/** Whatever a finding says, it says in both languages, and its numbers are the same in both. */
function only(all: readonly RequestFinding[]): RequestFinding {
  const [first] = all;
  if (first === undefined || all.length !== 1) throw new Error(`one finding was expected: ${JSON.stringify(all.map(({ message }) => message.en))}`);
  expect(first.message.vi).not.toBe(first.message.en);
  expect(first.message.vi).not.toMatch(/undefined|NaN|\[object/);
  return first;
}

const network = (hosts: string): Edit => ['        placement:', `        network: {ingressHosts: [${hosts}]}\n        placement:`];
const beforePlacement = (lines: string): Edit => ['        placement:', `${lines}\n        placement:`];
const entry = (at: string, cpu = '8', memory = '64Gi', storage = '1Ti'): string => `{at: ${at}, cpu: ${cpu}, memory: ${memory}, storage: ${storage}}`;
const forecast = (...entries: readonly string[]): Edit => beforePlacement(`        forecast: [${entries.join(', ')}]`);
const pod = (shape: string): Edit => beforePlacement(`        largestPod: {${shape}}`);
const owners = (accountable: string, technical: string): Edit => ['accountable: Vụ trưởng, technical: Trung tâm', `accountable: ${JSON.stringify(accountable)}, technical: ${JSON.stringify(technical)}`];
const top = (line: string): Edit => ['organisation: bo-y-te', `organisation: bo-y-te\n${line}`];

describe('a sound request', () => {
  it('has no findings, with or without a base', () => {
    expect(findings([])).toEqual([]);
    expect(findings([], { against: [] })).toEqual([]);
  });
});

describe('NDC-T001: two people', () => {
  it.each<[string, string, boolean]>([
    ['Nguyễn Văn A', 'Nguyễn Văn A', true],
    ['Nguyễn Văn A', '  nguyễn   VĂN a ', true],
    ['Nguyễn Văn A', 'Nguyễn Văn A'.normalize('NFD'), true],
    ['Nguyễn Văn A', 'Nguyễn Văn\u00a0A', true],
    ['Nguyễn Văn A', 'Nguyen Van A', false],
    ['Nguyễn Văn A', 'Nguyễn Văn B', false],
  ])('%j and %j: the same %s', (accountable, technical, same) => {
    const all = findings([owners(accountable, technical)]);
    expect(codes(all)).toEqual(same ? ['NDC-T001 refuse'] : []);
    if (same) expect(only(all)).toMatchObject({ pointer: '/requests/bo-y-te/owners/technical', place: { file: tenant, line: 4 } });
  });
});

describe('NDC-T002: hosts of its own', () => {
  it.each<[string, string, RegExp | undefined]>([
    ['one of its own', 'api.bo-y-te.example', undefined],
    ['the suffix itself', 'bo-y-te.example', undefined],
    ['all of its own', '"*.bo-y-te.example"', undefined],
    ['a name that only ends alike', 'xbo-y-te.example', /is under no suffix/],
    ['another body’s', 'api.bo-cong-an.example', /belongs to Ministry of Public Security/],
    ['a part of its own that was granted to another', 'x.cap.bo-y-te.example', /belongs to Ministry of Public Security/],
    ['nobody’s', 'drive.google.com', /under no suffix.*may use names under: bo-y-te\.example/],
  ])('%s', (_, host, message) => {
    const all = findings([network(host)], { more: granted });
    if (message === undefined) expect(all).toEqual([]);
    else {
      expect(codes(all)).toEqual(['NDC-T002 refuse']);
      expect(only(all).message.en).toMatch(message);
    }
  });

  it('offers the suffix that a slip means, in the whole list', () => {
    const { message, paste } = only(findings([network('a.bo-y-te.example, www.b0-y-te.example')], { more: granted }));
    expect(message.vi).toContain('Có phải ý bạn là www.bo-y-te.example?');
    expect(paste).toBe('ingressHosts: [a.bo-y-te.example, www.bo-y-te.example]');
  });

  it('says so where nothing was granted', () => {
    expect(only(findings([network('a.bo-y-te.example')])).message.vi).toContain('chưa được cấp đuôi tên miền nào');
  });
});

describe('NDC-T003: forecast', () => {
  // The request has 8 cores, 64Gi and 1Ti; the estate's day is 2026-06-30, the last day of 2026-Q2.
  it.each<[string, readonly string[], readonly string[]]>([
    ['in order', [entry('2026-Q4'), entry('2027-Q1', '16')], []],
    ['of the quarter that ends today', [entry('2026-Q2')], []],
    ['of the quarter gone by', [entry('2026-Q1')], ['NDC-T003 notice']],
    ['of yesterday', [entry('2026-06-29')], ['NDC-T003 notice']],
    ['out of order', [entry('2027-Q2'), entry('2026-Q4')], ['NDC-T003 notice']],
    ['two of one date', [entry('2027-Q1'), entry('2027-Q1', '16')], ['NDC-T003 notice']],
    ['a quarter and its first day', [entry('2027-Q1'), entry('2027-01-01')], ['NDC-T003 notice']],
    ['a core less than the quota', [entry('2027-Q1', '7999m')], ['NDC-T003 notice']],
    ['less storage than the quota', [entry('2027-Q1', '8', '64Gi', '1023Gi')], ['NDC-T003 notice']],
  ])('%s', (_, entries, expected) => {
    expect(codes(findings([forecast(...entries)]))).toEqual(expected);
  });

  it('gives the entries sorted, and a smaller one raised to the quota', () => {
    expect(only(findings([forecast(entry('2027-Q2', '16'), entry('2026-Q4'))])).paste).toBe('forecast:\n  - {at: 2026-Q4, cpu: 8, memory: 64Gi, storage: 1Ti}\n  - {at: 2027-Q2, cpu: 16, memory: 64Gi, storage: 1Ti}');
    const smaller = only(findings([forecast(entry('2027-Q1', '4', '128Gi', '512Gi'))]));
    expect(smaller.paste).toBe('- {at: 2027-Q1, cpu: 8, memory: 128Gi, storage: 1Ti}');
    expect(smaller.message.en).toContain('(cpu 4 < 8; storage 512Gi < 1Ti)');
  });
});

describe('NDC-T004: expiry', () => {
  it.each<[string, readonly Edit[], readonly string[]]>([
    ['expires today', [beforePlacement(`        expiresAt: ${asOf}`)], []],
    ['expired yesterday', [beforePlacement('        expiresAt: 2026-06-29')], ['NDC-T004 refuse']],
    ['temporary without a day', [top('temporary: true')], ['NDC-T004 refuse']],
    ['temporary with one', [top('temporary: true'), beforePlacement('        expiresAt: 2026-12-31')], []],
    ['not temporary', [top('temporary: false')], []],
  ])('%s', (_, changes, expected) => {
    expect(codes(findings(changes))).toEqual(expected);
  });

  it('shows what to write', () => {
    expect(only(findings([top('temporary: true')])).message.vi).toContain('ví dụ expiresAt: 2027-06-30');
  });
});

describe('NDC-T005: review day', () => {
  it.each<[string, boolean]>([
    ['2026-06-29', true],
    ['2026-06-30', false],
    ['2028-06-30', false],
    ['2028-07-01', true],
  ])('%s is found: %s', (on, isFound) => {
    const all = findings([top(`reviewOn: ${on}`)]);
    expect(codes(all)).toEqual(isFound ? ['NDC-T005 notice'] : []);
    if (isFound) expect(only(all).paste).toBe('reviewOn: 2027-06-30');
  });
});

describe('NDC-T006: room for a rollout', () => {
  // 8 cores, 64Gi, no GPU, 100 pods.
  it.each<[string, string, readonly string[]]>([
    ['two fit exactly', 'cpu: 4, memory: 32Gi', []],
    ['two do not fit by a thousandth of a core', 'cpu: 4001m, memory: 32Gi', ['NDC-T006 notice']],
    ['one fits exactly', 'cpu: 8, memory: 64Gi', ['NDC-T006 notice']],
    ['one does not', 'cpu: 8, memory: 65Gi', ['NDC-T006 refuse']],
    ['a GPU that no quota has', 'cpu: 1, memory: 1Gi, gpu: 1', ['NDC-T006 refuse']],
  ])('%s', (_, shape, expected) => {
    expect(codes(findings([pod(shape)]))).toEqual(expected);
  });

  it('gives numbers, and the quota that has room for two', () => {
    const { message, paste } = only(findings([pod('cpu: 6, memory: 40Gi')]));
    // Two of them: 12 cores and 80Gi.
    expect(message.en).toContain('(cpu 12 > 8; memory 80Gi > 64Gi)');
    expect(paste).toBe('quota: {cpu: 12, memory: 80Gi, storage: {block: 1Ti}, pods: 100, backup: 900Ti}');
  });

  it('counts pods: one alone cannot have a second beside it', () => {
    const all = findings([[roomy, roomy.replace('pods: 100', 'pods: 1')], pod('cpu: 1, memory: 1Gi')]);
    expect(codes(all)).toEqual(['NDC-T006 notice']);
    expect(only(all).paste).toContain('pods: 2');
  });
});

describe('NDC-T007: nothing vanishes', () => {
  const second = `  - {id: tiem-chung, name: Tiêm chủng, securityLevel: 2, sharing: shared, importance: ordinary, secrecy: none, personalData: basic, environments: [{name: prod, ${roomy}}]}\n`;
  const both: Edit = ['systems:\n', `systems:\n${second}`];
  const databases = (id: string): Edit => ['    personalData: sensitive', `    personalData: sensitive\n    databases: [{id: ${id}, engine: postgresql, size: 1Gi, changeRate: 1Gi}]`];
  const test = (name: string): Edit => ['    environments:\n', `    environments:\n      - {name: ${name}, ${roomy}}\n`];
  const transition = (kind: string, from: string, state = 'open', to = ''): Changes => ({
    'transitions/t1.yaml': `apiVersion: ndc.gov.vn/v1\nkind: Transition\nid: t1\ntransition: ${kind}\nfrom: [${from}]\nto: [${to}]\nstate: ${state}\napprovals: []\n`,
  });
  /** An offboarding that has come to the point where the entry goes, or is kept until later. */
  const givenUp = (from: string, namespace: string, end = 'released: 2026-06-30\nstate: open'): Changes => ({
    'transitions/t1.yaml': `apiVersion: ndc.gov.vn/v1\nkind: Transition\nid: t1\ntransition: offboard\nfrom: [${from}]\nto: []\n${end}\napprovals: []
offboarding:
  organisation: bo-y-te
  cordon: {on: 2026-01-01, figures: stated, limits: [{namespace: ${namespace}, site: ndc-01, cpu: 1, memory: 1Gi, storage: {}, pods: 1}]}
  export: {on: 2026-01-02, location: x, digest: "sha256:${'a'.repeat(64)}", confirmedBy: B}
  retention: {on: 2026-01-03, until: 2026-06-01}\n`,
  });
  /** A system that stands in another body's request, whose transfer is open. */
  const transferred = (system: string, kind = 'transfer'): Changes => ({
    ...transition(kind, `organisation/bo-y-te, system/${system}`, 'open', 'organisation/bo-cong-an'),
    'tenants/bo-cong-an.yaml': `apiVersion: ndc.gov.vn/v1\nkind: TenancyRequest\norganisation: bo-cong-an\nowners: {accountable: A, technical: B, mailbox: a@b.example}\nsystems:\n${second.replace('tiem-chung', system)}`,
  });

  it.each<[string, readonly Edit[], readonly Edit[], Changes, RegExp | undefined]>([
    ['a system', [both], [], {}, /system "tiem-chung".*ndc tenant offboard system\/tiem-chung/],
    ['an environment', [test('test')], [], {}, /environment "test".*environment\/ho-so-suc-khoe-test/],
    ['a database', [databases('ho-so')], [], {}, /database "ho-so".*database\/ho-so-suc-khoe\/ho-so/],
    ['a system that is offboarded', [both], [], givenUp('system/tiem-chung', 'tiem-chung-prod'), undefined],
    ['a system behind its tombstone', [both], [], givenUp('system/tiem-chung', 'tiem-chung-prod', 'released: 2026-06-29\ntombstone: 2026-06-30\nstate: done'), undefined],
    ['a system that is still kept', [both], [], givenUp('system/tiem-chung', 'tiem-chung-prod', 'state: open'), /ndc tenant offboard system\/tiem-chung/],
    ['a system that an open offboarding names, without a step', [both], [], transition('offboard', 'system/tiem-chung'), /tiem-chung/],
    ['a database that an open offboarding names', [databases('ho-so')], [], transition('offboard', 'database/ho-so-suc-khoe/ho-so'), undefined],
    ['a database of a system whose offboarding has begun', [databases('ho-so')], [], transition('offboard', 'system/ho-so-suc-khoe'), /database "ho-so"/],
    ['an environment that is offboarded', [test('test')], [], givenUp('environment/ho-so-suc-khoe-test', 'ho-so-suc-khoe-test'), undefined],
    ['an environment of a system that is cordoned', [test('test')], [], givenUp('environment/ho-so-suc-khoe-test', 'ho-so-suc-khoe-test', 'state: draft'), /environment "test"/],
    ['a system of which only an environment is in offboarding', [both], [], transition('offboard', 'environment/tiem-chung-prod'), /tiem-chung/],
    ['an environment while another system is taken over', [test('test')], [], transferred('tiem-chung'), /environment "test"/],
    ['a system whose offboarding is only a draft', [both], [], transition('offboard', 'system/tiem-chung', 'draft'), /tiem-chung/],
    ['a system of which only another one’s transition is open', [both], [], transition('offboard', 'system/tiem'), /tiem-chung/],
    ['a system that was added', [], [both], {}, undefined],
  ])('%s', (_, against, changes, more, message) => {
    const all = findings(changes, { against, more });
    if (message === undefined) expect(all).toEqual([]);
    else {
      expect(codes(all)).toEqual(['NDC-T007 refuse']);
      expect(only(all).message.en).toMatch(message);
    }
  });

  it.each(['transfer', 'merge', 'split', 'rename'])('a system that another body takes over by an open %s', (kind) => {
    const request = estateOf({ [tenant]: edits([[quota, roomy]]), ...transferred('tiem-chung', kind) });
    const base = estateOf({ [tenant]: edits([[quota, roomy], both]) }).requests['bo-y-te'];
    const [after, before] = [request.requests['bo-y-te'], base];
    if (after === undefined || before === undefined) throw new Error('the request is gone');
    expect(requestFindings({ estate: request, request: after, base: before })).toEqual([]);
    expect(codes(requestFindings({ estate: { ...request, transitions: {} }, request: after, base: before }))).toEqual(['NDC-T007 refuse']);
  });

  it.each<[string, readonly Edit[], readonly Edit[], string]>([
    ['a system of the same name', [], [['id: ho-so-suc-khoe', 'id: hssk']], 'id: ho-so-suc-khoe'],
    ['a system of a near id', [], [['id: ho-so-suc-khoe', 'id: ho-so-suckhoe'], ['name: Hồ sơ sức khỏe điện tử', 'name: Bệnh án']], 'id: ho-so-suc-khoe'],
    ['an environment', [], [['name: prod', 'name: production']], 'name: prod'],
    ['a database', [databases('ho-so')], [databases('ho-so-2')], 'id: ho-so'],
  ])('says that ids never change: %s', (_, against, changes, paste) => {
    const one = only(findings(changes, { against }));
    expect(one.paste).toBe(paste);
    expect(one.message.vi).toContain('không bao giờ đổi');
    expect(one.place?.file).toBe(tenant);
  });
});

describe('NDC-T008: growth is justified', () => {
  const justification = top('justification: {reason: Thêm tỉnh, currentUsage: 80 %, stepsTaken: đã nén}');
  // Base: 8 cores, 64Gi, 1Ti = 1024Gi. One and a half times: 12 cores, 96Gi, 1536Gi.
  it.each<[string, readonly Edit[], readonly string[]]>([
    ['12 cores', [[roomy, roomy.replace('cpu: 8', 'cpu: 12')]], []],
    ['a thousandth more', [[roomy, roomy.replace('cpu: 8', 'cpu: 12001m')]], ['NDC-T008 notice']],
    ['96Gi', [[roomy, roomy.replace('64Gi', '96Gi')]], []],
    ['97Gi', [[roomy, roomy.replace('64Gi', '97Gi')]], ['NDC-T008 notice']],
    ['1536Gi', [[roomy, roomy.replace('1Ti', '1536Gi')]], []],
    ['1537Gi', [[roomy, roomy.replace('1Ti', '1537Gi')]], ['NDC-T008 notice']],
    ['twice, justified', [[roomy, roomy.replace('cpu: 8', 'cpu: 16')], justification], []],
    ['less', [[roomy, roomy.replace('cpu: 8', 'cpu: 4')]], []],
  ])('%s', (_, changes, expected) => {
    expect(codes(findings(changes, { against: [] }))).toEqual(expected);
    expect(findings(changes)).toEqual([]);
  });

  it('gives the lines to fill in, which are not valid before they are', () => {
    const { message, paste } = only(findings([[roomy, roomy.replace('cpu: 8', 'cpu: 16')]], { against: [] }));
    expect(message.en).toContain('(cpu 8 → 16)');
    expect(() => estateOf({ [tenant]: (text) => `${text}${paste ?? ''}\n` })).toThrow(/justification\.reason is empty/);
  });
});

describe('NDC-T009: room for backups', () => {
  // Tier bronze of the test estate: 35 days and 12 monthlies, locked for 35 days; a full every 7 days, an incremental a day,
  // all halved by compression, volumes full. 1Ti of volumes: a full is 512Gi; 1 % of it changes a day, an incremental is 5.12Gi.
  // In the long run: the fulls of 42 days are 6, at most 7 on the fullest day, and the monthlies beyond them 11 or so.
  const withBackup = (backup: string): readonly Edit[] => [[roomy, roomy.replace('900Ti', backup)]];

  it('gives the likely figure and the quota to paste, which then passes', () => {
    const { message, paste, weight } = only(findings(withBackup('1Ti')));
    expect(weight).toBe('notice');
    expect(message.en).toMatch(/ho-so-suc-khoe-prod: the backup quota of 1Ti is less than what is likely needed, about \d+(\.\d)? TiB \(estimated\): the tier bronze keeps 35 days and 12 monthly backups/);
    const needed = Number(/backup: (\d+)Gi/.exec(paste ?? '')?.[1]);
    // 17 fulls at least (6 within 42 days, 11 months before), 19 at most; 6 incrementals for each of six weeks, 37 days at most 42.
    expect(needed).toBeGreaterThanOrEqual(17 * 512);
    expect(needed).toBeLessThanOrEqual(19 * 512 + 42 * 6);
    expect(findings([[roomy, paste ?? '']])).toEqual([]);
    expect(codes(findings(withBackup(`${needed - 1}Gi`)))).toEqual(['NDC-T009 notice']);
  });

  it('says 0 where no backup quota was asked for', () => {
    expect(only(findings([[roomy, quota.replace('pods: 100', 'pods: 99')]])).message.en).toContain('the backup quota of 0 is less');
  });
});

describe('NDC-T010: no start before the site opens', () => {
  // ndc-01 operates; ndc-02 opens in 2027-Q4.
  const at = (site: string, start: string): readonly Edit[] => [
    ['    personalData: sensitive', `    personalData: sensitive\n    migration: {wave: none, start: ${start}}`],
    ['placement: {primary: ndc-01, standby: ndc-02}', `placement: {primary: ${site}, standby: ${site === 'ndc-01' ? 'ndc-02' : 'ndc-01'}}`],
  ];
  it.each<[string, string, boolean]>([
    ['ndc-01', '2026-Q3', false],
    ['ndc-02', '2027-Q3', true],
    ['ndc-02', '2027-09-30', true],
    ['ndc-02', '2027-10-01', false],
    ['ndc-02', '2027-Q4', false],
  ])('at %s from %s is found: %s', (site, start, isFound) => {
    const all = findings(at(site, start));
    expect(codes(all)).toEqual(isFound ? ['NDC-T010 notice'] : []);
    if (isFound) expect(only(all)).toMatchObject({ paste: 'start: 2027-Q4', pointer: '/requests/bo-y-te/systems/0/migration/start' });
  });
});

describe('NDC-T011: classification kept', () => {
  it.each<[string, Edit, readonly string[]]>([
    ['securityLevel', ['securityLevel: 4', 'securityLevel: 3'], ['securityLevel is lowered from 4 to 3']],
    ['securityLevel raised', ['securityLevel: 4', 'securityLevel: 5'], []],
    ['sharing', ['sharing: shared', 'sharing: open'], ['sharing is lowered from shared to open']],
    ['sharing raised', ['sharing: shared', 'sharing: specialised'], []],
    ['importance', ['importance: important', 'importance: ordinary'], ['importance is lowered from important to ordinary']],
    ['personalData', ['personalData: sensitive', 'personalData: basic'], ['personalData is lowered from sensitive to basic']],
    ['secrecy raised', ['secrecy: none', 'secrecy: mat'], []],
  ])('%s', (_, change, expected) => {
    const all = findings([change], { against: [] });
    expect(codes(all)).toEqual(expected.map(() => 'NDC-T011 notice'));
    for (const words of expected) expect(only(all).message.en).toContain(words);
  });

  it('finds a lowered secrecy', () => {
    expect(only(findings([], { against: [['secrecy: none', 'secrecy: tuyet-mat']] })).message.vi).toContain('secrecy giảm từ tuyet-mat xuống none');
  });

  it('judges a database by what it is, its own class or its system’s', () => {
    const databases = (more: string): Edit => ['    personalData: sensitive', `    personalData: sensitive\n    databases: [{id: y-te, engine: postgresql, size: 1Gi, changeRate: 1Gi${more}}]`];
    const own = databases(', importance: ordinary');
    expect(only(findings([own], { against: [databases('')] })).message.en).toContain('database y-te of ho-so-suc-khoe: importance is lowered from important to ordinary');
    expect(findings([databases('')], { against: [own] })).toEqual([]);
    expect(findings([own], { against: [own] })).toEqual([]);
  });
});

describe('NDC-T012: honest letters', () => {
  it.each<[string, string, string | undefined]>([
    ['Vietnamese', 'Nguyễn Đắc Ưởng', undefined],
    ['its marks apart', 'Nguyễn Đắc Ưởng'.normalize('NFD'), undefined],
    ['a zero-width space', 'Nguyễn\u200b Văn', 'Nguyễn Văn'],
    ['a change of direction', 'Nguyễn \u202eVăn', 'Nguyễn Văn'],
    ['an isolate', 'Nguyễn \u2066Văn\u2069', 'Nguyễn Văn'],
    ['a soft hyphen', 'Ngu\u00adyễn', 'Nguyễn'],
    ['a byte-order mark inside', 'Ngu\ufeffyễn', 'Nguyễn'],
    ['a tag', 'Nguyễn\u{e0041}', 'Nguyễn'],
    ['a filler', 'Nguyễn\u3164', 'Nguyễn'],
    ['a blank braille cell', 'Nguyễn\u2800A', 'NguyễnA'],
    ['a line break', 'Nguyễn\nVăn', 'Nguyễn Văn'],
    ['a Cyrillic a', 'Nguyễn V\u0430n', 'Nguyễn Van'],
    ['a Greek capital', '\u0391n Bình', 'An Bình'],
    ['a word all Cyrillic', 'Москва', undefined],
    ['a Greek letter by itself', 'β-caroten', undefined],
  ])('%s', (_, name, right) => {
    const all = findings([owners(name, 'Trung tâm B')]);
    if (right === undefined) expect(all).toEqual([]);
    else {
      expect(codes(all)).toEqual(['NDC-T012 refuse']);
      const one = only(all);
      expect(one.paste).toBe(`accountable: ${JSON.stringify(right)}`);
      expect(one.message.vi).toMatch(/\(U\+[0-9A-F]{4,5}\)/);
      // eslint-disable-next-line no-control-regex -- none may reach a terminal
      expect(one.message.vi + one.message.en).not.toMatch(/[\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/);
    }
  });

  it('lets paragraphs stand in a justification, and nothing hidden', () => {
    const reason = (text: string) => findings([top(`justification: {reason: ${JSON.stringify(text)}, currentUsage: a, stepsTaken: b}`)]);
    expect(reason('Dòng một\n\nDòng hai')).toEqual([]);
    expect(only(reason('Dòng\u200bmột')).pointer).toBe('/requests/bo-y-te/justification/reason');
  });

  it('has no line to paste where a letter has no twin', () => {
    const { paste, message } = only(findings([owners('Nguyễn Vжn', 'Trung tâm B')]));
    expect(paste).toBeUndefined();
    expect(message.en).toContain('a Cyrillic letter "ж" (U+0436)');
  });
});

describe('all rules together', () => {
  it('tell everything at once, in reading order', () => {
    const all = findings([top('reviewOn: 2020-01-01'), owners('Một người', 'một  người'), forecast(entry('2026-Q1')), pod('cpu: 9, memory: 1Gi'), network('x.y.vn')]);
    expect(codes(all).sort()).toEqual(['NDC-T001 refuse', 'NDC-T002 refuse', 'NDC-T003 notice', 'NDC-T005 notice', 'NDC-T006 refuse']);
    const lines = all.map(({ place }) => place?.line ?? Infinity);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  it('have a code each, explained in both languages', () => {
    const kinds = diagnosticKinds().filter(({ code }) => code.startsWith('NDC-T0'));
    expect(kinds.map(({ code }) => code)).toEqual(expect.arrayContaining(Array.from({ length: 12 }, (_, index) => `NDC-T${String(index + 1).padStart(3, '0')}`)));
    for (const { explanation } of kinds) expect(explanation.vi.length > 80 && explanation.en.length > 80 && explanation.vi !== explanation.en).toBe(true);
  });

  it('refuse none of the shipped requests', () => {
    const estate = shippedEstate();
    const refused = Object.values(estate.requests).flatMap((request) => requestFindings({ estate, request, base: request }).filter(({ weight }) => weight === 'refuse'));
    expect(refused.map(({ place, message }) => `${place?.file}:${place?.line} ${message.en}`)).toEqual([]);
  });
});

// The base the edits start from is what the tables say it is.
it('the request under test asks for what the tables count with', () => {
  expect(baseFiles[tenant]).toContain(quota);
  expect(estateOf(roomyBase).requests['bo-y-te']?.systems).toHaveLength(1);
});

describe('NDC-T013: own groups', () => {
  const others = (groups: string): Changes => ({ [organisations]: (text) => text.replace('level: central, kind: ministry}', `level: central, kind: ministry, groups: [${groups}]}`) });

  it('refuses another body’s group, with whose it is and which are its own', () => {
    const all = findings([top('groups: [{name: "bo-y-te:platform", role: operate}, {name: "bo-cong-an:platform", role: view}]')], { more: others('"bo-cong-an:platform"') });

    expect(codes(all)).toEqual(['NDC-T013 refuse']);
    const { message, place } = only(all);
    expect(message.en).toBe('groups.1.name names the group "bo-cong-an:platform" of bo-cong-an; this body has: bo-y-te:platform. Choose one of your own; if that group is truly needed, ask the owner of the platform, not in the request.');
    expect(message.vi).toContain('của bo-cong-an; cơ quan này có: bo-y-te:platform. Hãy chọn nhóm của mình');
    expect(place?.file).toBe(tenant);
  });

  it('takes the body’s own', () => {
    expect(findings([top('groups: [{name: "bo-y-te:platform", role: operate}]')], { more: others('"bo-cong-an:platform"') })).toEqual([]);
  });
});

describe('NDC-T014: a size for what is used within the session only', () => {
  const flow = (fields: string): Edit => ['    environments:', `    flows: [{from: csdl, fields: ${fields}, purpose: đối chiếu}]\n    environments:`];
  const sized: Edit = [roomy, 'quota: {size: s}'];

  it('tells that its storage is not granted, and gives the figures without', () => {
    const finding = only(findings([flow('other-sector'), sized]).filter(({ code }) => code === 'NDC-T014'));

    expect(finding.weight).toBe('notice');
    expect(finding.pointer).toBe('/requests/bo-y-te/systems/0/environments/0/quota/size');
    expect(finding.message.en).toMatch(/^ho-so-suc-khoe-prod: the storage of \S+ and the backups of \S+ of size "s" are not granted, because the system uses fields of other sectors/);
    expect(finding.paste).toMatch(/^quota: \{cpu: \S+, memory: \S+, storage: \{\}, pods: \d+\}$/);
  });

  it('is silent where figures are written, and where the fields are its own', () => {
    for (const changes of [[flow('own-sector'), sized], [flow('other-sector'), [roomy, 'quota: {cpu: 8, memory: 64Gi, storage: {}, pods: 100}'] as const]]) expect(codes(findings(changes))).not.toContain('NDC-T014 notice');
  });

  it('is neither charged nor shown: what is granted is what the figures say', () => {
    const estate = estateOf({ [tenant]: edits([flow('other-sector'), [quota, 'quota: {size: s}']]) });
    const { environments } = deriveIntent(estate);
    const request = estate.requests['bo-y-te'];
    if (request === undefined) throw new Error('the request is gone');
    const price = priceOf(estate, request, environments);

    expect(environments.map(({ quota: { storage, backup } }) => [storage, backup])).toEqual([[{}, 0n]]);
    expect([...price.lines, ...price.unpriced].map(({ what }) => what.en).sort()).not.toEqual(expect.arrayContaining([expect.stringMatching(/storage|backups/)]));
    const shown = derivedOf(estate, request, environments).find(({ what }) => what.en === 'quota');
    expect(shown?.value.en).not.toMatch(/block|backups/);
    expect(shown?.because.en).toContain('nothing is stored');
  });
});
