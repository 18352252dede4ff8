import type { RecoveryAction } from '../model/kinds/recovery-inputs.js';
import { mbps } from '../capacity/links/rates.js';
import type { Interval } from '../capacity/interval.js';
import { waitedFor, type Recovery, type Subject } from './context.js';
import type { DataCopy } from './copies.js';
import { lossOfData } from './data-loss.js';
import type { Quantiles } from './durations.js';
import { ttlAt } from './prerequisites.js';
import type { Scheduled, Use } from './schedule.js';
import { standing, type StepKind } from './situation.js';
import { wayFrom, type Likely } from './ways.js';

/** An environment that is brought back at a site, and the copies it is brought back from. */
export interface Move {
  readonly subject: Subject;
  readonly to: string;
  readonly copies: readonly DataCopy[];
}

/** What has struck, and who has to move. */
export interface Event {
  /** `dead`: the site is gone. `slow`: it still answers, and is left in order, so that nothing is lost. */
  readonly kind: 'dead' | 'slow';
  readonly struck: string;
  /** Every site that is lost, the struck one among them where it is dead. */
  readonly lost: ReadonlySet<string>;
  readonly parts: ReadonlySet<string>;
  /** In the order of priority; whoever another waits for stands before it. */
  readonly moves: readonly Move[];
}

/** A step with its name and its time. */
export interface Step extends Scheduled {
  readonly kind: StepKind;
  /** `verify ho-so-prod`, `start-identity ndc-02`: unique in a recovery. */
  readonly name: string;
  readonly site?: string;
  readonly namespace?: string;
  readonly takes: Quantiles;
  /** Of bytes: how many, and bits a second on a mean day. */
  readonly bytes?: Interval;
  readonly rate?: bigint;
  /** Site the bytes lie at. */
  readonly from?: string;
}

export interface Steps {
  readonly steps: readonly Step[];
  readonly capacity: ReadonlyMap<string, number>;
  /** The last step of every environment. */
  readonly ends: ReadonlyMap<string, number>;
}

export const operators = 'operators';
const [slots, promotions, restore, images, hsm] = ['apply-slots', 'promotion-slots', 'restore', 'image-pull', 'hsm'].map((name) => (site: string) => `${name} ${site}`) as [Of, Of, Of, Of, Of];
type Of = (site: string) => string;

/** A declaration is two people's (contract of transitions). */
export const declarers = 2;

const milliseconds = (bytes: bigint, rate: bigint): number => Number((bytes * 8_000n + rate - 1n) / rate);

/**
 * Every step of a recovery in the order in which it is taken: detect, declare, fence and take the site's addresses away;
 * at each survivor identity, secret store and the stack that promotes; then the environments, best protected first, each
 * with its data, its stack, its images and keys, a look whether it works, and its address.
 */
export function stepsOf(recovery: Recovery, event: Event): Steps {
  const { estate, durations } = recovery;
  const { limits, needsOperator, imageMiBPerEnvironment, hsmOperationsPerEnvironment, dns } = estate.recovery;
  const steps: Step[] = [];
  const capacity = new Map<string, number>([[operators, limits.operators]]);
  const needsPerson = new Set<RecoveryAction>(needsOperator);
  const put = (step: Omit<Step, 'uses'> & { readonly uses?: readonly Use[] }): number => steps.push({ ...step, uses: step.uses ?? [] }) - 1;
  const act = (kind: RecoveryAction, of: string, after: readonly number[], more: { readonly uses?: readonly Use[]; readonly site?: string; readonly namespace?: string; readonly person?: boolean } = {}): number => {
    const people = kind === 'declare' ? declarers : needsPerson.has(kind) || more.person === true ? 1 : 0;
    const { person: _person, uses = [], ...rest } = more;
    return put({ kind, name: `${kind} ${of}`, after, takes: durations[kind], uses: [...uses, ...(people === 0 ? [] : [{ resource: operators, units: people }])], ...rest });
  };

  const detect = act('detect', event.struck, []);
  const declare = act('declare', event.struck, [detect]);
  const fenced = [act('fence', event.struck, [declare]), act('withdraw-edge', event.struck, [declare])];

  const sites = [...new Set(event.moves.map(({ to }) => to))].sort();
  const secrets = new Map<string, number>();
  const promoting = new Map<string, number>();
  for (const site of sites) {
    for (const [resource, units] of [[slots, limits.applySlots], [promotions, limits.promotionSlots], [restore, 1], [images, 1], [hsm, 1]] as const) capacity.set(resource(site), units);
    const identity = act('start-identity', site, fenced, { site });
    const secret = act('start-secret-store', site, [identity], { site });
    secrets.set(site, secret);
    promoting.set(site, act('apply-stack', `${site}-protection`, [secret], { site, uses: [{ resource: slots(site), units: 1 }] }));
  }

  const ends = new Map<string, number>();
  const verified = new Map<string, number>();
  const applied = new Map<string, number>();
  for (const move of event.moves) {
    const { subject, to } = move;
    const { namespace, protection } = subject;
    const { organisation } = protection.environment;
    const person = subject.inputs?.automatic === false;
    const of = { site: to, namespace, person };
    const [secret = 0, promote = 0] = [secrets.get(to), promoting.get(to)];
    const stack = `${to}-tenant-${organisation}`;
    const apply = applied.get(stack) ?? act('apply-stack', stack, [secret], { site: to, uses: [{ resource: slots(to), units: 1 }], person });
    applied.set(stack, apply);
    const ready: number[] = [apply];
    const drained = event.kind === 'slow' ? [drain(recovery, move, event, fenced, put)] : [];
    const bring = (kind: RecoveryAction, copy: DataCopy, after: readonly number[]): number => {
      const begun = act(kind, `${namespace} ${copy.data}`, after, of);
      if (copy.bytes.high === 0n) return begun;
      const rate = restoreRate(recovery, copy.at, to, event);
      if (rate === undefined) throw new RangeError(`${namespace} is restored from ${copy.at} to ${to} over a way that carries nothing`);
      const takes = { p50: milliseconds(copy.bytes.mid, rate.p50), p95: milliseconds(copy.bytes.high, rate.p95) };
      return put({ kind: 'transfer', name: `transfer ${namespace} ${copy.data}`, after: [begun], takes, uses: [{ resource: restore(to), units: 1 }], site: to, namespace, bytes: copy.bytes, rate: rate.p50, from: copy.at });
    };
    for (const copy of move.copies) {
      if (copy.data === 'manifests') {
        if (copy.means === 'backup') ready.push(act('restore-objects', namespace, [apply, ...drained], of));
        continue;
      }
      if (copy.data === 'objects' && standing.includes(copy.means)) continue;
      const isStanding = standing.includes(copy.means);
      if (copy.data === 'databases') {
        const clusters = protection.databases.filter((one) => one.operated).map(({ cluster }) => cluster);
        if (isStanding) for (const cluster of clusters) ready.push(act('promote-database', `${namespace}/${cluster}`, [promote, ...drained], { ...of, uses: [{ resource: promotions(to), units: 1 }] }));
        else ready.push(bring('restore-database', copy, [promote, apply, ...drained]));
      } else if (isStanding) ready.push(act('promote-volumes', namespace, [promote, ...drained], { ...of, uses: [{ resource: promotions(to), units: 1 }] }));
      else ready.push(bring('restore-volumes', copy, [apply, ...drained]));
    }
    const pulled = act('pull-images', namespace, [apply], of);
    ready.push(pulled);
    const { standby } = estate.protection.tiers[protection.tier];
    // Where pods wait already, their images lie on the nodes.
    if (!(to === protection.standby?.site && (standby === 'hot' || standby === 'warm'))) {
      const bytes = BigInt(imageMiBPerEnvironment) * 1_048_576n;
      const rate = mbps(limits.imagePullMbps);
      const takes = milliseconds(bytes, rate);
      ready.push(put({ kind: 'image-transfer', name: `image-transfer ${namespace}`, after: [pulled], takes: { p50: takes, p95: takes }, uses: [{ resource: images(to), units: 1 }], site: to, namespace, rate }));
    }
    if (hsmOperationsPerEnvironment > 0) {
      const takes = Math.ceil((hsmOperationsPerEnvironment * 1000) / limits.hsmOperationsPerSecond);
      ready.push(put({ kind: 'hsm', name: `hsm ${namespace}`, after: [apply], takes: { p50: takes, p95: takes }, uses: [{ resource: hsm(to), units: 1 }], site: to, namespace }));
    }
    const before = protection.after.flatMap((id) => waitedFor(recovery, subject, id)).flatMap((other) => verified.get(other.namespace) ?? []);
    const verify = act('verify', namespace, [...ready, ...before], of);
    verified.set(namespace, verify);
    const dnsSwitched = act('switch-dns', namespace, [verify], of);
    const ttl = ttlAt(protection, to, dns.ttlSeconds) * 1000;
    ends.set(namespace, put({ kind: 'ttl', name: `ttl ${namespace}`, after: [dnsSwitched], takes: { p50: ttl, p95: ttl }, site: to, namespace }));
  }
  return { steps, capacity, ends };
}

/**
 * Bits a second at which a site restores what lies at another: what replication leaves of the link on a mean day (P50) and
 * on a peak day (P95), at most its own rate. Undefined where no way is left, or a peak day's replication leaves nothing of
 * it: backups that are restored come after the changes of whoever still serves.
 */
export function restoreRate(recovery: Recovery, from: string, to: string, { lost, parts }: Pick<Event, 'lost' | 'parts'>): Likely | undefined {
  const { limits } = recovery.estate.recovery;
  const own = mbps(limits.restoreMbps);
  const { payloadPercent } = recovery.estate.planning.links;
  const way = wayFrom(recovery, from, to, lost, parts);
  if (way === undefined) return undefined;
  const [p50, p95] = [way.free.p50, way.free.p95].map((free) => (free * BigInt(payloadPercent)) / 100n) as [bigint, bigint];
  if (p50 <= 0n || p95 <= 0n) return undefined;
  return { p50: p50 < own ? p50 : own, p95: p95 < own ? p95 : own };
}

/** A site that answers is left in order: its writers stop, and what they wrote last arrives before anything is promoted. */
function drain(recovery: Recovery, { subject, to, copies }: Move, { lost, parts }: Event, fenced: readonly number[], put: (step: Omit<Step, 'uses'>) => number): number {
  const last = (level: 'p50' | 'p95'): number => copies.reduce((most, copy) => {
    const loss = lossOfData(recovery, copy, lost, parts);
    const arrives = loss === undefined ? 0 : Number(loss.durationMs[level] + (loss.transferMs[level] ?? 0n));
    return arrives > most ? arrives : most;
  }, 0);
  const p50 = last('p50');
  return put({ kind: 'drain', name: `drain ${subject.namespace}`, after: fenced, takes: { p50, p95: Math.max(p50, last('p95')) }, site: to, namespace: subject.namespace });
}

