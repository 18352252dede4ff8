import { stringify } from 'yaml';
import type { PackagedChart } from './chart-package.js';

/** Fixed: an index of the same charts is the same index. */
const CREATED = '1970-01-01T00:00:00Z';

/**
 * The `index.yaml` of a chart repository, with digests. The addresses are relative, so the index
 * holds under whatever port it is served.
 */
export function chartIndex(charts: readonly PackagedChart[]): string {
  const entries: Record<string, unknown[]> = {};
  for (const chart of [...charts].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const versions = (entries[chart.name] ??= []);
    versions.push({
      ...chart.metadata,
      created: CREATED,
      digest: chart.digest,
      urls: [chart.fileName],
    });
  }
  return stringify({ apiVersion: 'v1', entries, generated: CREATED }, { lineWidth: 0 });
}
