import { plainText } from '../planset/known.js';
import { isKnownObject } from '../planset/kubernetes-object.js';
import { isUnknown, type Known, type KubernetesObject } from '../planset/read-model.js';
import { elements } from './network-policy.js';
import { deepField } from './values.js';

/** Kinds that lead requests from outside to a namespace. */
export const routeKinds = ['Ingress', 'HTTPRoute', 'GRPCRoute', 'TLSRoute'] as const;

/** A route, the hosts it answers for, and whether something on it asks who is there. */
export interface Route {
  readonly hosts: readonly string[];
  readonly authenticates: boolean;
  readonly unknown: readonly string[];
}

/**
 * Annotations by which ingress controllers hand a request to an identity service first.
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#external-authentication
 * https://doc.traefik.io/traefik/middlewares/http/forwardauth/
 */
const asksFirst = [/^nginx\.ingress\.kubernetes\.io\/auth-(url|tls-secret|secret)$/, /^traefik\.ingress\.kubernetes\.io\/router\.middlewares$/, /^haproxy\.org\/auth-(type|secret)$/, /^ndc\.gov\.vn\/sign-in$/];

/** What a route object says. */
export function routeOf({ kind, name, annotations, body }: KubernetesObject): Route {
  const unknown: string[] = isUnknown(annotations) ? [`${kind} ${name} annotations: ${annotations.because}`] : [];
  const hosts: string[] = [];
  const collect = (list: Known | undefined, key?: string): void => {
    const found = elements(list);
    if ('because' in found) unknown.push(`${kind} ${name} hosts: ${found.because}`);
    else
      for (const entry of found) {
        const host = key === undefined ? entry : deepField(entry, key);
        if (isUnknown(host)) unknown.push(`${kind} ${name} host: ${host.because}`);
        // An ingress without a host answers for every name.
        else hosts.push(host === undefined || host === '' ? '*' : plainText(host));
      }
  };
  if (kind === 'Ingress') {
    collect(deepField(body, 'spec', 'rules'), 'host');
    if (deepField(body, 'spec', 'defaultBackend') !== undefined) hosts.push('*');
  } else collect(deepField(body, 'spec', 'hostnames') ?? ['*']);
  const keys = isKnownObject(annotations) ? Object.keys(annotations) : [];
  return { hosts: [...new Set(hosts)], authenticates: keys.some((key) => asksFirst.some((pattern) => pattern.test(key))), unknown };
}
