import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { list } from 'tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { chartIndex } from '../../../../bin/edge/sandbox/chart-index.js';
import { packageChart } from '../../../../bin/edge/sandbox/chart-package.js';
import { serveCharts } from '../../../../bin/edge/sandbox/serve-charts.js';

const charts = resolve(import.meta.dirname, '../../../../bin/edge/sandbox/charts');

const EXPECTED: readonly (readonly [string, string, string])[] = [
  ['ceph-csi-drivers', '1.0.4', '1.0.4'],
  ['cert-manager', 'v1.21.1', 'v1.21.1'],
  ['cilium', '1.20.0', '1.20.0'],
  ['cloudnative-pg', '0.29.0', '1.30.0'],
  ['openbao', '0.29.2', 'v2.6.2'],
  ['plugin-barman-cloud', '0.7.0', 'v0.13.0'],
  ['rook-ceph', 'v1.20.6', 'v1.20.6'],
  ['rook-ceph-cluster', 'v1.20.6', 'v1.20.6'],
  ['trust-manager', 'v0.24.0', 'v0.24.0'],
  ['velero', '12.1.0', '1.18.1'],
];

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charts-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the charts', () => {
  it('are exactly these', async () => {
    const entries = await readdir(charts, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    expect(names.sort()).toEqual(EXPECTED.map(([name]) => name));
  });

  it.each(EXPECTED)('%s is %s with app %s', async (name, version, appVersion) => {
    const chart = await packageChart(join(charts, name));
    expect(chart).toMatchObject({ name, version, metadata: { name, version, appVersion } });
  });
});

describe('packageChart', () => {
  it('gives the same bytes whatever the time, the mode and the order of files', async () => {
    const copy = join(folder, 'copy');
    await cp(join(charts, 'openbao'), copy, { recursive: true });
    await utimes(join(copy, 'values.yaml'), 1, 1);
    const [one, other] = [await packageChart(join(charts, 'openbao')), await packageChart(copy)];
    expect(other.archive.equals(one.archive)).toBe(true);
    expect(one.digest).toBe(createHash('sha256').update(one.archive).digest('hex'));
  });

  it('can be unpacked by tar, with everything below the name of the chart', async () => {
    const chart = await packageChart(join(charts, 'cilium'));
    const path = join(folder, chart.fileName);
    await writeFile(path, chart.archive);
    const names: string[] = [];
    await list({ file: path, strict: true, onReadEntry: (entry) => names.push(entry.path) });
    expect(names).toContain('cilium/Chart.yaml');
    expect(names).toContain('cilium/crds/ciliumnetworkpolicies.cilium.io.yaml');
    expect(names.every((name) => name.startsWith('cilium/'))).toBe(true);
    expect(names).toEqual([...names].sort());
  });

  it('refuses a folder that is no chart', async () => {
    await expect(packageChart(folder)).rejects.toThrow(/no Chart.yaml/);
    await writeFile(join(folder, 'Chart.yaml'), 'name: x\nversion: 1\n');
    await expect(packageChart(folder)).rejects.toThrow(/not a text/);
  });
});

describe('chartIndex', () => {
  it('lists every chart with its digest under a relative address', async () => {
    const chart = await packageChart(join(charts, 'velero'));
    expect(parse(chartIndex([chart]))).toEqual({
      apiVersion: 'v1',
      generated: '1970-01-01T00:00:00Z',
      entries: {
        velero: [
          {
            ...(parse(await readFile(join(charts, 'velero', 'Chart.yaml'), 'utf8')) as object),
            created: '1970-01-01T00:00:00Z',
            digest: chart.digest,
            urls: ['velero-12.1.0.tgz'],
          },
        ],
      },
    });
  });
});

describe('serveCharts', () => {
  it('serves index and charts on loopback, and nothing else', async () => {
    const server = await serveCharts({ dir: charts, port: 0 });
    try {
      const base = `http://127.0.0.1:${String(server.port)}`;
      const index = parse(await (await fetch(`${base}/index.yaml`)).text()) as {
        entries: Record<string, { urls: string[]; digest: string }[]>;
      };
      expect(Object.keys(index.entries)).toEqual(EXPECTED.map(([name]) => name));
      for (const [entry] of Object.values(index.entries)) {
        const bytes = await (await fetch(`${base}/${entry?.urls[0] ?? ''}`)).arrayBuffer();
        const digest = createHash('sha256').update(Buffer.from(bytes)).digest('hex');
        expect(digest).toBe(entry?.digest);
      }
      expect((await fetch(`${base}/../../package.json`)).status).toBe(404);
      expect((await fetch(`${base}/index.yaml`, { method: 'POST' })).status).toBe(405);
      await expect(serveCharts({ dir: charts, port: server.port })).rejects.toThrow(/EADDRINUSE/);
    } finally {
      await server.close();
    }
  });
});
