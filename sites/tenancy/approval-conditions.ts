import { isDomesticHost } from '../model/domestic.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { PlainCondition } from '../model/kinds/approvals.js';
import { importances, personalDataClasses, rank, secrecies, sharings } from '../model/kinds/classification.js';
import { protections, type Protection } from '../model/kinds/protection.js';
import type { TenancyRequest, TenantSystem } from '../model/kinds/tenancy-request.js';
import { visible } from '../model/visible.js';
import type { Change } from './change.js';

type Request = DeepReadonly<TenancyRequest>;
type System = DeepReadonly<TenantSystem>;

/** What a condition is judged on. Everything but `head` is the base's: a request cannot soften what judges it. */
export interface ApprovalInput {
  readonly estate: Estate;
  readonly base: Request | undefined;
  readonly head: Request | undefined;
  readonly changes: readonly Change[];
}

/** What of the request makes a condition hold, as a reader finds it: `ho-so-prod quota.cpu`. Empty where it does not hold. */
export type Grounds = readonly string[];

/** Position on a classification axis by field; a database has the same axes. */
const axes: Readonly<Record<string, readonly string[]>> = { sharing: sharings, importance: importances, secrecy: secrecies, personalData: personalDataClasses, securityLevel: ['1', '2', '3', '4', '5'] };

const said = ({ subject, field }: Change): string => (field === '' ? subject : `${subject} ${field}`);
const textOf = (value: Change['before']): string | undefined => (value?.unit === 'text' ? value.text : undefined);

/** Changes of a field that is, or stands below, the given one. */
const below = (changes: readonly Change[], ...fields: readonly string[]): Grounds => changes.filter(({ field }) => fields.some((top) => field === top || field.startsWith(`${top}.`))).map(said);

/** A whole system, environment or database that comes or goes brings or takes hosts, placement and callers with it. */
const parts = ({ base, head, changes }: ApprovalInput, has: (environment: System['environments'][number]) => boolean): Grounds =>
  changes
    .filter(({ of, kind, field }) => of === 'environment' && field === '' && (kind === 'added' || kind === 'removed'))
    .filter(({ subject }) => [base, head].some((request) => request?.systems.some((system) => system.environments.some((environment) => `${system.id}-${environment.name}` === subject && has(environment)))))
    .map(said);

/** Systems of base and head that a change touches: the stricter of the two is what both being looked at amounts to. */
export function touched({ base, head, changes }: ApprovalInput): readonly System[] {
  const ids = new Set(changes.flatMap(({ system }) => (system === undefined ? [] : [system])));
  return [base, head].flatMap((request) => request?.systems.filter(({ id }) => ids.has(id)) ?? []);
}

const unique = (all: readonly string[]): Grounds => [...new Set(all)];

const holds = (system: System, axis: 'importance' | 'secrecy', is: (value: string) => boolean): boolean => is(system[axis]) || (system.databases ?? []).some((database) => database[axis] !== undefined && is(database[axis]));

/** The conditions that need the two requests alone. */
export const plainConditionsOf: Readonly<Record<Exclude<PlainCondition, 'shrinks-below-use'>, (input: ApprovalInput) => Grounds>> = {
  'first-request': ({ base, head }) => (base === undefined && head !== undefined ? [head.organisation] : []),
  'lowered-classification': ({ base, head, changes }) =>
    changes
      .filter(({ field, before, after, of, system }) => {
        const axis = Object.hasOwn(axes, field) ? axes[field] : undefined;
        const from = textOf(before) ?? (of === 'database' ? inherited(base, system, field) : undefined);
        const to = textOf(after) ?? (of === 'database' ? inherited(head, system, field) : undefined);
        return axis !== undefined && from !== undefined && to !== undefined && rank(axis, to) < rank(axis, from);
      })
      .map(said),
  'lowered-tier': ({ changes }) =>
    changes.filter(({ field, before, after }) => field === 'protection' && rank(protections, textOf(after) as Protection) > rank(protections, textOf(before) as Protection)).map(said),
  'lowered-backup': ({ changes }) => changes.filter(({ field, kind, after }) => (field === 'quota.backup' && kind === 'shrunk') || (field === 'placement.backup' && after === undefined)).map(said),
  'removes-data': ({ changes }) => changes.filter(({ holdsData, field }) => holdsData && field !== 'quota.backup').map(said),
  'groups-changed': ({ changes }) => unique(below(changes, 'groups')),
  'foreign-group': ({ estate, head }) => {
    const own = new Set(estate.organisations[head?.organisation ?? '']?.groups ?? []);
    return (head?.groups ?? []).filter(({ name }) => !own.has(name)).map(({ name }) => visible(name, 60));
  },
  'owners-changed': ({ changes }) => below(changes, 'owners', 'businessOwner', 'technicalOperator'),
  'hosts-changed': (input) => unique([...below(input.changes, 'network.ingressHosts'), ...parts(input, ({ network }) => (network?.ingressHosts ?? []).length > 0)]),
  'allow-from-changed': (input) => unique([...below(input.changes, 'network.allowFrom'), ...parts(input, ({ network }) => (network?.allowFrom ?? []).length > 0)]),
  'placement-changed': ({ changes }) => below(changes, 'placement'),
  'core-data': (input) => unique(touched(input).filter((system) => holds(system, 'importance', (value) => value === 'core')).map(({ id }) => id)),
  secrecy: (input) => unique(touched(input).filter((system) => holds(system, 'secrecy', (value) => value !== 'none')).map(({ id }) => id)),
  'egress-abroad': (input) =>
    unique(
      touched(input).flatMap(({ id, environments }) =>
        environments.flatMap(({ name, network }) => (network?.egress ?? []).filter(({ host }) => !isDomesticHost(host, input.estate.settings.domesticSuffixes)).map(({ host }) => `${id}-${name} ${host}`)),
      ),
    ),
};

/** A database without a class of its own has its system's. */
function inherited(request: Request | undefined, system: string | undefined, field: string): string | undefined {
  const found = request?.systems.find(({ id }) => id === system) as Readonly<Record<string, unknown>> | undefined;
  const value = found?.[field];
  return typeof value === 'string' ? value : undefined;
}
