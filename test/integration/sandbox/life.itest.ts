import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { sandboxDown } from '../../../bin/edge/sandbox/down.js';
import type { SandboxInfo } from '../../../bin/edge/sandbox/info.js';
import { sandboxKubeconfigFor } from '../../../bin/edge/sandbox/kubeconfig-for.js';
import { openSandbox } from '../../../bin/edge/sandbox/open.js';
import { startSite, stopSite } from '../../../bin/edge/sandbox/site-power.js';
import { sandboxStatus } from '../../../bin/edge/sandbox/status.js';
import { sandboxUp } from '../../../bin/edge/sandbox/up.js';
import {
  core,
  eventually,
  exists,
  filesIn,
  newHome,
  packageRoot,
  runningFor,
  sites,
  type Home,
} from './sandboxes.js';

let home: Home;
let info: SandboxInfo;
const name = 'sandbox';

const up = (): Promise<SandboxInfo> =>
  sandboxUp({ home: home.path, name, sites: sites(3), packageRoot, onProgress: home.onProgress });

beforeAll(async () => {
  home = await newHome();
  const started = Date.now();
  info = await up();
  // Reported, not asserted: the machine may be busy with other things.
  process.stdout.write(`sandbox of three sites: up after ${String(Date.now() - started)} ms\n`);
});
afterAll(() => home.remove(name));

const kubeconfig = (site: string): string => info.sites[site]?.kubeconfig ?? '';

describe('a sandbox that is up', () => {
  it('has three clusters of its own, and a connection that names them', async () => {
    const uids = Object.values(info.sites).map((site) => site.uid);
    expect(new Set(uids).size).toBe(3);
    const connection = parse(await readFile(info.connectionFile, 'utf8')) as {
      sites: Record<string, { uid: string }>;
    };
    for (const site of Object.values(info.sites)) {
      const namespace = await core(site.kubeconfig).readNamespace({ name: 'kube-system' });
      expect(namespace.metadata?.uid).toBe(site.uid);
      expect(connection.sites[site.id]?.uid).toBe(site.uid);
    }
    expect(await openSandbox(home.path, name)).toEqual(info);
    expect(await sandboxStatus({ home: home.path, name })).toMatchObject({ condition: 'healthy' });
  });

  it('lets nobody else read its keys', async () => {
    const secret = (await filesIn(home)).filter((file) => /\.(key|kubeconfig)$/.test(file));
    expect(secret.length).toBeGreaterThan(20);
    for (const file of secret) {
      expect((await stat(join(home.path, file))).mode & 0o777, file).toBe(0o600);
    }
  });

  it('answers a second up with what there is', async () => {
    const processes = await runningFor(home, name);
    expect(await up()).toEqual(info);
    expect(await runningFor(home, name)).toEqual(processes);
    expect(home.lines.at(-1)).toMatch(/already there/);
  });

  it('refuses an up with other sites', async () => {
    const options = { home: home.path, name, packageRoot, onProgress: home.onProgress };
    await expect(sandboxUp({ ...options, sites: sites(2) })).rejects.toMatchObject({
      code: 'sandbox/other-sites',
    });
  });

  it('enforces quota, Pod Security and service account rules', async () => {
    const api = core(kubeconfig('ndc-01'));
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    await api.createNamespace({ body: { metadata: { name: 'rules', labels } } });
    await eventually('default service account', () =>
      api.readNamespacedServiceAccount({ name: 'default', namespace: 'rules' }).then(
        () => true,
        () => false,
      ),
    );
    const pod = (privileged: boolean): Promise<unknown> =>
      api.createNamespacedPod({
        namespace: 'rules',
        body: {
          metadata: { generateName: 'p-' },
          spec: {
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                name: 'c',
                image: 'registry.example/c',
                resources: { requests: { cpu: '1' } },
                securityContext: {
                  privileged,
                  allowPrivilegeEscalation: privileged,
                  capabilities: { drop: ['ALL'] },
                },
              },
            ],
          },
        },
      });
    await expect(pod(true)).rejects.toThrow(/violates PodSecurity/);
    await api.createNamespacedResourceQuota({
      namespace: 'rules',
      body: { metadata: { name: 'q' }, spec: { hard: { 'requests.cpu': '1' } } },
    });
    await eventually('quota counted', async () => {
      const quota = await api.readNamespacedResourceQuota({ name: 'q', namespace: 'rules' });
      return quota.status?.used?.['requests.cpu'] === '0';
    });
    await pod(false);
    await expect(pod(false)).rejects.toThrow(/exceeded quota/);
    await api.deleteNamespace({ name: 'rules' });
    await eventually('namespace gone', () =>
      api.readNamespace({ name: 'rules' }).then(
        () => false,
        () => true,
      ),
    );
  });

  it('hands out other identities, with no more rights than they are given', async () => {
    const path = await sandboxKubeconfigFor({
      info,
      site: 'ndc-01',
      user: 'an "odd" user',
      groups: ['ndc:tenant:one'],
    });
    const refused = core(path).listNamespace();
    await expect(refused).rejects.toThrow(/an \\*"odd\\*" user.* cannot list/);
    const elsewhere = await sandboxKubeconfigFor({ info, site: 'ndc-02', user: 'x', groups: [] });
    expect((await stat(elsewhere)).mode & 0o777).toBe(0o600);
  });
});

describe('a site of it', () => {
  it('can die and come back with the same address, uid and data', async () => {
    const api = core(kubeconfig('ndc-02'));
    await api.createNamespace({ body: { metadata: { name: 'kept' } } });
    await stopSite(info, 'ndc-02');
    await stopSite(info, 'ndc-02');
    // A connection that was kept open learns of the death by a reset.
    await expect(api.readNamespace({ name: 'kept' })).rejects.toThrow(/ECONNREFUSED|ECONNRESET|hang up/);
    await core(kubeconfig('ndc-01')).readNamespace({ name: 'kube-system' });
    expect(await sandboxStatus({ home: home.path, name })).toMatchObject({
      condition: 'degraded',
      sites: [{ condition: 'healthy' }, { condition: 'stopped' }, { condition: 'healthy' }],
    });

    await startSite(info, 'ndc-02');
    await startSite(info, 'ndc-02');
    await api.readNamespace({ name: 'kept' });
    const system = await api.readNamespace({ name: 'kube-system' });
    expect(system.metadata?.uid).toBe(info.sites['ndc-02']?.uid);
    expect(await openSandbox(home.path, name)).toEqual(info);
  });

  it('is brought back by up when a program of it was killed', async () => {
    const victim = (await runningFor(home, name)).find((candidate) =>
      candidate.argv.some((argument) => argument.includes('ndc-03/etcd')),
    );
    process.kill(victim?.pid ?? 0, 'SIGKILL');
    await eventually('noticed', async () => {
      const status = await sandboxStatus({ home: home.path, name });
      return status.condition === 'degraded';
    });
    expect(await up()).toEqual(info);
    expect(await sandboxStatus({ home: home.path, name })).toMatchObject({ condition: 'healthy' });
  });

  it('is refused when there is none of that name', async () => {
    await expect(stopSite(info, 'ndc-09')).rejects.toThrow(/no site "ndc-09"; expected one of/);
  });
});

describe('down', () => {
  it('leaves nothing running and no file behind', async () => {
    expect((await runningFor(home, name)).length).toBe(10);
    await sandboxDown({ home: home.path, name, onProgress: home.onProgress });
    expect(await runningFor(home, name)).toEqual([]);
    expect(await filesIn(home)).toEqual([]);
    expect(await exists(info.connectionFile)).toBe(false);
    expect(await sandboxStatus({ home: home.path, name })).toEqual({ condition: 'absent', name });
    const again = await sandboxDown({ home: home.path, name, onProgress: home.onProgress });
    expect(again).toEqual({ stopped: 0 });
  });
});
