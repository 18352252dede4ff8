import { canonical, digestOf, type DeepReadonly, type Estate } from '../model/estate.js';
import type { TenancyRequest } from '../model/kinds/tenancy-request.js';

type Request = DeepReadonly<TenancyRequest>;

/** The estate with some organisations' requests replaced, or taken out (`undefined`). Everything else stays as it is. */
export function withRequests(estate: Estate, changes: Readonly<Record<string, Request | undefined>>): Estate {
  const all = { ...estate.requests, ...changes };
  const requests = Object.fromEntries(
    Object.keys(all)
      .sort()
      .flatMap((organisation): [string, Request][] => (all[organisation] === undefined ? [] : [[organisation, all[organisation]]])),
  );
  return { ...estate, requests, digest: digestOf(`${estate.digest}\n${canonical(changes)}`) };
}
