import { describe, expect, it } from 'vitest';
import { diagnosticKinds } from '../../../sites/model/diagnostic.js';
import { requestFindings } from '../../../sites/tenancy/request-findings.js';
import { shippedEstate } from '../data/shipped.js';
import { asOf, baseFiles, estateOf, type Changes } from '../model/estate-files.js';
import { beforePlacement, codes, type Edit, edits, entry, findings, forecast, granted, network, only, organisations, owners, pod, quota, roomy, roomyBase, tenant, top } from './request-edits.js';

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

  it('writes days in a Vietnamese sentence as Vietnamese are written', () => {
    const { message } = only(findings([beforePlacement('        expiresAt: 2026-06-29')]));
    expect(message.vi).toContain('expiresAt 29/06/2026 đã qua (hôm nay 30/06/2026)');
    expect(message.en).toContain('expiresAt 2026-06-29 has gone by (today is 2026-06-30)');
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
    ['a blank braille cell', 'Nguyễn\u2800A', 'Nguyễn A'],
    ['a word joiner between two words', 'Nguyễn Văn\u2060A', 'Nguyễn Văn A'],
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
