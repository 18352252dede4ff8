import { join } from 'node:path';
import { stringify } from 'yaml';
import { EnvironmentFailure } from '../failure.js';
import { writeWhole } from './files.js';
import { errorText } from './sandbox/errno.js';

/** Where the engine's helm provider finds the repository `ndc`. */
export interface ChartFiles {
  readonly repositories: string;
  readonly cache: string;
}

/** Bytes of an index; that of a registry with a hundred charts is below 1 MiB. */
const largestIndex = 32 * 1024 * 1024;
const patience = 15_000;

/**
 * Names the chart repository `ndc` to helm and fetches its index, so that the synthesised `ndc/<chart>` resolves while no
 * address stands in the JSON.
 *
 * @throws EnvironmentFailure NDC-X135 when the repository does not answer with an index.
 */
export async function chartFiles(home: string, connection: string, url: string): Promise<ChartFiles> {
  const folder = join(home, 'charts', connection);
  const files = { repositories: join(folder, 'repositories.yaml'), cache: join(folder, 'cache') };
  const base = url.replace(/\/+$/, '');
  const index = await fetchIndex(`${base}/index.yaml`);
  await writeWhole(join(files.cache, 'ndc-index.yaml'), index, { replace: true });
  await writeWhole(files.repositories, stringify({ apiVersion: '', generated: '0001-01-01T00:00:00Z', repositories: [{ name: 'ndc', url: base }] }, { lineWidth: 0 }), { replace: true, mode: 0o600 });
  return files;
}

async function fetchIndex(url: string): Promise<string> {
  let found: string;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience), redirect: 'follow' });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    if (Number(response.headers.get('content-length') ?? 0) > largestIndex) throw new Error(`larger than ${largestIndex} bytes`);
    found = await response.text();
    if (found.length > largestIndex) throw new Error(`larger than ${largestIndex} bytes`);
    if (!/^entries:/m.test(found)) throw new Error('it is no chart index (no "entries")');
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `${errorText(error)}: ${error.cause.message}` : errorText(error);
    throw new EnvironmentFailure('NDC-X135', {
      vi: `kho chart không trả về ${url} (${cause}). Hãy kiểm tra charts.url trong tệp kết nối; nếu là môi trường thử: "ndc sandbox status".`,
      en: `the chart repository does not give ${url} (${cause}). Check charts.url in the connection file; for a sandbox: "ndc sandbox status".`,
    });
  }
  return found;
}
