import type { LiveQuota } from '../sites/capacity/drift/live.js';
import { deriveIntent } from '../sites/intent/derive.js';
import type { EnvironmentIntent } from '../sites/intent/environment.js';
import type { DeepReadonly, Estate } from '../sites/model/estate.js';
import type { Site } from '../sites/model/kinds/site.js';
import type { Text } from '../sites/model/text.js';
import type { LiveQuotas } from '../sites/tenancy/live-use.js';
import type { Context } from './command.js';
import { loadConnection, type Connection } from './edge/connection.js';
import { readQuotas } from './edge/live-quotas.js';
import { underConnection } from './open-estate.js';
import { orUnread, reachSites, type UnreadSite } from './reach-sites.js';

/** A site's quotas as they are now, or why they could not be read. */
export type SiteUse =
  | UnreadSite
  | {
      readonly site: string;
      readonly name: Text;
      readonly status: 'read';
      /** uid of kube-system. */
      readonly uid: string;
      readonly quotas: readonly LiveQuota[];
      /** Quantities nobody could read: they count as nothing. */
      readonly unread: readonly string[];
    };

/** Load balancers are no capacity of nodes; a request grants them all the same. */
const alsoCounted = { 'services.loadbalancers': 'loadBalancers' };

/** Reads the quotas of sites, all at once. Nothing but quotas is asked for: whoever may read those may run this. */
export async function readSiteUse(context: Context, connection: Connection, sites: readonly DeepReadonly<Site>[]): Promise<readonly SiteUse[]> {
  const reached = await reachSites(context, connection, sites);
  return Promise.all(
    reached.map(async (one): Promise<SiteUse> => {
      if ('reason' in one) return one;
      const { site, uid, reader, connected } = one;
      const read = await orUnread(site, () => readQuotas(reader, connected, alsoCounted));
      return 'reason' in read ? read : { site: site.id, name: site.name, status: 'read', uid, ...read };
    }),
  );
}

/** What is in use of the environments a request is about, where they run. */
export interface LiveUse {
  readonly connection: string;
  readonly quotas: LiveQuotas;
  /** As the connection sees the estate: a sandbox runs sites that are only planned. */
  readonly environments: readonly EnvironmentIntent[];
  readonly unread: readonly { readonly site: string; readonly reason: Text }[];
}

/** Reads what is in use of some organisations' environments, from every operating site that has one. */
export async function readLiveUse(context: Context, recorded: Estate, organisations: readonly string[]): Promise<LiveUse> {
  const connection = await loadConnection(context.home, context.globals.connection);
  const estate = underConnection(recorded, context, connection);
  const environments = deriveIntent(estate).environments.filter(({ organisation }) => organisations.includes(organisation));
  const theirs = new Set(environments.flatMap(({ primary, standby }) => [primary.site, ...(standby === undefined ? [] : [standby.site])]));
  const found = await readSiteUse(context, connection, Object.values(estate.sites).filter(({ id, phase }) => phase === 'operating' && theirs.has(id)));
  return {
    connection: connection.name,
    quotas: new Map(found.flatMap((one) => (one.status === 'read' ? [[one.site, one.quotas] as const] : []))),
    environments,
    unread: found.flatMap((one) =>
      one.status === 'unread'
        ? [{ site: one.site, reason: one.reason }]
        : ofNamespaces(one.unread, environments).map((what) => ({ site: one.site, reason: { vi: `${one.site}: không đọc được ${what}`, en: `${one.site}: unreadable: ${what}` } })),
    ),
  };
}

/** Quantities of these environments' own quotas, those of state secrets without what stood there; those of others are others' to mend. */
const ofNamespaces = (unread: readonly string[], environments: readonly EnvironmentIntent[]): string[] =>
  unread.flatMap((what) => {
    const of = environments.find(({ namespace }) => what.startsWith(`resourcequota ${namespace}/`));
    return of === undefined ? [] : [of.system.secrecy === 'none' ? what : `resourcequota ${of.namespace}`];
  });
