import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { programEntry } from '../program-entry.js';
import { startDetached } from './detached.js';
import { waitHealthy } from './health.js';
import type { SandboxLayout } from './layout.js';
import { get } from './probe.js';
import type { ProcessIdentity } from './process-identity.js';
import type { ChartServerState } from './state.js';

/** How to start the chart repository's process. */
export interface ChartProcessOptions {
  readonly layout: SandboxLayout;
  readonly port: number;
  readonly packageRoot: string;
  /** Folder with one folder per chart. @default - the charts that come with the toolkit */
  readonly chartsDirectory?: string;
  readonly started: (identity: ProcessIdentity) => void;
  readonly signal: AbortSignal;
}

/**
 * Starts the repository and waits until it serves its index.
 *
 * @throws SandboxFailure as `startDetached` and `waitHealthy`.
 */
export async function startChartProcess(options: ChartProcessOptions): Promise<ChartServerState> {
  const { layout, port, packageRoot } = options;
  const charts =
    options.chartsDirectory ?? join(packageRoot, 'bin', 'edge', 'sandbox', 'charts');
  const ready = join(layout.directory, 'chart-server.ready');
  await rm(ready, { force: true });
  const child = await startDetached(
    {
      file: process.execPath,
      args: [
        ...chartServerEntry(packageRoot),
        `--charts=${charts}`,
        `--port=${String(port)}`,
        `--ready=${ready}`,
      ],
      logFile: layout.chartLog,
      place: { vi: 'kho chart', en: 'chart repository' },
    },
    options.started,
  );
  const check = async (): Promise<string | undefined> => {
    // Its own word first: on the port alone, another sandbox's repository might answer.
    const listening = await readFile(ready, 'utf8').catch(() => '');
    if (listening.trim() !== String(port)) {
      return 'not listening yet';
    }
    const answer = await get(port, '/index.yaml');
    return answer.status === 200 ? undefined : `/index.yaml: HTTP ${String(answer.status)}`;
  };
  await waitHealthy(check, [child], options.signal);
  return { port, process: child.identity };
}

/** Arguments of Node that run the repository. */
export const chartServerEntry = (packageRoot: string, self = import.meta.url): readonly string[] =>
  programEntry(packageRoot, 'chart-server', ['bin', 'edge', 'sandbox', 'chart-server.ts'], self);
