import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CapacityDriftData, ReadSite } from '../../../bin/capacity-drift-data.js';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import { fakeApi, writeKubeconfig, type FakeApi } from '../edge/fake-api.js';
import { folder } from './estates.js';
import { asOf, expectNoTrace, ndc, said, small, type Ran } from './ndc.js';

type Data = CapacityDriftData & { readonly kind: string };

const uid = '5a1b3c1e-0f7e-4a3c-9d8e-1f2a3b4c5d6e';
let api: FakeApi;
let cwd: string;

/** Nodes of the small estate's ndc-01: 20 of 64 cores less 2 and 512 GiB less 16; 6 of 128 less 4 and 1 TiB less 32 GiB. */
const nodes = (general: number, storage: number) => ({
  items: [...Array.from({ length: general }, (_, index) => node(`general-${index}`, 'general', '62', '496Gi')), ...Array.from({ length: storage }, (_, index) => node(`storage-${index}`, 'storage', '124', '992Gi'))],
});
const node = (name: string, pool: string, cpu: string, memory: string) => ({
  metadata: { name, labels: { 'ndc.gov.vn/pool': pool } },
  status: { allocatable: { cpu, memory, pods: '110' }, conditions: [{ type: 'Ready', status: 'True' }] },
});

beforeEach(async () => {
  api = await fakeApi(uid);
  api.answers.set('/api/v1/nodes', nodes(20, 6));
  cwd = folder();
  await writeKubeconfig(join(cwd, 'kubeconfig'), { here: api.url });
  connect({});
});
afterEach(() => api.close());

function connect(site: Readonly<Record<string, string>>): void {
  mkdirSync(join(cwd, '.ndc/connections'), { recursive: true });
  const pin = Object.entries(site).map(([key, value]) => `, ${key}: ${value}`).join('');
  writeFileSync(join(cwd, '.ndc/connections/thu.yaml'), `apiVersion: ndc.gov.vn/v1\nkind: Connection\nname: thu\nsites:\n  ndc-01: {kubeconfig: ../../kubeconfig, context: here${pin}}\n`);
}

const ask = (...more: readonly string[]): Promise<Ran> => ndc(['capacity', 'drift', '--sites', small, ...asOf, ...more], { cwd });
const first = ({ sites }: Data): ReadSite => {
  const [site] = sites;
  if (site?.status !== 'read') throw new Error(JSON.stringify(site));
  return site;
};

describe('ndc capacity drift', () => {
  it('finds nothing short where all nodes are there, and asks no other host', async () => {
    const ran = await ask('--json');
    const data = JSON.parse(ran.out) as Data;
    expect([data.kind, ran.exit]).toEqual(['ndc/capacity-drift.v1', 0]);
    expect(new Set(ran.reached)).toEqual(new Set([api.url.replace('http://', '')]));
    // 20 x 62 + 6 x 124 = 1,984 cores.
    expect(first(data).rows.filter(({ measure, pool }) => measure === 'offered' && pool === undefined).slice(0, 2)).toEqual([
      { measure: 'offered', resource: 'nodes', model: '26', live: '26', difference: '0', short: false },
      { measure: 'offered', resource: 'cpu', model: '1984000', live: '1984000', difference: '0', short: false },
    ]);
  });

  it('says how many nodes are missing, of which pool, and exits 1', async () => {
    api.answers.set('/api/v1/nodes', nodes(18, 6));
    const { out, exit } = await ask('--lang', 'en');
    expect(exit).toBe(1);
    expect(out).toMatch(/nodes offer +nodes +26 +24 +−2 ✗/);
    expect(out).toMatch(/general +nodes +20 +18 +−2 ✗/);
    expect(out).toMatch(/storage +nodes +6 +6 +0$/m);
    expect(Math.max(...out.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(100);
    expect((await ask('--lang', 'vi')).out).toMatch(/máy chủ có +máy chủ +26 +24 +−2 ✗/);
  });

  it('keeps each reading; one shows no trend, two no confidence', async () => {
    api.answers.set('/api/v1/persistentvolumeclaims', { items: [{ metadata: { name: 'c', namespace: 'a' }, spec: { storageClassName: 'ndc-block', resources: { requests: { storage: '10Ti' } } } }] });
    const before = await ask('--lang', 'en');
    expect(before.out).toContain('ndc-block storage: 10 TiB / 85 TiB (usable storage): one reading: no trend');
    expect(before.out).toContain('.ndc/usage/thu.jsonl');
    const line = JSON.parse(readFileSync(join(cwd, '.ndc/usage/thu.jsonl'), 'utf8')) as { at: string; uid: string; used: Record<string, string> };
    expect(line).toMatchObject({ site: 'ndc-01', uid, used: { 'storage/ndc-block': String(10n << 40n) } });
    // A hundred days ago it was half: 5 TiB in 100 days, 75 TiB to go, some 1,500 days.
    const then = { ...line, at: new Date(Date.parse(line.at) - 100 * 86_400_000).toISOString(), used: { 'storage/ndc-block': String(5n << 40n) } };
    writeFileSync(join(cwd, '.ndc/usage/thu.jsonl'), `${JSON.stringify(then)}\n`);
    const after = first(JSON.parse((await ask('--json')).out) as Data);
    expect(after.uses.find(({ resource }) => resource === 'storage/ndc-block')?.trend).toMatchObject({ kind: 'growing', readings: 2, days: expect.closeTo(100, 1) as number, perDay: expect.closeTo(Number(5n << 40n) / 100, -8) as number });
    expect((await ask('--lang', 'en')).out).toMatch(/grows by 5[01](\.\d)? GiB a day, ends about\s+\d{4}-\d\d-\d\d;[^;]* \([23] readings over 100 days\)/);
  });

  it('takes readings of elsewhere, and leaves those of an earlier cluster out', async () => {
    api.answers.set('/api/v1/persistentvolumeclaims', { items: [{ metadata: { name: 'c', namespace: 'a' }, spec: { storageClassName: 'ndc-block', resources: { requests: { storage: '10Ti' } } } }] });
    const reading = (of: string) => JSON.stringify({ at: '2020-01-01T00:00:00Z', site: 'ndc-01', uid: of, used: { 'storage/ndc-block': '5' } });
    writeFileSync(join(cwd, 'earlier.jsonl'), `${reading(uid)}\n${reading('cu')}\nrác\n`);
    // A path is the working directory's; the test's process has another.
    const data = JSON.parse((await ask('--json', '--history', join(cwd, 'earlier.jsonl'))).out) as Data;
    expect(first(data)).toMatchObject({ earlierCluster: 1, uses: [{ resource: 'storage/ndc-block', trend: { kind: 'growing', readings: 2 } }] });
    expect(data.history.unreadable).toEqual([expect.stringMatching(/earlier\.jsonl:3$/)]);
  });

  it('shows the sites that answer beside one that does not, and exits 3', async () => {
    const ran = await ask('--site', 'ndc-01', '--site', 'ndc-02', '--lang', 'en');
    expect(ran.exit).toBe(3);
    expect(said(ran)).toMatch(/nodes offer +nodes +26 +26 +0/);
    expect(said(ran)).toMatch(/ndc-02 [\s\S]*not read: ndc-02: the connection thu does not have this site/);
    await api.close();
    const gone = await ask('--lang', 'en');
    expect(gone.exit).toBe(3);
    expect(said(gone)).toMatch(/not read: ndc-01: the API server .* refuses the connection/);
    // Nothing was read: nothing is recorded.
    expect(readFileSync(join(cwd, '.ndc/usage/thu.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1);
  });

  it.each([
    [401, 'does not accept the identity'],
    [403, 'may not read'],
    [500, 'is not ready'],
  ])('says what an answer of %d means', async (status, words) => {
    api.status = status;
    const ran = await ask('--lang', 'en');
    expect([ran.exit, said(ran).replace(/\s+/g, ' ')]).toEqual([3, expect.stringContaining(words)]);
    expectNoTrace(ran);
  });

  it('takes no other cluster’s nodes for this site’s', async () => {
    connect({ uid: '00000000-0000-4000-8000-000000000000' });
    const ran = await ask('--lang', 'en');
    expect(ran.exit).toBe(3);
    expect(said(ran)).toContain(`the context points at cluster ${uid}`);
    expect(said(ran)).not.toContain('nodes offer');
  });

  it('prints what its schema says, of sites read and not', async () => {
    api.answers.set('/api/v1/resourcequotas', { items: [{ metadata: { name: 'q', namespace: 'ho-so-prod' }, status: { hard: { 'requests.cpu': '4' }, used: { 'requests.cpu': '1' } } }] });
    const printed = JSON.parse((await ask('--json', '--site', 'ndc-01', '--site', 'ndc-02')).out) as unknown;
    expect(outcomeSchemaOf('ndc/capacity-drift.v1')?.safeParse(printed)).toEqual({ success: true, data: printed });
  });

  it('gives a row for each comparison as CSV', async () => {
    const rows = (await ask('--format', 'csv')).out.replace('\ufeff', '').trim().split('\r\n');
    expect(rows[0]).toBe('site,status,measure,pool,resource,model,live,difference,short');
    expect(rows[1]).toBe('ndc-01,read,offered,,nodes,26,26,0,false');
  });

  it.each([
    [['--site', 'ndc-1'], /ndc-01/],
    [['--connection', 'khac'], /thu/],
    [['--history', 'khong-co.jsonl'], /khong-co\.jsonl/],
  ])('refuses %j', async (given, names) => {
    const ran = await ask(...given, '--lang', 'en');
    expect(ran.exit).toBe(2);
    expect(said(ran)).toMatch(names);
    expectNoTrace(ran);
  });
});
