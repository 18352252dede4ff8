import { ClusterCall, messageOf, pathOf } from './cluster-call.js';
import { reasonOfStatus, trouble } from './cluster-trouble.js';
import { ClusterUnread } from './cluster-unread.js';
import type { SiteConnection } from './connection.js';

export { ClusterUnread };

/** Milliseconds one request may take. */
const patience = 5_000;

/** An object's identity and the metadata that tells whose it is. Never its content. */
export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
}

/** A kind that the API server serves. */
export interface ServedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly listable: boolean;
}

/** What the runner reads of a cluster. */
export interface ClusterReader {
  /** uid of the namespace kube-system. */
  uid(): Promise<string>;
  /** Kinds served under an `apiVersion`; empty where the group or version is not there. */
  kinds(apiVersion: string): Promise<readonly ServedKind[]>;
  /** Every apiVersion the server prefers. */
  apiVersions(): Promise<readonly string[]>;
  /** Metadata of every object of a kind, in one namespace or everywhere. */
  list(kind: ServedKind, namespace?: string): Promise<readonly ObjectMetadata[]>;
  /** Metadata of a namespace; undefined where there is none. */
  namespace(name: string): Promise<ObjectMetadata | undefined>;
}

/** Reads whole objects, for the few kinds whose content is asked for. */
export interface ObjectReader {
  /** Every object of a collection, `/api/v1/nodes`; empty where the API server does not serve it. */
  objects(collection: string): Promise<readonly unknown[]>;
}

/**
 * Opens the cluster of a site.
 *
 * @throws ClusterUnread `no-kubeconfig`, `bad-kubeconfig` or `no-context`.
 */
export async function openCluster(site: SiteConnection, timeout = patience): Promise<ClusterReader & ObjectReader> {
  return readerOf(await ClusterCall.open(site, timeout));
}

/** The readings of an API server that is open already. */
export const readerOf = (call: ClusterCall): ClusterReader & ObjectReader => new HttpCluster(call);

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

class HttpCluster implements ClusterReader, ObjectReader {
  constructor(private readonly call: ClusterCall) {}

  async uid(): Promise<string> {
    const { body } = await this.get('/api/v1/namespaces/kube-system');
    const uid = (body as { metadata?: { uid?: unknown } } | undefined)?.metadata?.uid;
    if (typeof uid !== 'string' || uid === '') throw new ClusterUnread(trouble('other', this.call.asked, 'the namespace kube-system has no uid'));
    return uid;
  }

  async kinds(apiVersion: string): Promise<readonly ServedKind[]> {
    const answer = await this.get(apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`, { absent: true });
    const resources = (answer?.body as { resources?: unknown } | undefined)?.resources;
    if (!Array.isArray(resources)) return [];
    return (resources as { name: string; kind: string; namespaced: boolean; verbs?: string[] }[])
      .filter(({ name }) => !name.includes('/'))
      .map(({ name, kind, namespaced, verbs }) => ({ apiVersion, kind, plural: name, namespaced, listable: verbs?.includes('list') === true }));
  }

  async apiVersions(): Promise<readonly string[]> {
    const { body } = await this.get('/apis');
    const groups = (body as { groups?: { preferredVersion?: { groupVersion?: string } }[] }).groups ?? [];
    return ['v1', ...groups.flatMap(({ preferredVersion }) => (preferredVersion?.groupVersion === undefined ? [] : [preferredVersion.groupVersion]))];
  }

  async list(kind: ServedKind, namespace?: string): Promise<readonly ObjectMetadata[]> {
    const path = pathOf(kind, namespace);
    const found: ObjectMetadata[] = [];
    for (let next = ''; ; ) {
      const query = `?limit=500${next === '' ? '' : `&continue=${encodeURIComponent(next)}`}`;
      const { body } = await this.get(path + query, { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json' });
      const page = body as { items?: { metadata: ObjectMetadata }[]; metadata?: { continue?: string } };
      found.push(...(page.items ?? []).map(({ metadata }) => metadata));
      next = page.metadata?.continue ?? '';
      if (next === '') return found;
    }
  }

  async objects(collection: string): Promise<readonly unknown[]> {
    const found: unknown[] = [];
    for (let next = ''; ; ) {
      const answer = await this.get(`${collection}?limit=500${next === '' ? '' : `&continue=${encodeURIComponent(next)}`}`, { absent: true });
      const page = answer?.body as { items?: unknown[]; metadata?: { continue?: string } } | undefined;
      found.push(...(page?.items ?? []));
      next = page?.metadata?.continue ?? '';
      if (next === '') return found;
    }
  }

  async namespace(name: string): Promise<ObjectMetadata | undefined> {
    const answer = await this.get(`/api/v1/namespaces/${encodeURIComponent(name)}`, { absent: true });
    return (answer?.body as { metadata?: ObjectMetadata } | undefined)?.metadata;
  }

  private async get(path: string, options?: { readonly accept?: string }): Promise<Answer>;
  private async get(path: string, options: { readonly absent: true }): Promise<Answer | undefined>;
  private async get(path: string, { accept = 'application/json', absent = false }: { readonly accept?: string; readonly absent?: boolean } = {}): Promise<Answer | undefined> {
    const answer = await this.call.send({ method: 'GET', path, accept });
    if (answer.status === 404 && absent) return undefined;
    if (answer.status !== 200) throw new ClusterUnread(trouble(reasonOfStatus(answer.status), this.call.asked, `HTTP ${answer.status} ${messageOf(answer.text)}`));
    try {
      return { status: answer.status, body: JSON.parse(answer.text) as unknown };
    } catch {
      throw new ClusterUnread(trouble('other', this.call.asked, 'the answer is not JSON; the address may be no Kubernetes API server'));
    }
  }
}
