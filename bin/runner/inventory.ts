import { parseAllDocuments } from 'yaml';
import { labelKey } from '../../constructs/estate-labels.js';
import { outOfBounds } from '../../policies/planset/yaml-bounds.js';
import { identityOf } from './drift-compare.js';
import { isObject, stateResources, type StateModule } from './plan-json.js';
import type { RunnerStack } from './stack.js';

/** A namespace of ours: the stack that holds it, and whose it is by its label. */
export interface HeldNamespace {
  readonly stack: HoldingStack;
  readonly organisation?: string;
}

export type HoldingStack = Pick<RunnerStack, 'name' | 'kind' | 'site' | 'organisation'>;

/** What a site's states say is ours. */
export class Inventory {
  /** `kind/namespace/name`, kinds in lower case. */
  private readonly objects = new Set<string>();
  private readonly releases = new Set<string>();
  readonly namespaces = new Map<string, HeldNamespace>();

  /** Adds every object of a stack's state, those rendered from charts included. */
  add(root: StateModule | undefined, stack: HoldingStack): void {
    for (const { mode, type, values } of stateResources(root)) {
      if (type === 'helm_template' && values !== undefined) this.addRendered(values['manifest'], values['namespace']);
      if (mode !== 'managed') continue;
      const { kind, namespace, name } = identityOf(type, values);
      if (kind === 'HelmRelease') this.releases.add(`${namespace ?? 'default'}/${name}`);
      else this.objects.add(keyOf(kind, namespace, name));
      if (kind === 'Namespace') {
        const organisation = organisationOf(values);
        this.namespaces.set(name, { stack, ...(organisation === undefined ? {} : { organisation }) });
      }
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
      // Or it is of a kind that has no namespace: the text alone does not tell.
      if (found.namespace === undefined) this.objects.add(keyOf(found.kind, undefined, found.name));
    }
  }
}

const keyOf = (kind: string, namespace: string | undefined, name: string): string => `${kind.toLowerCase()}/${namespace ?? ''}/${name}`;

/** Whose a namespace is, as its label in the state says. */
function organisationOf(values: unknown): string | undefined {
  const metadata = isObject(values) ? values['metadata'] : undefined;
  const first = Array.isArray(metadata) ? (metadata[0] as unknown) : metadata;
  const labels = isObject(first) ? first['labels'] : undefined;
  const organisation = isObject(labels) ? labels[labelKey('organisation')] : undefined;
  return typeof organisation === 'string' ? organisation : undefined;
}
