import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import type { KubernetesObject } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SandboxFailure } from '../../../bin/edge/sandbox/failure.js';
import type { SandboxInfo } from '../../../bin/edge/sandbox/info.js';
import { sandboxUp } from '../../../bin/edge/sandbox/up.js';
import { readDefinitions, type Definition } from '../../bin/edge/sandbox/crds.js';
import { buildTools } from '../../toolchain/build-tools.js';
import { newHome, objects, packageRoot, post, sites, type Home } from './sandboxes.js';

const name = 'charts';
const definitions = await readDefinitions();
let home: Home;
let info: SandboxInfo;

beforeAll(async () => {
  home = await newHome();
  info = await sandboxUp({
    home: home.path,
    name,
    sites: sites(2),
    packageRoot,
    onProgress: home.onProgress,
  });
});
afterAll(() => home.remove(name));

interface Index {
  readonly entries: Record<string, readonly { version: string; urls: string[]; digest: string }[]>;
}

async function readIndex(): Promise<Index> {
  return parse(await (await fetch(`${info.charts.url}/index.yaml`)).text()) as Index;
}

describe('the chart repository', () => {
  it('serves every chart with the digest of its index', async () => {
    const { entries } = await readIndex();
    expect(Object.keys(entries)).toHaveLength(10);
    for (const [entry] of Object.values(entries)) {
      const answer = await fetch(`${info.charts.url}/${entry?.urls[0] ?? ''}`);
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(entry?.digest);
    }
  });
});

interface Status {
  readonly conditions?: readonly { type: string; status: string; message?: string }[];
}

interface Established extends KubernetesObject {
  readonly status?: Status;
}

describe('the API server', () => {
  it.each(definitions.map(({ crd }) => [crd.metadata.name, crd] as const))(
    'takes %s and finds its schema structural',
    async (_, crd: Definition) => {
      const kubeconfig = info.sites['ndc-01']?.kubeconfig ?? '';
      const api = objects(kubeconfig);
      await post(kubeconfig, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', crd);
      const key = { apiVersion: crd.apiVersion, kind: crd.kind, metadata: { name: crd.metadata.name } };
      const deadline = Date.now() + 20_000;
      let conditions: Status | undefined;
      const holds = (type: string): string | undefined =>
        conditions?.conditions?.find((condition) => condition.type === type)?.status;
      while (holds('Established') !== 'True' && Date.now() < deadline) {
        conditions = (await api.read<Established>(key)).status;
        await pause(50);
      }
      expect(holds('Established'), JSON.stringify(conditions)).toBe('True');
      expect(holds('NonStructuralSchema') ?? 'False', JSON.stringify(conditions)).toBe('False');
    },
  );
});

const helm = await buildHelm();

/** Its path; `undefined` on a machine that has neither a built one nor Go. */
async function buildHelm(): Promise<string | undefined> {
  try {
    const onProgress = (line: string): void => {
      process.stdout.write(`${line}\n`);
    };
    return (await buildTools(['helm'], onProgress))['helm'];
  } catch (error) {
    if (error instanceof SandboxFailure && error.code === 'toolchain/binary-missing') {
      return undefined;
    }
    throw error;
  }
}

/** In the order in which the real ones have to be installed too. */
const ORDER = [
  ['cilium', 'kube-system', []],
  ['cert-manager', 'cert-manager', ['--set=crds.enabled=true']],
  ['trust-manager', 'cert-manager', []],
  ['rook-ceph', 'rook-ceph', []],
  ['ceph-csi-drivers', 'rook-ceph', ['--set=drivers.rbd.enableFencing=true']],
  ['rook-ceph-cluster', 'rook-ceph', ['--set=cephClusterSpec.mon.count=5']],
  [
    'velero',
    'velero',
    [
      '--set=configuration.backupStorageLocation[0].name=ndc-02',
      '--set=configuration.backupStorageLocation[0].provider=aws',
      '--set=configuration.backupStorageLocation[0].bucket=b',
      '--set=schedules.daily.schedule=0 1 * * *',
      '--set=schedules.daily.template.storageLocation=ndc-02',
    ],
  ],
  ['cloudnative-pg', 'cnpg-system', []],
  ['plugin-barman-cloud', 'cnpg-system', []],
  ['openbao', 'openbao', ['--set=server.ha.enabled=true', '--set=server.ha.raft.enabled=true']],
] as const;

describe.skipIf(helm === undefined)('helm', () => {
  it.each(ORDER)('installs %s into %s and waits', async (chart, namespace, values) => {
    const site = info.sites['ndc-02'];
    const run = async (...args: readonly string[]): Promise<void> => {
      await execa(helm ?? 'helm', [...args, '--namespace', namespace], {
        env: { KUBECONFIG: site?.kubeconfig ?? '', HELM_CACHE_HOME: home.path, HELM_CONFIG_HOME: home.path },
      });
    };
    const version = (await readIndex()).entries[chart]?.[0]?.version ?? '';
    await run(
      ...['install', chart, chart, '--repo', info.charts.url, '--version', version],
      ...['--create-namespace', '--wait', '--timeout', '60s', ...values],
    );
    await run('upgrade', chart, chart, '--repo', info.charts.url, '--version', version, '--reuse-values', '--wait');
  });

  it('made the custom resources that the values asked for', async () => {
    const api = objects(info.sites['ndc-02']?.kubeconfig ?? '');
    const cluster = await api.read<KubernetesObject & { spec: { mon: { count: number } } }>({
      apiVersion: 'ceph.rook.io/v1',
      kind: 'CephCluster',
      metadata: { name: 'rook-ceph', namespace: 'rook-ceph' },
    });
    expect(cluster.spec.mon.count).toBe(5);
    const schedule = await api.read<
      KubernetesObject & { spec: { template: { storageLocation: string } } }
    >({
      apiVersion: 'velero.io/v1',
      kind: 'Schedule',
      metadata: { name: 'velero-daily', namespace: 'velero' },
    });
    expect(schedule.spec.template.storageLocation).toBe('ndc-02');
  });

  it.each([...ORDER].reverse())('takes %s away from %s', async (chart, namespace) => {
    const env = { KUBECONFIG: info.sites['ndc-02']?.kubeconfig ?? '' };
    await execa(helm ?? 'helm', ['uninstall', chart, '--namespace', namespace, '--wait'], { env });
  });
});
