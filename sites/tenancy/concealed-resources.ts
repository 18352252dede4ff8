import { canonical, type DeepReadonly, type Estate } from '../model/estate.js';
import type { TenancyRequest } from '../model/kinds/tenancy-request.js';
import { fitRowsOf, resourceKey, type FitRow } from './fit-rows.js';
import { withRequests } from './with-requests.js';

type Request = DeepReadonly<TenancyRequest>;

const isSecret = ({ secrecy }: Pick<Request['systems'][number], 'secrecy'>): boolean => secrecy !== 'none';

/**
 * Resources, `resourceKey`, whose figures would tell the size of a system that holds state secrets: those of which something
 * else would be said if only the other systems changed. Disks and backups are shared with everybody, so that nodes of their
 * own do not hide them. Of a system whose secrecy comes or goes, both are secret. `rows`: of `base` and `head`; asked for only where secret systems change.
 */
export function concealedResources(base: Estate, head: Estate, rows: () => readonly FitRow[]): ReadonlySet<string> {
  const open = withOpenChanges(base, head);
  if (open === undefined) return new Set();
  const told = fitRowsOf(base, open);
  const key = (row: FitRow): string => `${row.quarter} ${resourceKey(row)}`;
  const [all, others] = [rows(), told].map((of) => new Map(of.map((row) => [key(row), row]))) as [Map<string, FitRow>, Map<string, FitRow>];
  const differs = [...all.values(), ...others.values()].filter((row) => canonical(all.get(key(row)) ?? null) !== canonical(others.get(key(row)) ?? null));
  return new Set(differs.map(resourceKey));
}

/** `head` with every secret system as `base` has it; undefined where none changes. */
function withOpenChanges(base: Estate, head: Estate): Estate | undefined {
  const changes = [...new Set([...Object.keys(base.requests), ...Object.keys(head.requests)])].flatMap((organisation): [string, Request | undefined][] => {
    const [was, is] = [base.requests[organisation], head.requests[organisation]];
    const systems = new Map([was, is].flatMap((request) => request?.systems.filter(isSecret).map(({ id }) => [id, was?.systems.find((system) => system.id === id)] as const) ?? []));
    const changed = [...systems].some(([id, standing]) => canonical(standing ?? null) !== canonical(is?.systems.find((system) => system.id === id) ?? null));
    const request = is ?? was;
    if (!changed || request === undefined) return [];
    const kept = [...systems.values()].filter((system) => system !== undefined);
    const all = [...(is?.systems.filter(({ id }) => !systems.has(id)) ?? []), ...kept];
    return [[organisation, all.length === 0 ? undefined : { ...request, systems: all }]];
  });
  return changes.length === 0 ? undefined : withRequests(head, Object.fromEntries(changes));
}
