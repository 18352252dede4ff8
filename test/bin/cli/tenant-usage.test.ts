import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
// Loads what the commands need while the file is collected: it takes seconds, and no test's time.
import '../../../bin/commands/tenant/check.js';
import '../../../bin/commands/tenant/usage.js';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import type { TenantCheckData } from '../../../bin/tenant-check-data.js';
import { dayInVietNam } from '../../../sites/model/calendar.js';
import { fakeApi, writeKubeconfig, type FakeApi } from '../edge/fake-api.js';
import { edit, encrypt, estate, folder, swap } from './estates.js';
import { asOf, expectNoTrace, ndc, said, type Ran } from './ndc.js';

const quotas = '/api/v1/resourcequotas';
const dayMs = 86_400_000;
const [first, second] = ['5a1b3c1e-0f7e-4a3c-9d8e-1f2a3b4c5d6e', '6a1b3c1e-0f7e-4a3c-9d8e-1f2a3b4c5d6e'];

let apis: readonly [FakeApi, FakeApi];
let cwd: string;
let sites: string;

/** Of ho-so-prod, 32 cores at ndc-01 and its standby at ndc-02. */
const quota = (namespace: string, hard: Readonly<Record<string, string>>, used: Readonly<Record<string, string>>) => ({ metadata: { name: 'ndc-quota', namespace }, spec: { hard }, status: { hard, used } });
const serve = (api: FakeApi, ...items: readonly object[]) => api.answers.set(quotas, { items });
const hoSo = (cpu: string, hard = '32') => quota('ho-so-prod', { 'requests.cpu': hard, 'requests.memory': '128Gi', pods: '100' }, { 'requests.cpu': cpu, 'requests.memory': '100Gi', pods: '9' });

beforeEach(async () => {
  apis = [await fakeApi(first), await fakeApi(second)];
  serve(apis[0], hoSo('4'));
  serve(apis[1]);
  cwd = folder();
  sites = estate();
  await writeKubeconfig(join(cwd, 'kubeconfig'), { one: apis[0].url, two: apis[1].url });
  mkdirSync(join(cwd, '.ndc/connections'), { recursive: true });
  writeFileSync(join(cwd, '.ndc/connections/thu.yaml'), `apiVersion: ndc.gov.vn/v1\nkind: Connection\nname: thu\nscenario: all-operating\nsites:\n  ndc-01: {kubeconfig: ../../kubeconfig, context: one}\n  ndc-02: {kubeconfig: ../../kubeconfig, context: two}\n`);
});
afterEach(() => Promise.all(apis.map((api) => api.close())));

const ask = (...more: readonly string[]): Promise<Ran> => ndc(['tenant', 'usage', '--sites', sites, ...asOf, '--connection', 'thu', '--site', 'ndc-01', '--site', 'ndc-02', ...more], { cwd });
const historyFile = (): string => join(cwd, '.ndc/usage/thu.tenants.jsonl');
const flat = (ran: Ran): string => said(ran).replace(/\s+/g, ' ');

interface Use {
  readonly resource: string;
  readonly used: string;
  readonly permille?: string;
  readonly level: string;
  readonly clawBack?: { readonly kind: string; readonly readings: number; readonly days: number; readonly enough?: string };
}
interface Data {
  readonly sites: readonly { readonly site: string; readonly status: string; readonly environments?: readonly { readonly namespace: string; readonly role: string; readonly concealed: boolean; readonly uses?: readonly Use[]; readonly untold?: readonly string[] }[]; readonly without?: readonly string[]; readonly foreign?: readonly string[]; readonly unread?: readonly string[]; readonly earlierCluster?: number }[];
  readonly history: { readonly unreadable: readonly string[] };
  readonly record?: { readonly file?: string; readonly environments: number };
}
async function dataOf(...more: readonly string[]): Promise<Data & { readonly exit: number }> {
  const ran = await ask('--json', ...more);
  const printed = JSON.parse(ran.out) as Data;
  expect(outcomeSchemaOf('ndc/tenant-usage.v1')?.safeParse(printed)).toEqual({ success: true, data: printed });
  return { ...printed, exit: ran.exit };
}
const usesOf = ({ sites: [site] }: Data): readonly Use[] => site?.environments?.find(({ namespace }) => namespace === 'ho-so-prod')?.uses ?? [];

/** What a day's look would have left behind. */
const earlier = (daysAgo: number, cpu: string, more: Readonly<Record<string, unknown>> = {}): string =>
  `${JSON.stringify({ at: new Date(Date.now() - daysAgo * dayMs).toISOString(), site: 'ndc-01', uid: first, namespace: 'ho-so-prod', used: { cpu, memory: '100Gi', pods: '9' }, hard: { cpu: '32', memory: '128Gi', pods: '100' }, ...more })}\n`;

describe('ndc tenant usage', () => {
  it('reads what is in use, flags it, and asks for nothing but quotas', async () => {
    serve(apis[0], quota('ho-so-prod', { 'requests.cpu': '32', 'requests.memory': '100Gi', pods: '100', 'ndc-block.storageclass.storage.k8s.io/requests.storage': '1Ti', 'services.loadbalancers': '1' }, { 'requests.cpu': '11', 'requests.memory': '81Gi', pods: '101', 'ndc-block.storageclass.storage.k8s.io/requests.storage': '358Gi', 'services.loadbalancers': '0' }));
    const data = await dataOf();
    expect(data.exit).toBe(0);
    expect(usesOf(data)).toEqual([
      { resource: 'cpu', used: '11000', hard: '32000', permille: '343', level: 'low', clawBack: { kind: 'too-few', readings: 1, days: 0, highest: '11000' } },
      { resource: 'memory', used: String(81n << 30n), hard: String(100n << 30n), permille: '810', level: 'high' },
      // 358 GiB of 1,024 are 34.96 %.
      { resource: 'storage/ndc-block', used: String(358n << 30n), hard: String(1n << 40n), permille: '349', level: 'low', clawBack: { kind: 'too-few', readings: 1, days: 0, highest: String(358n << 30n) } },
      { resource: 'pods', used: '101', hard: '100', permille: '1010', level: 'over' },
      { resource: 'loadBalancers', used: '0', hard: '1', permille: '0', level: 'low' },
    ]);
    const asked = apis[0].asked.map((one) => one.split(' ').at(-1)?.split('?')[0]);
    expect(new Set(asked)).toEqual(new Set(['/api/v1/namespaces/kube-system', quotas]));
  });

  it('reads in both languages, and fits the page', async () => {
    const english = await ask('--lang', 'en');
    expect(english.out).toMatch(/ho-so-prod +CPU +4 cores +32 cores +12\.5 +▼/);
    expect(flat(english)).toContain('ho-so-prod, CPU: too few readings to propose giving back (readings on 1 day over 0)');
    // Few pods cost nothing: there is nothing to give back.
    expect(english.out).toMatch(/pods +9 +100 +9$/m);
    const vietnamese = await ask('--lang', 'vi');
    expect(vietnamese.out).toMatch(/ho-so-prod +CPU +4 nhân +32 nhân +12,5 +▼/);
    expect(flat(vietnamese)).toContain('ho-so-prod, bộ xử lý: chưa đủ lần đo để đề nghị thu hồi (1 ngày đo trong 0 ngày)');
    for (const { out } of [english, vietnamese]) expect(Math.max(...out.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(100);
  });

  it('proposes giving back on agreeing readings of three days over two weeks, and on none less', async () => {
    mkdirSync(join(cwd, '.ndc/usage'), { recursive: true });
    writeFileSync(historyFile(), earlier(13, '3') + earlier(5, '3'));
    expect(usesOf(await dataOf())[0]?.clawBack).toMatchObject({ kind: 'too-few' });
    writeFileSync(historyFile(), earlier(15, '3') + earlier(5, '6500m'));
    expect(usesOf(await dataOf())[0]?.clawBack).toMatchObject({ kind: 'give-back', readings: 3, enough: '13000' });
    expect(flat(await ask('--lang', 'vi'))).toContain('ho-so-prod, bộ xử lý: đề nghị thu hồi phần trên 13 nhân: dùng nhiều nhất 6,5 nhân (3 ngày đo trong 15 ngày)');
    // One reading of eleven and a half cores, 36 %: it was used.
    writeFileSync(historyFile(), earlier(15, '3') + earlier(10, '11500m') + earlier(5, '3'));
    expect(usesOf(await dataOf())[0]?.clawBack).toMatchObject({ kind: 'was-used' });
    // Those of another cluster in its place say nothing.
    writeFileSync(historyFile(), earlier(15, '3', { uid: 'cu' }) + earlier(5, '3', { uid: 'cu' }));
    const { sites: [site], ...data } = await dataOf();
    expect(usesOf({ ...data, sites: site === undefined ? [] : [site] })[0]?.clawBack).toMatchObject({ kind: 'too-few', readings: 1 });
    expect(site?.earlierCluster).toBe(2);
  });

  it('keeps every reading, takes those of elsewhere once, and names lines that are none', async () => {
    await ask();
    await ask();
    const own = readFileSync(historyFile(), 'utf8');
    expect(own.trim().split('\n').map((line) => (JSON.parse(line) as { namespace: string }).namespace)).toEqual(['ho-so-prod', 'ho-so-prod']);
    writeFileSync(join(cwd, 'khac.jsonl'), `${own}${earlier(20, '3')}${earlier(10, '3')}rác\n`);
    const data = await dataOf('--history', join(cwd, 'khac.jsonl'));
    expect(usesOf(data)[0]?.clawBack).toMatchObject({ kind: 'give-back', readings: 3 });
    expect(data.history.unreadable).toEqual([expect.stringMatching(/khac\.jsonl:5$/)]);
    expect((await ask('--history', join(cwd, 'khong-co.jsonl'))).exit).toBe(2);
  });

  it('names a dead site, finishes the others, and exits 3', async () => {
    await apis[1].close();
    const ran = await ask('--lang', 'en');
    expect(ran.exit).toBe(3);
    expect(said(ran)).toMatch(/ho-so-prod +CPU/);
    expect(flat(ran)).toMatch(/not read: ndc-02: the API server .* refuses the connection/);
    expect(readFileSync(historyFile(), 'utf8').trim().split('\n')).toHaveLength(1);
    const rows = (await ask('--format', 'csv')).out.trim().split('\r\n');
    expect(rows.at(-1)).toMatch(/^ndc-02,unread,,/);
    expectNoTrace(ran);
  });

  it('says what it was not told: no quota, no status, no quantity, nobody’s namespace', async () => {
    serve(apis[0], { metadata: { name: 'q', namespace: 'ho-so-prod' }, spec: { hard: { 'requests.cpu': '32' } } }, quota('khach', { pods: '1' }, { pods: '1' }), quota('ho-so-dev', { pods: '10' }, { pods: 'mươi' }));
    const { sites: [site] } = await dataOf();
    expect(site).toMatchObject({ foreign: ['khach'], unread: ['resourcequota ho-so-dev/q: pods mươi'.replace('/q', '/ndc-quota')] });
    expect(site?.without).toContain('cong-tin-prod');
    expect(site?.environments?.map(({ namespace, untold }) => [namespace, untold])).toEqual([['ho-so-dev', ['pods']], ['ho-so-prod', ['cpu']]]);
    // Nothing was told: nothing is kept.
    expect(existsSync(historyFile())).toBe(false);
  });

  it('tells a state secret by its code, without sizes, and keeps none of it', async () => {
    serve(apis[1], quota('mat-ma-prod', { 'requests.cpu': '2000', 'requests.memory': '8Ti' }, { 'requests.cpu': '1777', 'requests.memory': '1Gi', pods: '7x7' }));
    const ran = await ask('--write-record', '--lang', 'en');
    const all = [ran.out, (await ask('--json')).out, (await ask('--format', 'csv')).out, readFileSync(historyFile(), 'utf8'), readFileSync(recordFile(), 'utf8')].join('\n');
    expect(all).not.toMatch(/mat-ma|1777|1,777|2,000|2000000|8796093022208|7x7/);
    expect(ran.out).toMatch(/mat-[0-9a-f]{8}-prod +CPU +secret +secret +▲/);
    expect(ran.out).toMatch(/memory +secret +secret +▼/);
  });

  const recordFile = (): string => join(sites, `records/usage/use-thu-${dayInVietNam(new Date())}.yaml`);

  it('writes a record that the data take, and that is not written twice', async () => {
    mkdirSync(join(cwd, '.ndc/usage'), { recursive: true });
    writeFileSync(historyFile(), earlier(95, '31') + earlier(15, '12') + earlier(5, '9500m'));
    const { record } = await dataOf('--write-record');
    expect(record).toMatchObject({ environments: 1 });
    const text = readFileSync(recordFile(), 'utf8');
    // The reading of 95 days ago says nothing of today's need.
    expect(text).toMatch(/\n {2}- \{namespace: ho-so-prod, site: ndc-01, readings: 3, from: \d{4}-\d\d-\d\d, to: \d{4}-\d\d-\d\d, cpu: 12, memory: 100Gi\}\n$/);
    expect((await ndc(['check', '--sites', sites, ...asOf, '--json'])).out).toContain('"kind": "ndc/check.v1"');
    const again = await ask('--write-record', '--lang', 'en');
    expect([again.exit, flat(again)]).toEqual([2, expect.stringContaining('already exists and is not overwritten')]);
    expect(readFileSync(recordFile(), 'utf8')).toBe(text);
  });

  it('says that there was nothing to record', async () => {
    serve(apis[0]);
    const ran = await ask('--write-record', '--lang', 'en');
    expect(ran.exit).toBe(0);
    expect(flat(ran)).toContain('No record was written');
    expect(existsSync(recordFile())).toBe(false);
  });

  it('shows the organisations asked for, and keeps the others’ readings all the same', async () => {
    const { sites: [site] } = await dataOf('--organisation', 'so-b');
    expect(site?.environments).toEqual([]);
    expect(readFileSync(historyFile(), 'utf8')).toContain('ho-so-prod');
  });

  it.each([
    [['--organisation', 'bo-x'], /bo-a/],
    [['--connection', 'khac'], /thu/],
  ])('refuses %j', async (given, names) => {
    const ran = await ask(...given, '--lang', 'en');
    expect(ran.exit).toBe(2);
    expect(said(ran)).toMatch(names);
    expectNoTrace(ran);
  });
});

it.each([
  ['en', /a new quota is compared with what is really in use/],
  ['vi', /hạn mức mới được so với mức đang dùng thật/],
])('ndc explain NDC-T020 --lang %s', async (lang, words) => {
  const ran = await ndc(['explain', 'NDC-T020', '--sites', sites, '--lang', lang]);
  expect([ran.exit, flat(ran)]).toEqual([0, expect.stringMatching(words)]);
});

describe('ndc tenant check with a connection', () => {
  const size = 'quota: {size: m}';
  function request(...changes: readonly (readonly [string, string])[]): string {
    const path = folder();
    writeFileSync(join(path, 'bo-a.yaml'), readFileSync(join(sites, 'tenants/bo-a.yaml'), 'utf8').split('  - id: mat-ma')[0] ?? '');
    edit(path, { 'bo-a.yaml': (text) => changes.reduce((now, [from, to]) => swap(from, to)(now), `${text}`) });
    return join(path, 'bo-a.yaml');
  }
  const less = (cpu: string): string => request([size, `quota: {cpu: ${cpu}, memory: 128Gi, storage: {ndc-block: 1Ti}, pods: 100}`]);
  const check = (file: string, ...more: readonly string[]): Promise<Ran> => ndc(['tenant', 'check', file, '--sites', sites, ...asOf, ...more], { cwd });

  beforeEach(() => {
    encrypt(sites);
    edit(sites, { 'tenants/bo-a.yaml': (text) => text.split('  - id: mat-ma')[0] ?? '' });
    serve(apis[0], hoSo('6500m'));
    writeFileSync(join(cwd, '.ndc/connections/mot.yaml'), `apiVersion: ndc.gov.vn/v1\nkind: Connection\nname: mot\nsites:\n  ndc-01: {kubeconfig: ../../kubeconfig, context: one}\n`);
  });

  it('refuses a quota below what is in use, with the numbers and what to paste', async () => {
    const ran = await check(less('6'), '--connection', 'mot', '--lang', 'vi');
    expect(ran.exit).toBe(1);
    expect(flat(ran)).toContain('NDC-T020 ho-so-prod: hạn mức mới thấp hơn mức đang dùng (ndc-01 cpu 6 < 6500m).');
    expect(said(ran)).toContain('quota: {cpu: 6500m, memory: 128Gi, storage: {ndc-block: 1Ti}, pods: 100}');
    expect(flat(await check(less('6'), '--connection', 'mot', '--lang', 'en'))).toContain('the new quota lies below what is in use (ndc-01 cpu 6 < 6500m)');
    expect((await check(less('6500m'), '--connection', 'mot')).out).not.toContain('NDC-T020');
    const printed = JSON.parse((await check(less('6'), '--connection', 'mot', '--json')).out) as TenantCheckData;
    expect(outcomeSchemaOf('ndc/tenant-check.v1')?.safeParse(printed)).toEqual({ success: true, data: printed });
    // Nothing of its volumes is counted by this quota.
    expect(printed.liveUse).toEqual({ state: 'checked', connection: 'mot', notCompared: ['ho-so-prod quota.storage.ndc-block'], unread: [] });
  });

  it('says without one what was compared with nothing', async () => {
    const ran = await check(less('6'), '--lang', 'en');
    expect([flat(ran).includes('NDC-T020'), ran.reached]).toEqual([false, []]);
    expect(flat(ran)).toMatch(/Not checked: live use on the clusters.* Shrinks without being compared: ho-so-prod quota\.cpu/);
    const data = JSON.parse((await check(less('6'), '--json')).out) as TenantCheckData;
    expect(data.liveUse).toEqual({ state: 'not-checked', notCompared: ['ho-so-prod quota.cpu', 'ho-so-prod quota.storage.ndc-block'], unread: [] });
  });

  it('exits 3 where a site is dead and nothing else is wrong', async () => {
    serve(apis[0], hoSo('1'));
    const sound = await check(less('6'), '--connection', 'mot', '--lang', 'en');
    expect(sound.exit, sound.out).toBe(0);
    await apis[0].close();
    const ran = await check(less('6'), '--connection', 'mot', '--lang', 'en');
    expect(ran.exit).toBe(3);
    // What is refused anyway stays refused.
    expect((await check(request(['securityLevel: 4', 'securityLevel: 4\n    protection: bronze']), '--connection', 'mot')).exit).toBe(1);
    expect(flat(ran)).toMatch(/Live use was checked in part only.*not read: ndc-01: the API server .* refuses the connection/);
    expectNoTrace(ran);
  });
});
