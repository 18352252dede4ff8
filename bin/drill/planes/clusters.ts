import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import type { Context } from '../../command.js';
import { handedByBackup, recloned, type TakenBack } from '../../disaster/made-anew.js';
import { handedOver } from '../../disaster/read-tokens.js';
import { loadConnection } from '../../edge/connection.js';
import { instant, pause } from '../../edge/laboratory/clock.js';
import { EnvironmentFailure } from '../../failure.js';
import { openEstate, underConnection } from '../../open-estate.js';
import { isReached, reachSites, type Reached } from '../../reach-sites.js';

/** Milliseconds a server may take until it answers everything. */
const warmUp = 60_000;

/** The clusters of a drill, asked as every command asks them. */
export class DrillClusters {
  constructor(private readonly context: Context) {}

  /** uid of each namespace of a site, by name: what is destroyed and made again has another. */
  async namespaces(site: string): Promise<ReadonlyMap<string, string>> {
    const items = await this.#list(site, '/api/v1/namespaces');
    return new Map(items.flatMap(({ metadata }) => (metadata?.name === undefined || metadata.uid === undefined ? [] : [[metadata.name, metadata.uid] as const])));
  }

  /** Database clusters that a site holds and that are to write there: `namespace/name`. One that is put to sleep does not. */
  async writers(site: string): Promise<readonly string[]> {
    const items = await this.#list(site, '/apis/postgresql.cnpg.io/v1/clusters');
    return items.flatMap(({ metadata, spec }) => (metadata?.annotations?.['cnpg.io/hibernation'] !== 'on' && (spec?.replica === undefined || spec.replica.primary === spec.replica.self) ? [`${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`] : [])).sort();
  }

  /** The operator's part, which no sandbox runs: each demoted cluster says where its log ends. @returns how many did */
  async sayToken(site: string, token: string): Promise<number> {
    const { estate } = await this.#estate();
    const wanted = handedOver(estate, site);
    for (const { namespace, cluster, from } of wanted) {
      const at = await this.#site(from);
      const { status, text } = await at.call.send({ method: 'PATCH', path: `/apis/postgresql.cnpg.io/v1/namespaces/${namespace}/clusters/${cluster}/status`, body: { type: 'application/merge-patch+json', text: JSON.stringify({ status: { demotionToken: token } }) } });
      if (status !== 200) throw new EnvironmentFailure('NDC-X428', { vi: `diễn tập: ${from} không nhận mã thăng cấp của ${namespace}/${cluster} (${String(status)}): ${text.slice(0, 200)}`, en: `drill: ${from} did not take the promotion token of ${namespace}/${cluster} (${String(status)}): ${text.slice(0, 200)}` });
    }
    return wanted.length;
  }

  /** What a person does before `promote`: databases that do not stream are deleted, so that they are made anew. @returns how many were there */
  async deleteOld(site: string): Promise<number> {
    const { estate } = await this.#estate();
    return this.#delete(site, handedByBackup(estate, site));
  }

  /** What a person does before `reclone`: databases that stream and were written here are deleted, so that they are copied again. @returns how many were there */
  async deleteStale(site: string): Promise<number> {
    const { estate } = await this.#estate();
    return this.#delete(site, recloned(estate, site));
  }

  async #delete(site: string, found: readonly TakenBack[]): Promise<number> {
    const at = await this.#site(site);
    for (const { namespace, cluster } of found) {
      const { status, text } = await at.call.send({ method: 'DELETE', path: `/apis/postgresql.cnpg.io/v1/namespaces/${namespace}/clusters/${cluster}` });
      if (status !== 200 && status !== 202 && status !== 404) throw new EnvironmentFailure('NDC-X375', { vi: `diễn tập: ${site} không xóa Cluster ${namespace}/${cluster} (${String(status)}): ${text.slice(0, 200)}`, en: `drill: ${site} did not delete the Cluster ${namespace}/${cluster} (${String(status)}): ${text.slice(0, 200)}` });
    }
    return found.length;
  }

  /** Databases that stream between sites, all of the project's. */
  async databases(): Promise<number> {
    const { estate } = await this.#estate();
    return deriveProtection(estate, deriveIntent(estate)).environments.reduce((sum, { databases }) => sum + databases.filter(({ operated, standby }) => operated && standby !== undefined).length, 0);
  }

  async answers(site: string): Promise<boolean> {
    const { estate, connection } = await this.#estate();
    const [one] = await reachSites(this.context, connection, [estate.sites[site]].flatMap((found) => found ?? []));
    return one !== undefined && isReached(one);
  }

  async #estate() {
    const connection = await loadConnection(this.context.home, this.context.globals.connection);
    return { connection, estate: underConnection(await openEstate(this.context), this.context, connection) };
  }

  async #site(site: string): Promise<Reached> {
    const { estate, connection } = await this.#estate();
    const [one] = await reachSites(this.context, connection, [estate.sites[site]].flatMap((found) => found ?? []));
    if (one !== undefined && isReached(one)) return one;
    throw new EnvironmentFailure('NDC-X428', one === undefined ? { vi: `diễn tập: không có ${site}`, en: `drill: there is no ${site}` } : one.reason);
  }

  async #list(site: string, path: string): Promise<readonly Item[]> {
    const { call } = await this.#site(site);
    let { status, text } = await call.send({ method: 'GET', path });
    // A server that has just come back turns requests away until its caches are filled.
    for (const deadline = instant() + warmUp; (status === 429 || status === 503) && instant() < deadline; ) {
      await pause(500, this.context.signal);
      this.context.signal.throwIfAborted();
      ({ status, text } = await call.send({ method: 'GET', path }));
    }
    // A kind that is not there has no objects.
    if (status === 404) return [];
    if (status !== 200) throw new EnvironmentFailure('NDC-X428', { vi: `diễn tập: ${site} không liệt kê được ${path} (${String(status)})`, en: `drill: ${site} does not list ${path} (${String(status)})` });
    return (JSON.parse(text) as { items?: readonly Item[] }).items ?? [];
  }
}

interface Item {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>>; readonly name?: string; readonly namespace?: string; readonly uid?: string };
  readonly spec?: { readonly replica?: { readonly self?: string; readonly primary?: string } };
}
