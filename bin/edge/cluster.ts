import { access } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { reasonOfError, reasonOfStatus, trouble, type Asked, type ClusterTrouble } from './cluster-trouble.js';
import type { SiteConnection } from './connection.js';
import { errorText } from './sandbox/errno.js';
import { shownPath } from './shown-path.js';

/** Milliseconds one request may take. */
const patience = 5_000;
/** Bytes of one answer; a list is read in pages of 500 metadata entries. */
const largestAnswer = 64 * 1024 * 1024;

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

/** Thrown by every reading of a cluster. */
export class ClusterUnread extends Error {
  constructor(readonly trouble: ClusterTrouble) {
    super(trouble.text.en);
    this.name = 'ClusterUnread';
  }
}

/**
 * Opens the cluster of a site. The client library is loaded here, not at start-up.
 *
 * @throws ClusterUnread `no-kubeconfig`, `bad-kubeconfig` or `no-context`.
 */
export async function openCluster(site: SiteConnection, timeout = patience): Promise<ClusterReader & ObjectReader> {
  const asked: Asked = { site: site.id, kubeconfig: shownPath(site.kubeconfig), context: site.context };
  try {
    await access(site.kubeconfig);
  } catch (error) {
    throw new ClusterUnread(trouble('no-kubeconfig', asked, errorText(error)));
  }
  const { KubeConfig: Config } = await import('@kubernetes/client-node');
  const config = new Config();
  try {
    config.loadFromFile(site.kubeconfig);
  } catch (error) {
    throw new ClusterUnread(trouble('bad-kubeconfig', asked, errorText(error)));
  }
  if (config.getContextObject(site.context) === null)
    throw new ClusterUnread(trouble('no-context', asked, `contexts: ${config.getContexts().map(({ name }) => name).join(', ')}`));
  config.setCurrentContext(site.context);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined || !URL.canParse(server)) throw new ClusterUnread(trouble('bad-kubeconfig', asked, `the context names no usable cluster`));
  return new HttpCluster(config, new URL(server), { ...asked, server }, timeout);
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

class HttpCluster implements ClusterReader, ObjectReader {
  constructor(
    private readonly config: KubeConfig,
    private readonly server: URL,
    private readonly asked: Asked,
    private readonly timeout: number,
  ) {}

  async uid(): Promise<string> {
    const { body } = await this.get('/api/v1/namespaces/kube-system');
    const uid = (body as { metadata?: { uid?: unknown } } | undefined)?.metadata?.uid;
    if (typeof uid !== 'string' || uid === '') throw new ClusterUnread(trouble('other', this.asked, 'the namespace kube-system has no uid'));
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

  async list({ apiVersion, plural }: ServedKind, namespace?: string): Promise<readonly ObjectMetadata[]> {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const path = namespace === undefined ? `${base}/${plural}` : `${base}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
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
    let answer: { status: number; text: string };
    try {
      const options: https.RequestOptions = { headers: { accept }, method: 'GET' };
      await this.config.applyToHTTPSOptions(options);
      answer = await request(new URL(this.server.pathname.replace(/\/$/, '') + path, this.server), options, this.timeout);
    } catch (error) {
      throw new ClusterUnread(trouble(reasonOfError(error), this.asked, errorText(error)));
    }
    if (answer.status === 404 && absent) return undefined;
    if (answer.status !== 200) throw new ClusterUnread(trouble(reasonOfStatus(answer.status), this.asked, `HTTP ${answer.status} ${messageOf(answer.text)}`));
    try {
      return { status: answer.status, body: JSON.parse(answer.text) as unknown };
    } catch {
      throw new ClusterUnread(trouble('other', this.asked, 'the answer is not JSON; the address may be no Kubernetes API server'));
    }
  }
}

function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // Not a Kubernetes status: shown as it came.
  }
  return text.slice(0, 200);
}

function request(url: URL, options: https.RequestOptions, timeout: number): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const late = Object.assign(new Error(`no answer within ${timeout} ms`), { code: 'ETIMEDOUT' });
    const call = (url.protocol === 'http:' ? http : https).request(url, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > largestAnswer) call.destroy(new Error(`the answer is larger than ${largestAnswer} bytes`));
        else chunks.push(chunk);
      });
      response.on('end', () => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
      });
      response.on('error', (error) => {
        clearTimeout(timer);
        reject(error);
      });
    });
    // The whole exchange is bounded, not only the silence in it: a server that drips must not hold a command up.
    const timer = setTimeout(() => call.destroy(late), timeout);
    call.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    call.end();
  });
}
