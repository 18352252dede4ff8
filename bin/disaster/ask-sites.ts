import type { Estate } from '../../sites/model/estate.js';
import { operates } from '../../sites/model/losses.js';
import type { Context } from '../command.js';
import { ClusterCall } from '../edge/cluster-call.js';
import type { TroubleReason } from '../edge/cluster-trouble.js';
import { ClusterUnread } from '../edge/cluster-unread.js';
import { readerOf } from '../edge/cluster.js';
import type { Connection } from '../edge/connection.js';
import { InputFailure } from '../failure.js';
import type { AskedSite } from '../dr-declare-data.js';

/** Milliseconds one request may take: at three in the morning nobody waits for a default. */
const patience = 5_000;

const notAsked: readonly TroubleReason[] = ['no-kubeconfig', 'bad-kubeconfig', 'no-context'];

/** Asks each site that operates whether its API server answers. One that answers and refuses has answered. @throws InputFailure NDC-X337 where the connection names no cluster to ask. */
export async function askSites(context: Pick<Context, 'progress' | 'lang'>, { sites }: Pick<Connection, 'sites'>, estate: Pick<Estate, 'sites' | 'losses'>): Promise<readonly AskedSite[]> {
  const wanted = Object.values(estate.sites).filter(({ id }) => operates(estate, id));
  return Promise.all(
    wanted.map(async ({ id }): Promise<AskedSite> => {
      const connected = Object.hasOwn(sites, id) ? sites[id] : undefined;
      if (connected === undefined) return { site: id, answers: false, reason: { vi: 'kết nối không có trung tâm này, nên không ai hỏi', en: 'the connection does not have this site, so nobody asked' } };
      context.progress(context.lang === 'vi' ? `đang hỏi ${id}` : `asking ${id}`);
      try {
        await readerOf(await ClusterCall.open(connected, patience)).uid();
        return { site: id, answers: true };
      } catch (error) {
        if (!(error instanceof ClusterUnread)) throw error;
        const { unreachable, reason, text } = error.trouble;
        // Nobody was asked: a mistyped context is neither a site that answers nor one that is dead.
        if (notAsked.includes(reason)) throw new InputFailure('NDC-X337', text);
        return { site: id, answers: !unreachable, reason: text };
      }
    }),
  );
}
