import { Agent, request as httpsRequest, type RequestOptions } from 'node:https';
import { visible } from '../../../sites/model/visible.js';
import { EnvironmentFailure } from '../../failure.js';
import { pause } from '../sandbox/pause.js';
import { longestBackOff, type Plane } from './plane.js';

/** Requests under way at once: more only wait in the API server. */
const connections = 32;
/** Milliseconds one request may take. */
const timeout = 60_000;
/**
 * Milliseconds without a change after which pods that the scheduler has refused stay refused: longer than its longest
 * back-off, after which it tries them again, by what a busy machine may keep it waiting.
 */
const quiet = (longestBackOff + 9) * 1000;

/** What is known of a pod that stands there. */
export interface Seen {
  readonly namespace: string;
  readonly node?: string;
  /** Why it found no node, in the scheduler's words. */
  readonly refused?: string;
}

interface PodItem {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec?: { readonly nodeName?: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string }[] };
}

/** A pod as it is to be created. */
export interface PodBody {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
}

/** A cluster that is written to and looked at: every pod by its name, which is unique over all namespaces here. */
export class ProofCluster {
  readonly pods = new Map<string, Seen>();
  readonly #plane: Plane;
  readonly #until: number;
  readonly #now: () => number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: connections });
  readonly #removing = new Set<string>();
  readonly #evicted: string[] = [];
  #changed: number;

  /** @param until when to give up, milliseconds on the clock `now` */
  constructor(plane: Plane, until: number, now: () => number) {
    this.#plane = plane;
    this.#until = until;
    this.#now = now;
    this.#changed = now();
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Pods that the scheduler preempted since this was last asked. */
  takeEvicted(): readonly string[] {
    return this.#evicted.splice(0);
  }

  /** An object of the API server. @throws EnvironmentFailure NDC-X392 */
  async get<T>(path: string): Promise<T> {
    const { status, text } = await this.#request('GET', path);
    if (status !== 200) throw refused('GET', path, status, text);
    return JSON.parse(text) as T;
  }

  /** All items of a collection, in pages. */
  async list<T>(path: string): Promise<readonly T[]> {
    const items: T[] = [];
    for (let next = ''; ; ) {
      const page = await this.get<{ items: T[]; metadata: { continue?: string } }>(`${path}?limit=2000${next}`);
      items.push(...page.items);
      if (page.metadata.continue === undefined || page.metadata.continue === '') return items;
      next = `&continue=${encodeURIComponent(page.metadata.continue)}`;
    }
  }

  /** Creates objects, begun in this order. @throws EnvironmentFailure NDC-X392 for the first that is refused. */
  async create(all: Iterable<{ readonly path: string; readonly body: unknown }>): Promise<void> {
    await this.#each(all, async ({ path, body }) => {
      const { status, text } = await this.#request('POST', path, body);
      if (status !== 201) throw refused('POST', path, status, text);
    });
  }

  /** Creates pods, which stand from then on: one that is preempted before anybody looks is missed all the same. */
  async createPods(pods: readonly PodBody[]): Promise<void> {
    await this.create(pods.map((body) => ({ path: `/api/v1/namespaces/${body.metadata.namespace}/pods`, body })));
    for (const { metadata: { name, namespace } } of pods) this.pods.set(name, { namespace });
  }

  /** Deletes pods, and waits until they are gone. */
  async removePods(names: readonly string[]): Promise<void> {
    const standing = names.filter((name) => this.pods.has(name));
    for (const name of standing) this.#removing.add(name);
    await this.#each(standing, async (name) => {
      const path = `/api/v1/namespaces/${this.pods.get(name)?.namespace ?? ''}/pods/${name}`;
      const { status, text } = await this.#request('DELETE', path, { gracePeriodSeconds: 0 });
      if (status !== 200 && status !== 404) throw refused('DELETE', path, status, text);
    });
    while (standing.some((name) => this.pods.has(name))) await this.#tick();
    for (const name of standing) this.#removing.delete(name);
  }

  async removeNodes(names: readonly string[]): Promise<void> {
    await this.#each(names, async (name) => {
      const { status, text } = await this.#request('DELETE', `/api/v1/nodes/${name}`);
      if (status !== 200 && status !== 404) throw refused('DELETE', `/api/v1/nodes/${name}`, status, text);
    });
  }

  /**
   * Waits until the scheduler has done with these pods: each is bound, or refused and nothing changes any more. `replace`
   * is told of pods that were preempted, and says what comes instead.
   */
  async settled(names: ReadonlySet<string>, replace: (evicted: readonly string[]) => Promise<readonly string[]>): Promise<ReadonlySet<string>> {
    const all = new Set(names);
    for (;;) {
      const evicted = this.takeEvicted();
      if (evicted.length > 0) {
        for (const name of evicted) all.delete(name);
        for (const name of await replace(evicted)) all.add(name);
        continue;
      }
      let [open, refusedOnes] = [0, 0];
      for (const name of all) {
        const pod = this.pods.get(name);
        if (pod?.node !== undefined) continue;
        open += 1;
        if (pod?.refused !== undefined) refusedOnes += 1;
      }
      if (open === 0 || (refusedOnes === open && this.#now() - this.#changed > quiet)) return all;
      await this.#tick();
    }
  }

  /** The scheduler's own event about a pod, else the condition that it left. */
  async eventOf(name: string): Promise<string> {
    const pod = this.pods.get(name);
    const selector = encodeURIComponent(`involvedObject.name=${name},reason=FailedScheduling`);
    const { items } = await this.get<{ items: readonly { readonly message?: string }[] }>(`/api/v1/namespaces/${pod?.namespace ?? 'default'}/events?fieldSelector=${selector}`);
    return items.at(-1)?.message ?? pod?.refused ?? '';
  }

  async #tick(): Promise<void> {
    await this.#plane.requireAlive();
    if (this.#now() > this.#until) throw new EnvironmentFailure('NDC-X394', { vi: 'hết thời gian cho phép trước khi kube-scheduler xếp xong. Hãy tăng --time-limit, giảm --orders, hoặc dùng --sample.', en: 'the time allowed was over before kube-scheduler was done. Raise --time-limit, ask for fewer --orders, or use --sample.' });
    await this.#look();
  }

  async #each<T>(all: Iterable<T>, work: (one: T) => Promise<void>): Promise<void> {
    const rest = all[Symbol.iterator]();
    const hand = async (): Promise<void> => {
      for (let one = rest.next(); one.done !== true; one = rest.next()) {
        await this.#plane.requireAlive();
        await work(one.value);
      }
    };
    await Promise.all(Array.from({ length: connections }, hand));
  }

  #options(method: string, path: string, sent: string): RequestOptions {
    const { port, identity } = this.#plane;
    return {
      host: '127.0.0.1', port, path, method, ca: identity.authority, cert: identity.certificate, key: identity.key, agent: this.#agent,
      // A body of unknown length would be taken for the next request after a DELETE.
      headers: { 'content-type': 'application/json', 'content-length': `${Buffer.byteLength(sent)}` },
    };
  }

  async #request(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly text: string }> {
    const sent = body === undefined ? '' : JSON.stringify(body);
    try {
      return await new Promise((resolve, reject) => {
        const question = httpsRequest({ ...this.#options(method, path, sent), timeout }, (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('error', reject);
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }));
        });
        question.on('timeout', () => question.destroy(new Error(`no answer within ${timeout / 1000} s`)));
        question.on('error', reject);
        question.end(sent);
      });
    } catch (error) {
      // A server that died, or a Ctrl-C, says more than a closed connection.
      await this.#plane.requireAlive();
      throw refused(method, path, 0, error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * Reads all pods. A watch would be cheaper and is ended by the API server whenever its reader falls behind, which on a
   * busy machine is often; the larger the answer, the less often it is asked for.
   */
  async #look(): Promise<void> {
    const began = this.#now();
    const { items } = await this.get<{ items: readonly PodItem[] }>('/api/v1/pods');
    const there = new Set<string>();
    for (const { metadata, spec, status } of items) {
      const { name, namespace } = metadata;
      const node = spec?.nodeName;
      const refusal = status?.conditions?.find((one) => one.type === 'PodScheduled' && one.status === 'False');
      const seen: Seen = { namespace, ...(node === undefined || node === '' ? {} : { node }), ...(refusal === undefined ? {} : { refused: refusal.message ?? refusal.reason ?? '' }) };
      const before = this.pods.get(name);
      if (before === undefined || before.node !== seen.node || before.refused !== seen.refused) this.#changed = this.#now();
      there.add(name);
      this.pods.set(name, seen);
    }
    for (const name of [...this.pods.keys()]) {
      if (there.has(name)) continue;
      this.#changed = this.#now();
      this.pods.delete(name);
      if (!this.#removing.has(name)) this.#evicted.push(name);
    }
    await pause(Math.max(50, 2 * (this.#now() - began)));
  }
}

function refused(method: string, path: string, status: number, text: string): EnvironmentFailure {
  const message = visible(messageIn(text), 400);
  const [shown] = path.split('?');
  return new EnvironmentFailure('NDC-X392', {
    vi: `API của cụm điều khiển riêng từ chối ${method} ${shown} (HTTP ${status}): ${message}. Nếu thông báo nói về tên hay nhãn trong tệp đầu vào, hãy sửa tệp; nếu không, hãy báo lỗi kèm dữ liệu này.`,
    en: `the private control plane's API refused ${method} ${shown} (HTTP ${status}): ${message}. Where the message is about a name or a label of the input, correct the file; otherwise report it with these data.`,
  });
}

function messageIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // Not JSON: as it is.
  }
  return text;
}
