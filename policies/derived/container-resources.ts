import { isUnknown, type Known } from '../planset/read-model.js';
import type { Container } from './workloads.js';
import { authored, deepField, isSet } from './values.js';

/** What a container should say of its size. A CPU limit only slows the container itself down, so it is not asked for everywhere. */
export type Bound = 'requests.cpu' | 'requests.memory' | 'limits.cpu' | 'limits.memory';

export interface Bounds {
  readonly missing: readonly Bound[];
  /** Why a bound cannot be told. */
  readonly unknown: readonly string[];
}

/**
 * Bounds a container does not set itself. A limit without a request is a request as well:
 * https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#requests-and-limits
 */
export function boundsOf({ spec }: Pick<Container, 'spec'>, wanted: readonly Bound[]): Bounds {
  if (isUnknown(spec)) return { missing: [], unknown: [spec.because] };
  const missing: Bound[] = [];
  const unknown: string[] = [];
  const value = (kind: string, resource: string): Known | undefined => authored(deepField(spec, 'resources', kind, resource));
  for (const bound of wanted) {
    const [kind = '', resource = ''] = bound.split('.');
    const candidates = [value(kind, resource), ...(kind === 'requests' ? [value('limits', resource)] : [])];
    if (candidates.some((found) => !isUnknown(found) && isSet(found))) continue;
    const open = candidates.find(isUnknown);
    if (open === undefined) missing.push(bound);
    else unknown.push(`${bound}: ${open.because}`);
  }
  return { missing, unknown };
}
