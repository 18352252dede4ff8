import type { DeepReadonly, Estate } from '../model/estate.js';
import type { TenancyRequest } from '../model/kinds/tenancy-request.js';
import { fitOf, nothingAsked, refuses, type Fit } from './fit.js';
import { resourceKey, worstRows, type FitRow } from './fit-rows.js';
import { withRequests } from './with-requests.js';

type Request = DeepReadonly<TenancyRequest>;

/** A request that is open: what its organisation asks now, and what is recorded of it (`undefined`: nothing). */
export interface OpenRequest {
  readonly organisation: string;
  readonly head: Request | undefined;
  readonly base: Request | undefined;
}

/** What each request takes of a resource that runs short when all are taken. */
export interface Shortage extends Pick<FitRow, 'site' | 'quarter' | 'compartment' | 'resource'> {
  /** How much is missing with all taken. */
  readonly short: bigint;
  /** In the order of the requests; only those that take something. */
  readonly of: readonly { readonly organisation: string; readonly request: bigint }[];
}

export interface Joint {
  /** By organisation: judged alone, beside what is recorded of all others. */
  readonly alone: ReadonlyMap<string, Fit>;
  readonly together: Fit;
  /** Whether every one fits alone and all together do not. Whatever the order in which they were admitted, the last does not fit. */
  readonly onlyApart: boolean;
  /** The worst quarter of each resource that runs short together. */
  readonly shares: readonly Shortage[];
}

/** Open requests judged one by one and all at once. Demand only adds up, so the order in which they are taken changes who comes last, not whether all fit. */
export function jointly(estate: Estate, open: readonly OpenRequest[]): Joint {
  const base = withRequests(estate, Object.fromEntries(open.map(({ organisation, base: recorded }) => [organisation, recorded])));
  const alone = new Map(open.map(({ organisation, head }) => [organisation, fitOf(base, withRequests(base, { [organisation]: head }))]));
  const [only] = alone.values();
  const together = open.length === 0 ? nothingAsked : open.length === 1 && only !== undefined ? only : fitOf(base, withRequests(base, Object.fromEntries(open.map(({ organisation, head }) => [organisation, head]))));
  return { alone, together, onlyApart: open.length > 1 && ![...alone.values()].some(refuses) && refuses(together), shares: sharesOf(together, alone) };
}

function sharesOf(together: Fit, alone: ReadonlyMap<string, Fit>): Shortage[] {
  return worstRows(together.rows.filter(({ left, before }) => left < 0n && left < before)).map((row) => ({
    site: row.site,
    quarter: row.quarter,
    compartment: row.compartment,
    resource: row.resource,
    short: -row.left,
    of: [...alone].flatMap(([organisation, fit]) => {
      const own = fit.rows.find((one) => resourceKey(one) === resourceKey(row) && one.quarter === row.quarter);
      const takes = own === undefined ? 0n : own.before - own.left;
      return takes > 0n ? [{ organisation, request: takes }] : [];
    }),
  }));
}
