import { access } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { ClusterUnread } from './cluster-unread.js';
import { reasonOfError, trouble, type Asked } from './cluster-trouble.js';
import type { SiteConnection } from './connection.js';
import { errorText } from './sandbox/errno.js';
import { shownPath } from './shown-path.js';

/** Bytes of one answer; a list is read in pages of 500 metadata entries. */
const largestAnswer = 64 * 1024 * 1024;

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path and query below the server's own path. */
  readonly path: string;
  /** @default application/json */
  readonly accept?: string;
  readonly body?: { readonly type: string; readonly text: string };
}

/** What an API server answered, whatever its status. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  /** The header `Date`: what the server's clock says. */
  readonly date?: string;
}

/** One site's API server: every request is bounded in time and size, and none is retried. */
export class ClusterCall {
  private constructor(
    private readonly config: KubeConfig,
    private readonly server: URL,
    readonly asked: Asked,
    private readonly timeout: number,
  ) {}

  /**
   * Opens the cluster of a site. The client library is loaded here, not at start-up.
   *
   * @param timeout milliseconds one request may take.
   * @throws ClusterUnread `no-kubeconfig`, `bad-kubeconfig` or `no-context`.
   */
  static async open(site: SiteConnection, timeout: number): Promise<ClusterCall> {
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
    return new ClusterCall(config, new URL(server), { ...asked, server }, timeout);
  }

  /** @throws ClusterUnread where no answer comes. */
  async send({ method, path, accept = 'application/json', body }: Call): Promise<Answered> {
    try {
      const length = body === undefined ? {} : { 'content-type': body.type, 'content-length': String(Buffer.byteLength(body.text)) };
      const options: https.RequestOptions = { headers: { accept, ...length }, method };
      await this.config.applyToHTTPSOptions(options);
      return await request(new URL(this.server.pathname.replace(/\/$/, '') + path, this.server), options, body?.text, this.timeout);
    } catch (error) {
      throw new ClusterUnread(trouble(reasonOfError(error), this.asked, errorText(error)));
    }
  }
}

/** Path of a collection, or of one object in it. */
export function pathOf(kind: { readonly apiVersion: string; readonly plural: string; readonly namespaced: boolean }, namespace: string | undefined, name?: string): string {
  const base = kind.apiVersion.includes('/') ? `/apis/${kind.apiVersion}` : `/api/${kind.apiVersion}`;
  const within = kind.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${base}${within}/${kind.plural}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;
}

/** The message of a Kubernetes status; other text as it came, shortened. */
export function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // Not a Kubernetes status: shown as it came.
  }
  return text.slice(0, 200);
}

function request(url: URL, options: https.RequestOptions, body: string | undefined, timeout: number): Promise<Answered> {
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
        const { date } = response.headers;
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8'), ...(date === undefined ? {} : { date }) });
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
    call.end(body);
  });
}
