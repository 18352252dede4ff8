import { digestOf, type DeepReadonly, type Estate } from '../model/estate.js';
import type { TenancyRequest } from '../model/kinds/tenancy-request.js';
import type { Pointer } from '../model/pointer.js';
import { inRequest } from './own-pointer.js';

/**
 * Systems that hold state secrets go by a code in whatever others may read: ids of systems from `mat` upwards, by what
 * stands in their place. The code says nothing of the system and stays the same while the estate's id does.
 */
export function codesOf({ requests, settings }: Pick<Estate, 'requests' | 'settings'>): ReadonlyMap<string, string> {
  const secret = Object.values(requests).flatMap(({ systems }) => systems.filter(({ secrecy }) => secrecy !== 'none').map(({ id }) => id));
  return new Map(secret.map((id) => [id, `mat-${digestOf(`${settings.id}\n${id}`).slice('sha256:'.length, 'sha256:'.length + 8)}`]));
}

/** Whether something of a request belongs to a system that holds state secrets. */
export function isConcealed({ organisation, systems }: DeepReadonly<Pick<TenancyRequest, 'organisation' | 'systems'>>, at: Pointer): boolean {
  return systems.some(({ secrecy }, index) => secrecy !== 'none' && `${at}/`.startsWith(`${inRequest(organisation, 'systems', index)}/`));
}

/** A value with every mention of a secret system replaced, in texts however deep. Environments keep their own name behind the code. */
export function conceal<T>(value: T, codes: ReadonlyMap<string, string>): T {
  if (codes.size === 0) return value;
  // Longest first: one id may begin another. Ids hold letters, digits and hyphens alone.
  const ids = [...codes.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const mention = new RegExp(`(?<![a-z0-9-])(?:${ids.join('|')})(?=-[a-z0-9]|[^a-z0-9-]|-$|$)`, 'g');
  const inside = (here: unknown): unknown => {
    if (typeof here === 'string') return here.replace(mention, (id) => codes.get(id) ?? id);
    if (Array.isArray(here)) return here.map(inside);
    if (typeof here === 'object' && here !== null) return Object.fromEntries(Object.entries(here).map(([key, inner]) => [key, inside(inner)]));
    return here;
  };
  return inside(value) as T;
}

/** Whether a text names a secret system, or an environment of one. */
export function namesSecret(text: string, codes: ReadonlyMap<string, string>): boolean {
  return conceal(text, codes) !== text;
}

/** The environment that a code stands for, where somebody copied it from a page; anything else as it was given. */
export function revealed(namespace: string, codes: ReadonlyMap<string, string>): string {
  for (const [id, code] of codes) if (namespace === code || namespace.startsWith(`${code}-`)) return `${id}${namespace.slice(code.length)}`;
  return namespace;
}
