import { createHash } from 'node:crypto';
import type { Day } from '../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { Protection } from '../../sites/model/kinds/protection.js';
import type { TenantEnvironment } from '../../sites/model/kinds/tenancy-request.js';
import { cordonsOn, type Cordon } from '../../sites/model/offboarding.js';
import { pointer, type Pointer } from '../../sites/model/pointer.js';
import { allowanceOf, shareOf, type Allowance } from './allowance.js';
import { placesNow } from './losses.js';
import { tierOf, type System } from './tier.js';

/** What a request promises of one environment, derived from requests and tiers alone: never from what the stacks were made of. */
export interface DerivedEnvironment {
  readonly namespace: string;
  readonly organisation: string;
  readonly system: System;
  readonly environment: DeepReadonly<TenantEnvironment>;
  readonly pointer: Pointer;
  readonly tier: Protection;
  readonly primary: string;
  readonly standby?: string;
  readonly backup?: string;
  /** The same by its request alone: where its volumes lie, and where its databases came from. */
  readonly asked: { readonly primary: string; readonly standby?: string; readonly backup?: string };
  /** Sites on their way back after a declaration: it stands there and serves nobody. */
  readonly quiet: readonly string[];
  /** Sites where a copy was left by a restore from backups, or by the way back from one: what is stored stays, nothing starts. */
  readonly left?: readonly string[];
  /** Full size, at the primary and, after a failover, at the standby. */
  readonly full: Allowance;
  /** What the standby holds while the primary lives. */
  readonly waiting: Allowance;
  /** Consumes fields of other sectors: C V.3 lets it use them within the session only. */
  readonly consumesOtherSectors: boolean;
}

const derivedBefore = new WeakMap<Estate, readonly DerivedEnvironment[]>();

/** Every environment of every request, in order of organisation, system, environment. Derived once for each estate: a dozen rules ask. */
export function environmentsOf(estate: Estate): readonly DerivedEnvironment[] {
  const before = derivedBefore.get(estate);
  if (before !== undefined) return before;
  const found = derive(estate);
  derivedBefore.set(estate, found);
  return found;
}

function derive(estate: Estate): readonly DerivedEnvironment[] {
  const { asOf } = estate.scenario;
  const cordons = cordonsOn(estate, asOf);
  return Object.entries(estate.requests).flatMap(([organisation, request]) =>
    request.systems.flatMap((system, systemIndex) =>
      system.environments.flatMap((environment, index): DerivedEnvironment[] => {
        const tier = tierOf(estate, system);
        const rules = estate.protection.tiers[tier];
        const asked = allowanceOf(estate, environment.quota);
        const namespace = `${system.id}-${environment.name}`;
        const wanted = sitesOf(estate, system.id, environment, rules.standby !== 'none');
        const now = placesNow(estate, namespace, wanted);
        if (now === undefined) return [];
        const share = shareOf(asked, rules.standbyShare);
        const consumesOtherSectors = (system.flows ?? []).some(({ fields }) => fields === 'other-sector');
        const cut = cutTo(cordons.get(namespace), environment, wanted, { asked, share }, asOf);
        return [{
          namespace,
          organisation,
          system,
          environment: cut === undefined ? environment : { ...environment, forecast: [] },
          pointer: pointer('requests', organisation, 'systems', systemIndex, 'environments', index),
          tier,
          ...now,
          asked: wanted,
          // What is used within the session is never stored: no class of it is cut, for none is granted.
          full: cut === undefined ? asked : consumesOtherSectors ? { ...cut.full, storage: asked.storage } : cut.full,
          waiting: cut === undefined ? share : consumesOtherSectors ? { ...cut.waiting, storage: share.storage } : cut.waiting,
          consumesOtherSectors,
        }];
      }),
    ),
  );
}

/**
 * What is left of an allowance: what a cordon measured at each site, never more than the request gives there, and nothing
 * after the last day; undefined where the request holds.
 */
function cutTo(cordon: Cordon | undefined, { expiresAt }: DeepReadonly<TenantEnvironment>, { primary, standby }: Pick<DerivedEnvironment, 'primary' | 'standby'>, { asked, share }: { readonly asked: Allowance; readonly share: Allowance }, asOf: Day): { readonly full: Allowance; readonly waiting: Allowance } | undefined {
  const none: Allowance = { cpu: 0n, memory: 0n, gpu: 0n, pods: 0n, loadBalancers: 0n, storage: {}, backup: 0n };
  if (cordon === undefined) return expiresAt === undefined || expiresAt >= asOf ? undefined : { full: { ...none, backup: asked.backup }, waiting: none };
  const suffix = standby === undefined ? undefined : `-${[primary, standby].sort().join('-')}`;
  const measured = (site: string | undefined, most: Allowance): Allowance => {
    const found = cordon.limits.find((limit) => limit.site === site);
    if (found === undefined) return none;
    const used = new Map<string, bigint>(Object.entries(found.storage));
    const storage = Object.entries(most.storage).flatMap(([name, size]): [string, bigint][] => {
      const pair = suffix === undefined ? undefined : `${name}${suffix}`;
      const plain = least(used.get(name) ?? 0n, size);
      const own: [string, bigint][] = used.has(name) ? [[name, plain]] : [];
      return pair === undefined || !used.has(pair) ? own : [...own, [pair, least(used.get(pair) ?? 0n, size - plain)]];
    });
    return {
      cpu: least(found.cpu, most.cpu),
      memory: least(found.memory, most.memory),
      gpu: least(BigInt(found.gpu ?? 0), most.gpu),
      pods: least(BigInt(found.pods), most.pods),
      loadBalancers: least(BigInt(found.loadBalancers ?? 0), most.loadBalancers),
      storage: Object.fromEntries(storage),
      backup: 0n,
    };
  };
  return { full: { ...measured(primary, asked), backup: asked.backup }, waiting: measured(standby, share) };
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/**
 * Requested sites stand. Otherwise the first operating candidate runs it (the first of all where none operates), a hash
 * of the system's id picks the standby among the others, and the backup lies where neither is.
 */
function sitesOf(estate: Estate, system: string, { placement }: DeepReadonly<TenantEnvironment>, wantsStandby: boolean): Pick<DerivedEnvironment, 'primary' | 'standby' | 'backup'> {
  const asked: { readonly primary?: string | undefined; readonly standby?: string | undefined; readonly backup?: string | undefined } = typeof placement === 'object' ? placement : {};
  const phase = (id: string) => estate.sites[id]?.phase;
  const candidates = estate.settings.placement.candidates.filter((id) => phase(id) !== undefined && phase(id) !== 'retired');
  const primary = asked.primary ?? candidates.find((id) => phase(id) === 'operating') ?? candidates[0] ?? Object.keys(estate.sites)[0] ?? '';
  const others = candidates.filter((id) => id !== primary);
  const standby = asked.standby ?? (wantsStandby ? pick(system, others) : undefined);
  const backup = asked.backup ?? pick(system, others.filter((id) => id !== standby)) ?? standby;
  return { primary, ...(standby === undefined ? {} : { standby }), ...(backup === undefined ? {} : { backup }) };
}

/** First four bytes of SHA-256 as an unsigned number, modulo the choices. */
function pick(system: string, among: readonly string[]): string | undefined {
  if (among.length === 0) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = createHash('sha256').update(system, 'utf8').digest();
  return among[(a * 16_777_216 + b * 65_536 + c * 256 + d) % among.length];
}

/** What an environment is promised at a site: full size at its primary, the waiting size at its standby, nothing elsewhere. */
export function promisedAt(environment: DerivedEnvironment, site: string): { readonly role: 'primary' | 'standby'; readonly allowance: Allowance } | undefined {
  if (environment.primary === site) return { role: 'primary', allowance: environment.full };
  if (environment.standby === site) return { role: 'standby', allowance: environment.waiting };
  if (environment.left?.includes(site) === true) return { role: 'standby', allowance: { cpu: 0n, memory: 0n, gpu: 0n, pods: 0n, loadBalancers: 0n, storage: {}, backup: 0n } };
  return undefined;
}
