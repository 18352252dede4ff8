import type { DeepReadonly } from '../../sites/model/estate.js';
import type { Site } from '../../sites/model/kinds/site.js';
import type { Text } from '../../sites/model/text.js';
import { visible } from '../../sites/model/visible.js';
import { orUnread, type Reached } from '../reach-sites.js';

/** When a database cluster was made, by the clock of whoever asks, and whether it is told to sleep; `absent` where there is none. */
export type Made = { readonly is: 'made'; readonly at: string; readonly asleep: boolean } | { readonly is: 'absent' } | { readonly is: 'unread'; readonly reason: Text };

/** Clocks that differ by less, milliseconds, are taken as equal: an answer's date has no fractions, and takes its way. */
const agreeing = 30_000;

/**
 * Asks a site when one of its database clusters was made. The API server's clock wrote that instant, and another machine's
 * the declaration it is held against: where the server's answer shows that its clock is wrong, the instant is set right.
 */
export async function askMade(site: DeepReadonly<Site>, { call }: Pick<Reached, 'call'>, { namespace, cluster }: { readonly namespace: string; readonly cluster: string }, now: () => Date): Promise<Made> {
  const path = `/apis/postgresql.cnpg.io/v1/namespaces/${encodeURIComponent(namespace)}/clusters/${encodeURIComponent(cluster)}`;
  const answer = await orUnread(site, () => call.send({ method: 'GET', path }));
  if ('reason' in answer) return { is: 'unread', reason: answer.reason };
  if (answer.status === 404) return { is: 'absent' };
  const found = answer.status === 200 ? metadataIn(answer.text) : undefined;
  const made = Date.parse(String(found?.creationTimestamp));
  if (Number.isNaN(made))
    return {
      is: 'unread',
      reason: {
        vi: `${site.id}: không đọc được Cluster ${visible(namespace, 80)}/${visible(cluster, 80)} (HTTP ${answer.status}), nên không biết nó được dựng lúc nào.`,
        en: `${site.id}: the Cluster ${visible(namespace, 80)}/${visible(cluster, 80)} cannot be read (HTTP ${answer.status}), so nobody knows when it was made.`,
      },
    };
  const ahead = Date.parse(answer.date ?? '') - now().getTime();
  const right = Number.isNaN(ahead) || Math.abs(ahead) < agreeing ? made : made - ahead;
  return { is: 'made', at: new Date(right).toISOString().replace(/\.\d+Z$/, 'Z'), asleep: found?.annotations?.['cnpg.io/hibernation'] === 'on' };
}

interface Metadata {
  readonly creationTimestamp?: unknown;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

function metadataIn(text: string): Metadata | undefined {
  try {
    return (JSON.parse(text) as { metadata?: Metadata }).metadata;
  } catch {
    return undefined;
  }
}

/** Whether a cluster was made after an instant; of the same second nobody can say. */
export const madeAfter = (made: string, since: string): boolean => Date.parse(made) > Date.parse(since);
