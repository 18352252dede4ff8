import { isUnknown, type Known, type KubernetesObject } from '../planset/read-model.js';
import { elements } from './network-policy.js';
import { authored, deepField, isSet } from './values.js';

/** What a LimitRange gives a container that says nothing: `default` are limits, `defaultRequest` requests. */
export interface ContainerDefaults {
  readonly given: ReadonlySet<string>;
  readonly unknown: readonly string[];
}

/** Keys a namespace must give: without them a quota refuses every pod that names no size. */
export const neededDefaults = ['default.cpu', 'default.memory', 'defaultRequest.cpu', 'defaultRequest.memory'] as const;

/** Defaults for containers of every LimitRange of a namespace; source: https://kubernetes.io/docs/concepts/policy/limit-range/ */
export function containerDefaults(ranges: readonly KubernetesObject[]): ContainerDefaults {
  const given = new Set<string>();
  const unknown: string[] = [];
  for (const { name, body } of ranges) {
    const limits = elements(deepField(body, 'spec', 'limits'));
    if ('because' in limits) {
      unknown.push(`LimitRange ${name}: ${limits.because}`);
      continue;
    }
    for (const limit of limits) collect(limit, name, given, unknown);
  }
  return { given, unknown };
}

function collect(limit: Known, name: string, given: Set<string>, unknown: string[]): void {
  const type = isUnknown(limit) ? limit : deepField(limit, 'type');
  if (isUnknown(type)) unknown.push(`LimitRange ${name}: ${type.because}`);
  if (type !== 'Container') return;
  for (const key of neededDefaults) {
    const value = authored(deepField(limit, ...key.split('.')));
    if (isUnknown(value)) unknown.push(`LimitRange ${name} ${key}: ${value.because}`);
    else if (isSet(value)) given.add(key);
  }
}
