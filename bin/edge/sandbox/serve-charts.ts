import { readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { chartIndex } from './chart-index.js';
import { packageChart } from './chart-package.js';

/** What to serve and where. */
export interface ServeChartsOptions {
  /** Folder with one folder per chart. */
  readonly dir: string;
  /** Loopback port; 0 for any. */
  readonly port: number;
}

/** A chart repository that is listening. */
export interface ChartServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Packs every chart below `dir` once and serves them, with their index, on 127.0.0.1.
 *
 * @throws SandboxFailure `sandbox/chart-invalid`; a system error when the port is taken.
 */
export async function serveCharts(options: ServeChartsOptions): Promise<ChartServer> {
  const folders = (await readdir(options.dir, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const charts = await Promise.all(folders.map((name) => packageChart(join(options.dir, name))));
  const files = new Map<string, { type: string; bytes: Buffer }>([
    ['/index.yaml', { type: 'application/yaml', bytes: Buffer.from(chartIndex(charts)) }],
    ...charts.map(
      (chart) =>
        [`/${chart.fileName}`, { type: 'application/gzip', bytes: chart.archive }] as const,
    ),
  ]);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    const file = files.get(path);
    if (file === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(file === undefined ? 404 : 405, { 'content-type': 'text/plain' });
      response.end(`${path}: this repository has ${[...files.keys()].join(' ')}\n`);
      return;
    }
    response.writeHead(200, { 'content-type': file.type, 'content-length': file.bytes.length });
    response.end(request.method === 'HEAD' ? undefined : file.bytes);
  });
  const port = await listen(server, options.port);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
