import { ClusterCall } from '../../edge/cluster-call.js';
import { instant, pause } from '../../edge/laboratory/clock.js';
import { EnvironmentFailure } from '../../failure.js';
import { visible } from '../../../sites/model/visible.js';
import type { LiveObject } from './compare-objects.js';
import { pathTo, type ApiObject } from './velero-objects.js';

interface DiscoveredGroups {
  readonly items: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions: readonly { readonly version: string; readonly resources: readonly { readonly resource: string; readonly responseKind: { readonly kind: string }; readonly scope: 'Namespaced' | 'Cluster'; readonly verbs: readonly string[] }[] }[];
  }[];
}

const discovery = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** One site's API server, as far as a restore asks it. */
export class SiteApi {
  private constructor(
    readonly site: string,
    private readonly call: ClusterCall,
  ) {}

  static async open(site: string, kubeconfig: string, context: string): Promise<SiteApi> {
    return new SiteApi(site, await ClusterCall.open({ id: site, kubeconfig, context } as Parameters<typeof ClusterCall.open>[0], 20_000));
  }

  /** Makes an object, or finds that it is there. */
  async create(object: ApiObject): Promise<void> {
    const { status, text } = await this.call.send({ method: 'POST', path: object.path, body: { type: 'application/json', text: JSON.stringify(object.body) } });
    if (status >= 300 && status !== 409) throw this.#refused(`${object.path}/${object.body.metadata.name}`, status, text);
  }

  /** Puts a definition in place of whatever has its name. */
  async define(definition: string): Promise<void> {
    const { metadata } = JSON.parse(definition) as { readonly metadata: { readonly name: string } };
    const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${metadata.name}?fieldManager=ndc-drill&force=true`;
    const { status, text } = await this.call.send({ method: 'PATCH', path, body: { type: 'application/apply-patch+yaml', text: definition } });
    if (status >= 300) throw this.#refused(metadata.name, status, text);
  }

  /** Waits until an object's phase is one of these. @returns the object */
  async phase(object: ApiObject, ended: readonly string[], signal: AbortSignal, timeout = 240_000): Promise<PhasedObject> {
    const deadline = instant() + timeout;
    for (;;) {
      signal.throwIfAborted();
      const { status, text } = await this.call.send({ method: 'GET', path: pathTo(object) });
      if (status !== 200 && status !== 404) throw this.#refused(pathTo(object), status, text);
      const found = (status === 200 ? JSON.parse(text) : {}) as PhasedObject;
      if (found.status?.phase !== undefined && ended.includes(found.status.phase)) return found;
      if (instant() > deadline) throw this.#refused(pathTo(object), status, `phase ${found.status?.phase ?? 'none'} after ${String(timeout / 1_000)} s`);
      await pause(300, signal);
    }
  }

  /** Waits until an object is there at all. */
  async appears(object: ApiObject, signal: AbortSignal, timeout = 60_000): Promise<void> {
    for (const deadline = instant() + timeout; ; await pause(300, signal)) {
      signal.throwIfAborted();
      const { status, text } = await this.call.send({ method: 'GET', path: pathTo(object) });
      if (status === 200) return;
      if (status !== 404 || instant() > deadline) throw this.#refused(pathTo(object), status, text);
    }
  }

  /** Every object of these namespaces, whatever its kind, and the namespaces themselves. */
  async objects(namespaces: readonly string[]): Promise<readonly LiveObject[]> {
    const found: LiveObject[] = [];
    for (const namespace of namespaces) {
      const { status, text } = await this.call.send({ method: 'GET', path: `/api/v1/namespaces/${namespace}` });
      if (status === 200) found.push({ apiVersion: 'v1', kind: 'Namespace', ...(JSON.parse(text) as Omit<LiveObject, 'apiVersion' | 'kind'>) } as LiveObject);
    }
    for (const { apiVersion, kind, plural } of await this.#kinds())
      for (const namespace of namespaces) {
        const { status, text } = await this.call.send({ method: 'GET', path: `${apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`}/namespaces/${namespace}/${plural}` });
        if (status === 404 || status === 405) continue;
        if (status !== 200) throw this.#refused(`${plural} of ${namespace}`, status, text);
        for (const item of (JSON.parse(text) as { readonly items?: readonly Omit<LiveObject, 'apiVersion' | 'kind'>[] }).items ?? []) found.push({ ...item, apiVersion, kind } as LiveObject);
      }
    return found;
  }

  /** Kinds of objects in namespaces that can be listed; each in its preferred version alone. */
  async #kinds(): Promise<readonly { readonly apiVersion: string; readonly kind: string; readonly plural: string }[]> {
    const seen = new Set<string>();
    const found: { apiVersion: string; kind: string; plural: string }[] = [];
    for (const path of ['/api', '/apis']) {
      const { status, text } = await this.call.send({ method: 'GET', path, accept: discovery });
      if (status !== 200) throw this.#refused(path, status, text);
      for (const group of (JSON.parse(text) as DiscoveredGroups).items)
        for (const { version, resources } of group.versions)
          for (const { resource, responseKind, scope, verbs } of resources) {
            const name = `${group.metadata?.name ?? ''}/${resource}`;
            if (scope !== 'Namespaced' || !verbs.includes('list') || !verbs.includes('create') || seen.has(name)) continue;
            seen.add(name);
            found.push({ apiVersion: group.metadata?.name === undefined ? version : `${group.metadata.name}/${version}`, kind: responseKind.kind, plural: resource });
          }
    }
    return found;
  }

  #refused(what: string, status: number, text: string): EnvironmentFailure {
    const said = visible(text, 300);
    return new EnvironmentFailure('NDC-X429', { vi: `diễn tập: ${this.site} không nhận ${what} (${String(status)}): ${said}`, en: `drill: ${this.site} did not take ${what} (${String(status)}): ${said}` });
  }
}

export interface PhasedObject {
  readonly status?: { readonly phase?: string; readonly errors?: number; readonly warnings?: number; readonly validationErrors?: readonly string[]; readonly failureReason?: string; readonly progress?: { readonly totalItems?: number; readonly itemsBackedUp?: number; readonly itemsRestored?: number } };
}
