import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcome as schema } from '../../../bin/outcomes/tenant-review.js';
import { json } from '../../../bin/present/json.js';
import { longestComment } from '../../../bin/present/tenant/comment.js';
import { markdown, marker } from '../../../bin/present/tenant/review-markdown.js';
import type { LiveUse } from '../../../bin/live-use.js';
import type { TenantReviewData } from '../../../bin/tenant-review-data.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { estateWith, filesOf, ordinary, puts, tenant } from '../../sites/tenancy/requests.js';
import { outsideCode } from './outside-code.js';
import { reviewed } from './review.js';

const vi = { lang: 'vi', columns: 100, colour: false } as const;
const en = { ...vi, lang: 'en' } as const;
const prod = 'quota: {cpu: 8, memory: 64Gi, storage: {block: 1Ti}, pods: 100}';
const two: readonly (readonly [string, string])[] = [...ordinary, ['    environments:\n', '    environments:\n      - {name: dev, quota: {size: s}}\n']];

/** Adds a system, lets memory grow and CPU shrink, removes an environment that holds data. */
const mixed = (): TenantReviewData =>
  reviewed(
    filesOf(puts(...two)),
    filesOf(
      puts(
        ...ordinary,
        [prod, prod.replace('cpu: 8', 'cpu: 4').replace('64Gi', '80Gi')],
        ['  - id: ho-so-suc-khoe', '  - {id: moi, name: "Mới `x` | <b>@ai</b>", securityLevel: 1, sharing: open, importance: ordinary, secrecy: none, personalData: none, environments: [{name: prod, quota: {size: s}, network: {egress: [{host: drive.google.com, port: 443, purpose: "![a](http://e)"}]}}]}\n  - id: ho-so-suc-khoe'],
      ),
    ),
    ['bo-y-te'],
  );

const golden = (name: string): string => fileURLToPath(new URL(`../../golden/tenant/${name}`, import.meta.url));

describe('the review of a branch that adds, grows, shrinks and removes', () => {
  const data = mixed();

  it.each([
    ['review.vi.md', vi],
    ['review.en.md', en],
  ] as const)('reads as %s says (refresh: NDC_GOLDEN=write)', (name, view) => {
    // Digests change with every word of the shipped rules; what they are made of is tested where they are made.
    const text = markdown(data, view).replace(/sha256:[0-9a-f]{64}/g, 'sha256:…');
    if (process.env['NDC_GOLDEN'] === 'write') writeFileSync(golden(name), text);

    expect(text).toBe(readFileSync(golden(name), 'utf8'));
  });

  it('begins with its marker and ends with the next step', () => {
    const text = markdown(data, vi);

    expect(text.startsWith(`${marker} base=${'1'.repeat(40)} head=${'2'.repeat(40)} joint=sha256:`)).toBe(true);
    expect(text.trimEnd().split('\n').at(-1)).toMatch(/^\*\*Việc tiếp theo của bạn:\*\* /);
  });

  it('tells whoever approves what a new system is, and of a state secret its code alone', () => {
    const added = (secrecy: string): TenantReviewData =>
      reviewed(filesOf(puts(...ordinary)), filesOf(puts(...ordinary, ['  - id: ho-so-suc-khoe', `  - {id: moi, name: Cổng thông tin, securityLevel: 3, sharing: open, importance: important, secrecy: ${secrecy}, personalData: basic, funding: state-budget, migration: {wave: cloud, mode: move, start: 2027-01-15, agreement: {document: 12/BB, date: 2026-01-10}}, environments: [{name: prod, quota: {size: s}}]}\n  - id: ho-so-suc-khoe`])), ['bo-y-te']);
    const text = markdown(added('none'), vi);

    expect(text).toContain('- `moi` `Cổng thông tin`: cấp độ an toàn 3; dữ liệu mở; dữ liệu quan trọng; không phải bí mật nhà nước; dữ liệu cá nhân cơ bản; cấp bảo vệ silver; nguồn vốn: ngân sách nhà nước');
    expect(text).toContain('di chuyển: đợt điện toán đám mây (C III.2); chuyển hệ thống đang chạy; bắt đầu 15/01/2027; văn bản thống nhất lộ trình: `12/BB`, 10/01/2026; phương án bảo đảm an ninh: chưa ghi nhận');
    expect(text).toContain('`moi-prod`: 4 nhân, 8 GiB, 100 GiB lưu trữ, 50 pod; chính `ndc-01`, dự phòng `ndc-02`');
    expect(added('mat').requests[0]?.newSystems).toEqual([{ system: expect.stringMatching(/^mat-[0-9a-f]{8}$/) as string, concealed: true }]);
    expect(markdown(added('mat'), vi)).not.toMatch(/Cổng thông tin|15\/01\/2027|12\/BB/);
    // One that is there already is told by what changes of it.
    expect(reviewed(filesOf(), filesOf(puts(...ordinary)), ['bo-y-te']).requests[0]?.newSystems).toEqual([]);
  });

  it('shows another ministry’s group with all other verdicts and approvals', () => {
    const granted = { 'catalogue/organisations.yaml': puts(['level: central, kind: ministry}', 'level: central, kind: ministry, groups: ["bo-cong-an:platform"]}']) };
    const review = reviewed(filesOf(puts(...ordinary), granted), filesOf(puts(...ordinary, ['systems:', 'groups: [{name: "bo-cong-an:platform", role: view}]\nsystems:']), granted), ['bo-y-te']);
    const [request] = review.requests;

    expect(review.verdict).toBe('refused');
    expect(request?.findings.map(({ code, weight }) => [code, weight])).toContainEqual(['NDC-T013', 'refuse']);
    expect(request?.approvals.filter(({ required }) => required).map(({ rule }) => rule)).toEqual(expect.arrayContaining(['groups-changed', 'foreign-group']));
    expect(request?.policies.passed).toBeGreaterThan(0);
    expect(review.fit?.verdict).toBe('fits');
    expect(markdown(review, vi)).toContain('nêu nhóm');
  });

  it('is the same twice', () => {
    expect(markdown(mixed(), vi)).toBe(markdown(data, vi));
  });

  it('names approvers for what is destroyed and for the destination abroad', () => {
    const required = data.requests.flatMap(({ approvals }) => approvals.filter((one) => one.required).map(({ rule }) => rule));

    expect(required).toEqual(expect.arrayContaining(['removes-data', 'removes-data-platform', 'egress-abroad', 'growth-over-half']));
    expect(required).not.toContain('first-request');
  });

  it('says that live use of what shrinks was not looked at', () => {
    expect(data.notChecked.map((text) => text.en)).toContain('live use: a quota that shrinks may fall below what is in use');
  });

  it('has the JSON its schema says', () => {
    const text = json({ kind: 'ndc/tenant-review.v1', data, exit: 1 });

    expect(schema.safeParse(JSON.parse(text)).error).toBeUndefined();
  });
});

describe('what a review refuses', () => {
  it('a file that does not load, with the line to paste where one is meant', () => {
    const files = filesOf(puts(['sharing: shared', 'sharing: dùng chung']));
    const data = reviewed(filesOf(), files, ['bo-y-te']);

    expect(data).toMatchObject({ verdict: 'refused', requests: [], diagnostics: [{ file: tenant, suggestion: '    sharing: shared' }] });
    expect(markdown(data, vi)).toContain('```suggestion\n    sharing: shared\n```');
  });

  it('paths that are no request, and says so first', () => {
    const foreign = Array.from({ length: 5000 }, (_, index) => ({ path: `bin/\`${index}\`.ts`, because: 'outside' as const }));
    const text = markdown(reviewed(filesOf(), filesOf(), [], { foreign }), en);

    expect(text.split('\n')[1]).toBe('## Not a tenant request');
    expect(text).toContain('5000 paths');
    expect(text).toContain('- … +4980');
    expect(text.length).toBeLessThan(5000);
  });

  it('nothing of a state secret is told but that it changes', () => {
    const secret: readonly (readonly [string, string])[] = [...ordinary, ['secrecy: none', 'secrecy: mat']];
    const text = markdown(reviewed(filesOf(puts(...secret)), filesOf(puts(...secret, [prod, prod.replace('cpu: 8', 'cpu: 7777')])), ['bo-y-te']), en, { whole: true });

    expect(text).not.toContain('ho-so-suc-khoe');
    expect(text).not.toContain('7777');
    expect(text).toMatch(/environment `mat-[0-9a-f]{8}-prod` \| `quota\.cpu` \| _not told_/);
  });
});

describe('use on record in the base', () => {
  const record = (use: string, to = '2026-06-20'): Readonly<Record<string, string>> => ({
    'records/usage/use-thu-2026-06-30.yaml': `apiVersion: ndc.gov.vn/v1\nkind: Record\nid: use-thu-2026-06-30\nrecord: usage\non: 2026-06-30\nsubject: connection/thu\nuse:\n  - {namespace: ho-so-suc-khoe-prod, site: ndc-01, readings: 5, from: 2026-05-01, to: ${to}, ${use}}\n`,
  });
  const asking = (quota: string, base: Readonly<Record<string, string>> = {}, head: Readonly<Record<string, string>> = base): TenantReviewData => reviewed(filesOf(puts(...ordinary), base), filesOf(puts(...ordinary, [prod, quota]), head), ['bo-y-te']);
  const required = (data: TenantReviewData): readonly string[] => data.requests.flatMap(({ approvals }) => approvals.filter((one) => one.required).map(({ rule }) => rule));
  const [more, larger] = [prod.replace('cpu: 8', 'cpu: 12'), prod.replace('1Ti', '1280Gi')];

  it.each<[string, string, Readonly<Record<string, string>>, readonly string[]]>([
    // 35 % of 8 cores are 2.8.
    ['35 % of CPU makes growth by a half automatic', more, record('cpu: 2800m'), []],
    ['a milli-core less does not', more, record('cpu: 2799m'), ['growth-without-use']],
    ['more than 80 % of storage does', larger, record('storage: {block: 879609302221}'), []],
    ['a byte less does not', larger, record('storage: {block: 879609302220}'), ['growth-without-use']],
    ['90 days old, it counts', more, record('cpu: 8', '2026-04-01'), []],
    ['91 days old, it does not', more, record('cpu: 8', '2026-03-31'), ['growth-without-use']],
    ['none is no evidence', more, {}, ['growth-without-use']],
    ['a shrink below it needs the owner of capacity', prod.replace('cpu: 8', 'cpu: 2'), record('cpu: 2800m'), ['shrinks-below-use']],
    ['a shrink above it needs nobody', prod.replace('cpu: 8', 'cpu: 3'), record('cpu: 2800m'), []],
  ])('%s', (_, quota, records, expected) => {
    expect(required(asking(quota, records))).toEqual(expected);
  });

  it('is read from the base alone: a branch cannot bring its own', () => {
    expect(required(asking(more, {}, record('cpu: 8')))).toEqual(['growth-without-use']);
  });

  it('of the last month tells a shrink from one that nobody compared', () => {
    const less = prod.replace('cpu: 8', 'cpu: 3');
    const notChecked = (records: Readonly<Record<string, string>>): string => JSON.stringify(asking(less, records).notChecked);
    expect(notChecked(record('cpu: 1', '2026-05-30'))).not.toContain('live use');
    expect(notChecked(record('cpu: 1', '2026-05-29'))).toContain('live use');
    expect(notChecked(record('memory: 1Gi'))).toContain('live use');
  });
});

describe('live use, where a review has a connection', () => {
  const base = filesOf(puts(...ordinary));
  const less = filesOf(puts(...ordinary, [prod, prod.replace('cpu: 8', 'cpu: 3')]));
  const { environments } = deriveIntent(estateWith(puts(...ordinary, [prod, prod.replace('cpu: 8', 'cpu: 3')])));
  const live = (used: bigint, unread: LiveUse['unread'] = []): LiveUse => ({
    connection: 'thu',
    quotas: new Map([['ndc-01', [{ namespace: 'ho-so-suc-khoe-prod', used: new Map([['cpu', used]]), hard: new Map([['cpu', 8000n]]) }]]]),
    environments,
    unread,
  });
  const asked = (of: LiveUse): TenantReviewData => reviewed(base, less, ['bo-y-te'], {}, { live: of });

  it('refuses a quota below it, in the comment’s own words', () => {
    const data = asked(live(3001n));
    expect(data).toMatchObject({ verdict: 'refused', reasons: [{ en: expect.stringContaining('1 point to mend in the request') as string }] });
    expect(markdown(data, en)).toContain('NDC-T020');
  });

  it('lets a shrink above it pass, and no longer calls it unchecked', () => {
    const data = asked(live(3000n));
    expect(data.requests.flatMap(({ findings }) => findings.map(({ code }) => code))).not.toContain('NDC-T020');
    expect(JSON.stringify(data.notChecked)).not.toContain('live use');
  });

  it('names what it could not read as not checked', () => {
    const reason = { vi: 'ndc-02: không trả lời', en: 'ndc-02: does not answer' };
    const data = asked(live(3000n, [{ site: 'ndc-02', reason }]));
    expect(data.notChecked).toContainEqual({ vi: `mức đang dùng thật: ${reason.vi}`, en: `live use: ${reason.en}` });
    expect(data.verdict).toBe('unclear');
  });

  it('of a state secret tells that something is wrong, and no size', () => {
    const secret: readonly (readonly [string, string])[] = [...ordinary, ['secrecy: none', 'secrecy: mat']];
    const after = puts(...secret, [prod, prod.replace('cpu: 8', 'cpu: 3')]);
    const of = { ...live(3777n), environments: deriveIntent(estateWith(after)).environments };
    const text = markdown(reviewed(filesOf(puts(...secret)), filesOf(after), ['bo-y-te'], {}, { live: of }), en, { whole: true });
    expect(text).toContain('NDC-T020');
    expect(text).not.toMatch(/ho-so-suc-khoe|3777/);
  });
});

describe('what a review judges besides', () => {
  const large = (organisation: string, system: string): string => `apiVersion: ndc.gov.vn/v1
kind: TenancyRequest
organisation: ${organisation}
owners: {accountable: Vụ trưởng, technical: Trung tâm, mailbox: platform@example.vn}
systems:
  - {id: ${system}, name: Lớn, securityLevel: 2, sharing: shared, importance: ordinary, secrecy: none, personalData: none, environments: [{name: prod, quota: {cpu: 700, memory: 64Gi, storage: {}, pods: 100}, placement: {primary: ndc-01, standby: ndc-02}}]}
`;

  it('two requests that fit one by one and not together, by name', () => {
    // NDC 01 has 20 nodes of 64 cores less 2: 1240. Each asks for 700.
    const base = filesOf(puts(...ordinary));
    const head = [...filesOf(() => large('bo-y-te', 'ho-so-suc-khoe')), ...filesOf(undefined, { 'tenants/bo-cong-an.yaml': large('bo-cong-an', 'can-cuoc') }).filter(({ name }) => name === 'tenants/bo-cong-an.yaml')];
    const data = reviewed(base, head, ['bo-cong-an', 'bo-y-te']);
    const text = markdown(data, en);

    expect(data.requests.map(({ organisation, fit }) => [organisation, fit])).toEqual([
      ['bo-cong-an', 'fits'],
      ['bo-y-te', 'fits'],
    ]);
    expect(data).toMatchObject({ verdict: 'refused', fit: { verdict: 'does-not-fit' }, joint: { onlyApart: true } });
    expect(text).toContain('each fits alone, together they do not: bo-cong-an, bo-y-te');
    // 1400 of 1240: 160 cores are missing.
    expect(text).toMatch(/\| `ndc-01` \| CPU \| 2026-Q2 \| 160 cores \| `bo-cong-an` 700 cores, `bo-y-te` 692 cores \|/);
  });

  it('a request that is taken away without an open transition', () => {
    const data = reviewed(filesOf(puts(...ordinary)), filesOf(undefined, { [tenant]: undefined }), ['bo-y-te']);

    expect(data).toMatchObject({ verdict: 'refused', requests: [{ against: 'withdrawn', findings: [{ code: 'NDC-T007', weight: 'refuse' }] }] });
    expect(data.requests[0]?.changes[0]).toMatchObject({ kind: 'removed', destroys: true, holdsData: true });
  });

  it('nothing where nothing changes', () => {
    const data = reviewed(filesOf(), filesOf(), []);

    expect(data).toMatchObject({ verdict: 'no-change', requests: [], reasons: [] });
    expect(markdown(data, vi)).toMatch(/## Kết luận: KHÔNG CÓ PHIẾU NÀO ĐỂ XÉT/);
    expect(markdown(data, vi)).not.toContain('CHẤP NHẬN ĐƯỢC');
    expect(markdown(data, vi).length).toBeLessThan(2000);
  });
});

describe('the comment', () => {
  const data = mixed();
  const [request] = data.requests;

  it('stays below the limit of hosts, however much there is to say, and names where the rest is', () => {
    if (request === undefined) throw new Error('no request was judged');
    const many = { ...data, requests: [{ ...request, changes: Array.from({ length: 20_000 }, (_, index) => ({ ...request.changes[index % request.changes.length], subject: `s-${index}` })) as typeof request.changes, derived: Array.from({ length: 5000 }, () => request.derived).flat() }], rows: Array.from({ length: 100 }, () => data.rows).flat() };
    const text = markdown(many, vi, { artefact: 'review.md' });

    expect(text.length).toBeLessThan(longestComment);
    expect(text).toContain('toàn văn ở `review.md`');
    expect(text).toContain('**HỦY**');
    expect(text).toContain('### Phê duyệt');
    expect(text.trimEnd().split('\n').at(-1)).toContain('Việc tiếp theo');
  });

  it('leaves nothing out of the whole text', () => {
    if (request === undefined) throw new Error('no request was judged');
    const many = { ...data, requests: [{ ...request, changes: Array.from({ length: 1500 }, (_, index) => ({ ...request.changes[0], subject: `s-${index}` })) as typeof request.changes }] };

    expect(markdown(many, vi).length).toBeLessThan(longestComment);
    expect(markdown(many, vi)).not.toContain('`s-1499`');
    expect(markdown(many, vi, { whole: true })).toContain('`s-1499`');
  });

  it('holds whatever a request says inside code', () => {
    if (request === undefined) throw new Error('no request was judged');
    const evil = fc.array(fc.constantFrom('`', '```', '|', '\n', '\n## x', '<img src=x>', '@ministry', '[a](http://b)', '<!-- ndc-tenant-review', '\u202e', '</details>', 'x', ' '), { minLength: 1, maxLength: 10 }).map((parts) => `zq${parts.join('zq')}zq`);
    fc.assert(
      fc.property(evil, (text) => {
        const said = { vi: text, en: text };
        const changed = { ...data, reasons: [said], notChecked: [said], foreign: { count: 1, paths: [{ path: text, because: 'outside' as const }] }, diagnostics: [{ code: 'NDC-E001', file: text, line: 1, column: 1, message: said, suggestion: text }], requests: [{ ...request, name: said, changes: request.changes.map((change) => ({ ...change, subject: text, before: text, after: text })), derived: [{ subject: text, what: said, value: said, because: said }], findings: [{ code: 'NDC-T001', weight: 'refuse' as const, message: said, paste: text, suggestion: text }], approvals: request.approvals.map((approval) => ({ ...approval, because: said, grounds: [text] })) }] };
        const outside = outsideCode(markdown(changed, en));
        // What is left of the text once code is taken out are its harmless words.
        expect(outside.replaceAll(/(zq|x| |^)+/gm, ' ')).not.toMatch(/@ministry|<img|\[a\]|\u202e|\n## x/);
        expect(outside.match(/<!--/g)).toHaveLength(1);
        expect(outside.match(/<\/details>/g)?.length).toBe(outside.match(/<details>/g)?.length);
      }),
      { numRuns: 60 },
    );
    // Sixty whole comments.
  }, 120_000);
});
