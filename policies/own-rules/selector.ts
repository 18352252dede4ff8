import { workloadOf } from '../derived/workloads.js';
import { labelOf } from '../derived/values.js';
import { plainText } from '../planset/known.js';
import { isUnknown, unnamed, type ChartRelease, type KubernetesObject, type ReadResource } from '../planset/read-model.js';
import type { Pattern } from './pattern.js';

/** A name among some, or matching a pattern. */
export type Named = { readonly among: readonly string[] } | { readonly pattern: Pattern };

/** Which objects a rule means; what is left out is any. */
export interface Selector {
  /** Kubernetes kinds; `$workloads` is everything that starts pods. */
  readonly kinds?: readonly string[];
  readonly apiVersions?: readonly string[];
  /** Terraform resource types, such as `kubernetes_deployment_v1` or `helm_release`. */
  readonly types?: readonly string[];
  readonly sites?: readonly string[];
  readonly namespace?: Named;
  readonly name?: Named;
  readonly labels?: Readonly<Record<string, Named>>;
}

/** Whether a selector means an object: it does, it does not, or why that cannot be known. */
export type Meant = true | false | { readonly because: string };

/** What a resource is in one column: an object, or a release, whose chart's objects are resources of their own. */
export const subjectOf = (resource: ReadResource, column: 'before' | 'after'): KubernetesObject | ChartRelease | undefined => resource[column] ?? resource.release?.[column];

export function meant(selector: Selector, resource: ReadResource, object: KubernetesObject | ChartRelease): Meant {
  const { types, kinds, apiVersions, sites } = selector;
  if (types !== undefined && !types.includes(resource.type)) return false;
  if ((kinds !== undefined || apiVersions !== undefined) && !('kind' in object)) return false;
  if ('kind' in object) {
    if (kinds !== undefined && !kinds.includes(object.kind) && !(kinds.includes('$workloads') && workloadOf({ resource, object }) !== undefined)) return false;
    if (apiVersions !== undefined && !apiVersions.includes(object.apiVersion)) return false;
  }
  const tests: Meant[] = [
    ...(sites === undefined ? [] : [resource.site === unnamed || resource.site === '' ? { because: 'its plan names no site' } : sites.includes(resource.site)]),
    ...(selector.namespace === undefined ? [] : [isNamed(selector.namespace, 'kind' in object ? object.namespace : object.namespace, 'its namespace')]),
    ...(selector.name === undefined ? [] : [isNamed(selector.name, object.name, 'its name')]),
    ...Object.entries(selector.labels ?? {}).map(([key, wanted]): Meant => (!('kind' in object) ? false : isNamed(wanted, labelOf(object.labels, key), `its label ${key}`))),
  ];
  if (tests.includes(false)) return false;
  return tests.find((test) => test !== true) ?? true;
}

function isNamed(wanted: Named, found: Parameters<typeof plainText>[0], what: string): Meant {
  if (isUnknown(found)) return { because: `${what} is not known: ${found.because}` };
  if (found === unnamed) return { because: `${what} is known only at apply` };
  if (found === undefined || found === null) return false;
  const text = plainText(found);
  return 'among' in wanted ? wanted.among.includes(text) : wanted.pattern.matches(text);
}
