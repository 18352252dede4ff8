import { deriveIntent } from '../intent/derive.js';
import type { EnvironmentIntent } from '../intent/environment.js';
import { canonical, type DeepReadonly, type Estate } from '../model/estate.js';
import type { TenancyRequest, TenantSystem } from '../model/kinds/tenancy-request.js';
import { printBytes, printCpu } from '../model/units.js';
import { amountOf, inOrderOfHarm, permilleOf, textValue, type Change, type ChangedThing, type ChangedValue } from './change.js';

type Request = DeepReadonly<TenancyRequest>;
type System = DeepReadonly<TenantSystem>;
type Database = NonNullable<System['databases']>[number];

/** A request in the estate it stands in: sizes, tiers and placement are derived from both. */
export interface Standing {
  readonly estate: Estate;
  readonly request: Request | undefined;
}

/** Where a change belongs; the rest of it is what differs. */
type Where = Pick<Change, 'of' | 'organisation' | 'subject' | 'system' | 'secret'>;

/**
 * What differs between two requests of one organisation, destroys first. What is derived counts as it takes effect:
 * a quota in figures, the tier with its floor, the sites a placement leads to; a system whose tier falls because its
 * level does shows both.
 */
export function changesOf(base: Standing, head: Standing): readonly Change[] {
  const organisation = head.request?.organisation ?? base.request?.organisation;
  if (organisation === undefined) return [];
  const [before, after] = [base, head].map((standing) => viewOf(standing)) as [View, View];
  const ids = [...new Set([...before.systems.keys(), ...after.systems.keys()])];
  return inOrderOfHarm([
    ...compare(fieldsOfRequest(base.request), fieldsOfRequest(head.request), { of: 'organisation', organisation, subject: organisation, secret: false }),
    ...ids.flatMap((id) => changesOfSystem(organisation, id, before, after)),
  ]);
}

interface View {
  readonly systems: ReadonlyMap<string, System>;
  readonly environments: ReadonlyMap<string, EnvironmentIntent>;
}

function viewOf({ estate, request }: Standing): View {
  if (request === undefined) return { systems: new Map(), environments: new Map() };
  const { environments } = deriveIntent({ ...estate, requests: { [request.organisation]: request } });
  return { systems: new Map(request.systems.map((system) => [system.id, system])), environments: new Map(environments.map((intent) => [`${intent.system.id} ${intent.environment.name}`, intent])) };
}

function changesOfSystem(organisation: string, id: string, before: View, after: View): Change[] {
  const [was, is] = [before.systems.get(id), after.systems.get(id)];
  const secret = [was, is].some((system) => system !== undefined && system.secrecy !== 'none');
  const where = (of: ChangedThing, subject: string): Where => ({ of, organisation, subject, system: id, secret });
  const tierOf = ({ environments }: View): string | undefined => [...environments.values()].find(({ system }) => system.id === id)?.tier;
  const names = [...new Set([was, is].flatMap((system) => system?.environments.map(({ name }) => name) ?? []))];
  const environments = names.flatMap((name) => {
    const [from, to] = [before, after].map((view) => view.environments.get(`${id} ${name}`));
    return thing(where('environment', `${id}-${name}`), from, to, fieldsOfEnvironment, storesData);
  });
  const databases = [...new Set([was, is].flatMap((system) => system?.databases?.map((database) => database.id) ?? []))].flatMap((name) => {
    const [from, to] = [was, is].map((system) => system?.databases?.find((database) => database.id === name));
    return thing(where('database', `${id}/${name}`), from, to, fieldsOfDatabase, () => true);
  });
  const whole = thing(where('system', id), was, is, (system) => fieldsOfSystem(system, tierOf(system === was ? before : after)), (system) => (system.databases ?? []).length > 0 || [...before.environments.values()].some((intent) => intent.system.id === id && storesData(intent)));
  return [...whole, ...environments, ...databases];
}

const storesData = ({ quota }: EnvironmentIntent): boolean => quota.backup > 0n || Object.values(quota.storage).some((size) => size > 0n);

/** A whole thing that comes, goes or changes. One that comes is told with its fields, so that a reader sees what is asked. */
function thing<T>(where: Where, was: T | undefined, is: T | undefined, fieldsOf: (of: T) => Fields, holds: (of: T) => boolean): Change[] {
  if (was === undefined && is === undefined) return [];
  if (is === undefined) return [{ ...where, kind: 'removed', field: '', destroys: true, holdsData: was !== undefined && holds(was) }];
  if (was === undefined) return [{ ...where, kind: 'added', field: '', destroys: false, holdsData: false }, ...compare(new Map(), onlyAmounts(fieldsOf(is)), where)];
  return compare(fieldsOf(was), fieldsOf(is), where);
}

const onlyAmounts = (fields: Fields): Fields => new Map([...fields].filter(([, value]) => value.unit !== 'text'));

/** Values by field. Entries of a set have a field each, `network.allowFrom[ho-so-prod]`, so that one added and one removed are two changes. */
type Fields = ReadonlyMap<string, ChangedValue>;

function compare(was: Fields, is: Fields, where: Where): Change[] {
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((field): Change[] => {
    const [before, after] = [was.get(field), is.get(field)];
    const common = { ...where, field: field.replace(/\[[^]*\]$/, ''), ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
    const unit = (before ?? after)?.unit;
    if (unit === undefined || unit === 'text') {
      if (before === undefined || after === undefined || canonical(before) !== canonical(after)) return [{ ...common, kind: 'changed', destroys: false, holdsData: false }];
      return [];
    }
    const [from, to] = [before, after].map((value) => (value !== undefined && value.unit !== 'text' ? value.amount : 0n)) as [bigint, bigint];
    if (from === to) return [];
    const permille = permilleOf(from, to);
    // A class that is taken away takes its volumes along; a database's size is a statement about it, not a grant.
    const destroys = to === 0n && field.startsWith('quota.storage.');
    return [{ ...common, kind: to > from ? 'grown' : 'shrunk', ...(permille === undefined ? {} : { permille }), destroys, holdsData: destroys || (to < from && (field.startsWith('quota.storage.') || field === 'quota.backup')) }];
  });
}

type Entry = readonly [field: string, value: ChangedValue];

/** Everything below a value as texts by path: for parts that no rule looks into. */
function flat(field: string, value: unknown): Entry[] {
  if (value === undefined) return [];
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value).flatMap(([key, inner]) => flat(`${field}.${key}`, inner));
  return [[field, textValue(typeof value === 'string' ? value : canonical(value))]];
}

const setOf = <T>(field: string, entries: readonly T[] | undefined, printed: (entry: T) => string): Entry[] => (entries ?? []).map((entry): Entry => [`${field}[${printed(entry)}]`, textValue(printed(entry))]);

function fieldsOfRequest(request: Request | undefined): Fields {
  if (request === undefined) return new Map();
  const { owners, groups, justification, reviewOn, temporary } = request;
  return new Map([...flat('owners', owners), ...setOf('groups', groups, ({ name, role }) => `${name} (${role})`), ...flat('justification', justification), ...flat('reviewOn', reviewOn), ...flat('temporary', temporary)]);
}

function fieldsOfSystem(system: System, tier: string | undefined): Fields {
  const { name, securityLevel, sharing, importance, secrecy, personalData, businessOwner, technicalOperator, origin, migration, funding, flows } = system;
  return new Map([
    ...flat('name', name),
    // A level is an ordinal: told as a text, for a share of it means nothing.
    ...flat('securityLevel', String(securityLevel)),
    ...flat('sharing', sharing),
    ...flat('importance', importance),
    ...flat('secrecy', secrecy),
    ...flat('personalData', personalData),
    ...flat('protection', tier),
    ...flat('businessOwner', businessOwner),
    ...flat('technicalOperator', technicalOperator),
    ...flat('origin', origin),
    ...flat('migration', migration),
    ...flat('funding', funding),
    ...setOf('flows', flows, ({ from, fields, purpose }) => `${from}: ${fields}, ${purpose}`),
  ]);
}

function fieldsOfDatabase({ id: _id, size, changeRate, walRate, ...rest }: Database): Fields {
  return new Map<string, ChangedValue>([['size', amountOf('bytes', size)], ['changeRate', amountOf('bytes', changeRate)], ...(walRate === undefined ? [] : [['walRate', amountOf('bytes', walRate)] as const]), ...Object.entries(rest).flatMap(([key, value]) => flat(key, value))]);
}

function fieldsOfEnvironment({ environment, quota, primary, standby, backup }: EnvironmentIntent): Fields {
  const { network, forecast, expiresAt, largestPod } = environment;
  return new Map<string, ChangedValue>([
    ['quota.cpu', amountOf('cpu', quota.cpu)],
    ['quota.memory', amountOf('bytes', quota.memory)],
    ['quota.gpu', amountOf('count', BigInt(quota.gpu))],
    ...Object.entries(quota.storage).map(([name, size]): Entry => [`quota.storage.${name}`, amountOf('bytes', size)]),
    ['quota.pods', amountOf('count', BigInt(quota.pods))],
    ['quota.loadBalancers', amountOf('count', BigInt(quota.loadBalancers))],
    ['quota.backup', amountOf('bytes', quota.backup)],
    ...flat('placement.primary', primary.site),
    ...flat('placement.standby', standby?.site),
    ...flat('placement.backup', backup?.site),
    ...setOf('network.ingressHosts', network?.ingressHosts, (host) => host),
    ...setOf('network.egress', network?.egress, ({ host, port, purpose, approval, watchedBy }) => [`${host}:${port}`, purpose, ...(approval === undefined ? [] : [`${approval.document} ${approval.date}`]), ...(watchedBy === undefined ? [] : [watchedBy])].join(', ')),
    ...setOf('network.allowFrom', network?.allowFrom, (namespace) => namespace),
    ...setOf('forecast', forecast, ({ at, cpu, memory, storage }) => `${at}: ${printCpu(cpu)}, ${printBytes(memory)}, ${printBytes(storage)}`),
    ...flat('expiresAt', expiresAt),
    ...(largestPod === undefined ? [] : setOf('largestPod', [largestPod], ({ cpu, memory, gpu = 0 }) => `${printCpu(cpu)}, ${printBytes(memory)}, ${gpu} GPU`)),
  ]);
}
