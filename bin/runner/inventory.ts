import { parseAllDocuments } from 'yaml';
import { outOfBounds } from '../../policies/planset/yaml-bounds.js';
import { identityOf } from './drift-compare.js';
import { isObject, stateResources, type StateModule } from './plan-json.js';

/** What a site's states say is ours. */
export class Inventory {
  /** `kind/namespace/name`, kinds in lower case. */
  private readonly objects = new Set<string>();
  private readonly releases = new Set<string>();
  readonly namespaces = new Set<string>();

  /** Adds every object of a state, those rendered from charts included. */
  add(root: StateModule | undefined): void {
    for (const { mode, type, values } of stateResources(root)) {
      if (type === 'helm_template' && values !== undefined) this.addRendered(values['manifest'], values['namespace']);
      if (mode !== 'managed') continue;
      const { kind, namespace, name } = identityOf(type, values);
      if (kind === 'HelmRelease') this.releases.add(`${namespace ?? 'default'}/${name}`);
      else this.objects.add(keyOf(kind, namespace, name));
      if (kind === 'Namespace') this.namespaces.add(name);
    }
  }

  holds(kind: string, namespace: string | undefined, name: string): boolean {
    return this.objects.has(keyOf(kind, namespace, name));
  }

  holdsRelease(namespace: string, name: string): boolean {
    return this.releases.has(`${namespace}/${name}`);
  }

  /** Hooks carry no mark of their release on the cluster; the rendered chart names them. */
  private addRendered(manifest: unknown, namespace: unknown): void {
    if (typeof manifest !== 'string' || outOfBounds(manifest) !== undefined) return;
    const documents = parseAllDocuments(manifest, { merge: false });
    for (const document of Array.isArray(documents) ? documents : []) {
      const object: unknown = document.errors.length > 0 ? undefined : document.toJS();
      if (!isObject(object)) continue;
      const found = identityOf('kubernetes_manifest', { manifest: object });
      this.objects.add(keyOf(found.kind, found.namespace ?? (typeof namespace === 'string' ? namespace : undefined), found.name));
    }
  }
}

const keyOf = (kind: string, namespace: string | undefined, name: string): string => `${kind.toLowerCase()}/${namespace ?? ''}/${name}`;
