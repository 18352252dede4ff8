import { ClusterUnread, type ClusterReader } from '../edge/cluster.js';
import { localStates } from '../edge/stack-ledger.js';
import type { Runner } from './runner.js';

const namespaces = { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false, listable: true };
const label = 'ndc.gov.vn/';

/**
 * Stacks that hold something and are no longer synthesised: an organisation whose request was deleted keeps its
 * namespaces until somebody destroys them. Known from three sides: stacks applied from this machine, local states, and
 * labelled tenant namespaces on the clusters, which also show what a colleague applied.
 */
export async function orphanedStacks(runner: Runner, readers: ReadonlyMap<string, ClusterReader>): Promise<string[]> {
  const expected = new Set(runner.stacks.map(({ name }) => name));
  const applied = [...runner.ledger.all()].flatMap(([name, { empty }]) => (empty === true ? [] : [name]));
  const found = new Set<string>([...applied, ...(await localStates(runner.home, runner.connection.name))]);
  for (const [site, reader] of readers) {
    try {
      for (const { labels } of await reader.list(namespaces)) {
        const organisation = labels?.[`${label}organisation`];
        const role = labels?.[`${label}role`];
        // The platform's own namespaces carry their operator's name and are no tenant's.
        if (organisation !== undefined && (role === 'primary' || role === 'standby') && labels?.[`${label}site`] === site) found.add(`${site}-tenant-${organisation}`);
      }
    } catch (error) {
      // A site that falls silent now is reported by its stacks.
      if (!(error instanceof ClusterUnread)) throw error;
    }
  }
  return [...found].filter((name) => !expected.has(name)).sort();
}
