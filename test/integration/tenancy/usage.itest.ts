import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CoreV1Api } from '@kubernetes/client-node';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxDown } from '../../../bin/edge/sandbox/down.js';
import { openSandbox } from '../../../bin/edge/sandbox/open.js';
import { stopSite } from '../../../bin/edge/sandbox/site-power.js';
import { sandboxUp } from '../../../bin/edge/sandbox/up.js';
import { core, eventually, packageRoot } from '../sandbox/sandboxes.js';

const name = 'test';
const namespace = 'ngan-sach-prod';
/** The estate has a third. */
const both = ['--site', 'ndc-01', '--site', 'ndc-02'] as const;
const quota = (cpu: string): string => `quota: {cpu: ${cpu}, memory: 32Gi, storage: {ndc-block: 1Ti}, pods: 30, backup: 1Ti}`;
const request = (cpu: string): string => `apiVersion: ndc.gov.vn/v1
kind: TenancyRequest
organisation: bo-tai-chinh
owners: {accountable: Lãnh đạo phụ trách, technical: Đơn vị chuyên trách, mailbox: platform@bo-tai-chinh.example}
systems:
  - id: ngan-sach
    name: Quản lý ngân sách
    securityLevel: 3
    sharing: shared
    importance: ordinary
    secrecy: none
    personalData: none
    environments: [{name: prod, ${quota(cpu)}, placement: {primary: ndc-01, standby: ndc-02}}]
`;

/** Two real control planes: quotas are counted by the quota controller, not by a stand-in. */
describe('live use', () => {
  let directory: string;
  let cluster: CoreV1Api;
  const home = (): string => join(directory, '.ndc');

  async function ndc(...args: string[]): Promise<{ readonly code: number; readonly out: string }> {
    const { exitCode, stdout, stderr } = await execa(process.execPath, [join(packageRoot, 'bin/ndc'), ...args, '--sites', 'data', '--connection', name, '--lang', 'en'], { cwd: directory, reject: false, env: { NO_COLOR: '1' } });
    return { code: exitCode ?? -1, out: `${stdout}\n${stderr}`.replace(/\s+/g, ' ') };
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ndc-usage-'));
    const data = join(directory, 'data');
    await cp(join(packageRoot, 'sites/data'), data, { recursive: true });
    for (const file of await readdir(join(data, 'tenants'))) await rm(join(data, 'tenants', file));
    await writeFile(join(data, 'tenants/bo-tai-chinh.yaml'), request('8'));
    const info = await sandboxUp({ home: home(), name, sites: [{ id: 'ndc-01', serviceCidr: '10.96.0.0/16', platformGroup: 'ndc:platform-engineers' }, { id: 'ndc-02', serviceCidr: '10.112.0.0/16', platformGroup: 'ndc:platform-engineers' }], packageRoot, onProgress: () => undefined });
    cluster = core(info.sites['ndc-01']?.kubeconfig ?? '');
    await cluster.createNamespace({ body: { metadata: { name: namespace } } });
    await cluster.createNamespacedResourceQuota({ namespace, body: { metadata: { name: 'ndc-quota' }, spec: { hard: { 'requests.cpu': '8', 'requests.memory': '32Gi', pods: '30', 'ndc-block.storageclass.storage.k8s.io/requests.storage': '1Ti' } } } });
    await eventually('the default account', () => cluster.readNamespacedServiceAccount({ name: 'default', namespace }).then(() => true, () => false), 60);
    const used = async (key: string): Promise<string | undefined> => (await cluster.readNamespacedResourceQuota({ name: 'ndc-quota', namespace })).status?.used?.[key];
    await eventually('the quota counted', async () => (await used('pods')) === '0', 60);
    // Nothing schedules pods here; they count all the same.
    const digest = '0'.repeat(64);
    await cluster.createNamespacedPod({ namespace, body: { metadata: { name: 'thu' }, spec: { containers: [{ name: 'app', image: `registry.ndc-01.internal/thu@sha256:${digest}`, resources: { requests: { cpu: '6500m', memory: '4Gi' } } }] } } });
    await cluster.createNamespacedPersistentVolumeClaim({ namespace, body: { metadata: { name: 'du-lieu' }, spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'ndc-block', resources: { requests: { storage: '500Gi' } } } } });
    await eventually('pod and claim counted', async () => (await used('requests.cpu')) === '6500m' && (await used('ndc-block.storageclass.storage.k8s.io/requests.storage')) === '500Gi', 60);
  });

  afterAll(async () => {
    await sandboxDown({ home: home(), name, onProgress: () => undefined });
    await rm(directory, { recursive: true, force: true });
  });

  it('is read, and flagged above 80 % and below 35 %', async () => {
    const { code, out } = await ndc('tenant', 'usage', ...both);
    expect(code, out).toBe(0);
    expect(out).toContain('ngan-sach-prod CPU 6.5 cores 8 cores 81.3 ▲ memory 4 GiB 32 GiB 12.5 ▼ block 500 GiB 1 TiB 48.8 pods 1 30 3.3');
    expect(out).toContain('ngan-sach-prod, memory: too few readings');
    const lines = (await readFile(join(home(), 'usage', `${name}.tenants.jsonl`), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ site: 'ndc-01', namespace, used: { cpu: '6500m', memory: '4Gi', 'storage/ndc-block': '500Gi', pods: '1' }, hard: { cpu: '8', memory: '32Gi', 'storage/ndc-block': '1Ti', pods: '30' } }]);
  });

  it('refuses a shrink below it with the numbers, and takes one that is just enough', async () => {
    const file = join(directory, 'bo-tai-chinh.yaml');
    await writeFile(file, request('6'));
    const refused = await ndc('tenant', 'check', file);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain('NDC-T020 ngan-sach-prod: the new quota lies below what is in use (ndc-01 cpu 6 < 6500m). Use less first, or ask for just enough.');
    expect(refused.out).toContain(quota('6500m'));
    await writeFile(file, request('6500m'));
    const taken = await ndc('tenant', 'check', file);
    expect(taken.out).toContain(`Live use: compared with the clusters (connection ${name}).`);
    expect([taken.code, taken.out.includes('NDC-T020')], taken.out).toEqual([0, false]);
  });

  it('goes on record, for reviews to read', async () => {
    const { code, out } = await ndc('tenant', 'usage', ...both, '--write-record');
    expect([code, out.includes('Record of use, 1 environment:')]).toEqual([0, true]);
    const [file = ''] = await readdir(join(directory, 'data/records/usage'));
    expect(await readFile(join(directory, 'data/records/usage', file), 'utf8')).toContain('cpu: 6500m, memory: 4Gi, storage: {ndc-block: 500Gi}');
    expect((await ndc('site', 'list')).code).toBe(0);
  });

  it('is held against a branch too, where the review has a connection', async () => {
    const git = async (...args: string[]): Promise<unknown> => execa('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.vn', '-c', 'init.defaultBranch=main', ...args], { cwd: directory });
    await git('init', '--quiet');
    await git('add', 'data');
    await git('commit', '--quiet', '-m', 'base');
    await git('checkout', '--quiet', '-b', 'less');
    const file = join(directory, 'data/tenants/bo-tai-chinh.yaml');
    await writeFile(file, request('6'));
    await git('commit', '--quiet', '-am', 'less');
    const { exitCode, stdout } = await execa(process.execPath, [join(packageRoot, 'bin/ndc'), 'tenant', 'review', '--base', 'main', '--sites', 'data', '--lang', 'en', '--connection', name], { cwd: directory, reject: false, env: { NO_COLOR: '1' } });
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('NDC-T020')]);
    // Evidence of use went to the base before: without a connection nothing is below what it says either, but for the owner of capacity.
    const without = await execa(process.execPath, [join(packageRoot, 'bin/ndc'), 'tenant', 'review', '--base', 'main', '--sites', 'data', '--json'], { cwd: directory, reject: false });
    const { requests } = JSON.parse(without.stdout) as { requests: { approvals: { rule: string; required: boolean }[] }[] };
    expect(requests.flatMap(({ approvals }) => approvals.filter(({ required }) => required).map(({ rule }) => rule))).toContain('shrinks-below-use');
  });

  it('of a dead site is named as not read, and the others are finished', async () => {
    const info = await openSandbox(home(), name);
    if (info === undefined) throw new Error('the sandbox is not up');
    await stopSite(info, 'ndc-02');
    const { code, out } = await ndc('tenant', 'usage', ...both);
    expect(code).toBe(3);
    expect(out).toContain('ngan-sach-prod CPU 6.5 cores 8 cores 81.3 ▲');
    expect(out).toMatch(/ndc-02 .*not read: ndc-02: /);
  });
});
