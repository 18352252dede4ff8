import { asStart, daysBetween, firstDay, lastDay, type Quarter } from '../../model/calendar.js';
import type { DeepReadonly, Estate } from '../../model/estate.js';
import type { Protection, ProtectionTier } from '../../model/kinds/protection.js';
import { pointer, type Pointer } from '../../model/pointer.js';
import type { Bytes } from '../../model/units.js';
import type { HeldCopy } from '../copies/held.js';
import { standings, type Situation } from '../demand.js';
import type { Growth } from '../guarantee.js';
import type { Interval } from '../interval.js';
import { likelyBytes, repositoryOf, retainedBytes } from './bytes.js';
import { protectedIn, type ProtectedEnvironment } from './protected.js';
import { longRun } from './schedule.js';

/** Why a copy that a tier promises lies nowhere. */
export type NoCopy = 'no-backup-site' | 'backup-site-not-operating' | 'backup-site-lost' | 'no-object-storage';

/** The backups of one environment in a quarter. */
export interface RetainedBackup {
  readonly namespace: string;
  readonly tier: Protection;
  /** Site and class of object storage that hold the copy; absent where `missing` says why. */
  readonly site?: string;
  readonly class?: string;
  readonly missing?: NoCopy;
  /** The tier wants the copy in a site that is neither primary nor standby, and it lies in one of them. */
  readonly notThird: boolean;
  /** At the end of the quarter, at its fullest; zero where no copy lies anywhere. */
  readonly retained: Interval;
  /** The same without the lock of immutable versions: the difference is what the lock adds. */
  readonly withoutLock: Interval;
  /** In the long run, at this quarter's size: once every monthly backup that is kept has been taken. */
  readonly steady: Interval;
  /** Bytes of backup that the request asked for. */
  readonly quota: Bytes;
  readonly inputs: readonly Pointer[];
}

/** The class of object storage in which the buckets of a site lie, and the site they lie in. */
export function bucketsOf({ sites }: Pick<Estate, 'sites'>, id: string): { readonly site: string; readonly class: string; readonly pointer: Pointer } | undefined {
  const { site: at, class: named } = sites[id]?.objectStore ?? {};
  const classes = at === undefined ? [] : (sites[at]?.storage ?? []);
  const index = classes.findIndex((storage) => storage.backend === 'rgw' && (named === undefined || storage.class === named));
  const found = classes[index];
  return at === undefined || found === undefined ? undefined : { site: at, class: found.class, pointer: pointer('sites', at, 'storage', index) };
}

const nothing: Interval = { low: 0n as Bytes, mid: 0n as Bytes, high: 0n as Bytes };

/**
 * What one copy of every environment's backups holds at the end of a quarter, in the order of the environments. Backups
 * begin when the environment does, or when the site that takes them is commissioned, whichever comes later.
 */
export function retainedBackups(estate: Pick<Estate, 'sites' | 'planning' | 'protection'>, environments: readonly ProtectedEnvironment[], quarter: Quarter, { serving, lost }: Situation, growth?: Growth): readonly RetainedBackup[] {
  return environments.flatMap((environment): RetainedBackup[] => {
    const data = protectedIn(estate, environment, quarter, growth);
    if (data === undefined) return [];
    const { promise, backupQuota } = environment;
    const tier = estate.protection.tiers[promise.tier];
    const target = targetOf(environment, tier);
    const buckets = target === undefined ? undefined : bucketsOf(estate, target);
    const missing: NoCopy | undefined =
      target === undefined ? 'no-backup-site' : buckets === undefined ? 'no-object-storage' : serving.has(buckets.site) ? undefined : lost.has(buckets.site) ? 'backup-site-lost' : 'backup-site-not-operating';
    const inputs = backupInputs(environment, buckets?.pointer);
    const repository = repositoryOf(estate, data);
    const steady = retainedBytes(repository, tier, longRun);
    const head = { namespace: promise.namespace, tier: promise.tier, notThird: tier.backup.thirdSite && (target === promise.primary || target === promise.standby), steady, quota: backupQuota, inputs };
    if (missing !== undefined || buckets === undefined) return [{ ...head, missing: missing ?? 'no-object-storage', retained: nothing, withoutLock: nothing }];
    const age = daysBetween(firstBackup(estate, environment, buckets.site), lastDay(quarter));
    // Nothing is there to be copied before its primary opens.
    if (age < 0) return [{ ...head, site: buckets.site, class: buckets.class, retained: nothing, withoutLock: nothing }];
    return [{ ...head, site: buckets.site, class: buckets.class, retained: retainedBytes(repository, tier, age), withoutLock: retainedBytes(repository, tier, age, false) }];
  });
}

/** Where one copy of every environment's backups is to lie at the end of a quarter, whatever serves, with its likely size: environments without any are left out. */
export function backupsHeld(estate: Pick<Estate, 'sites' | 'planning' | 'protection'>, environments: readonly ProtectedEnvironment[], quarter: Quarter, growth?: Growth): readonly HeldCopy[] {
  return environments.flatMap((environment): HeldCopy[] => {
    const { promise } = environment;
    const tier = estate.protection.tiers[promise.tier];
    const target = targetOf(environment, tier);
    const buckets = target === undefined ? undefined : bucketsOf(estate, target);
    const data = buckets === undefined ? undefined : protectedIn(estate, environment, quarter, growth);
    if (buckets === undefined || data === undefined) return [];
    const age = daysBetween(firstBackup(estate, environment, buckets.site), lastDay(quarter));
    const amount = age < 0 ? 0n : likelyBytes(estate, data, tier, age);
    return amount === 0n ? [] : [{ kind: 'backup', namespace: promise.namespace, tier: promise.tier, promise, site: buckets.site, compartment: 'open', amounts: new Map([[`storage/${buckets.class}`, amount]]), basis: 'retention', when: standings, inputs: backupInputs(environment, buckets.pointer) }];
  });
}

/** Site whose buckets a tier sends its backups to. */
const targetOf = ({ promise, backup }: ProtectedEnvironment, { backup: { offSite, thirdSite } }: DeepReadonly<ProtectionTier>): string | undefined => (offSite || thirdSite ? backup : promise.primary);

/** What the size of a backup rests on. */
export const backupInputs = ({ promise, databases }: ProtectedEnvironment, buckets?: Pointer): readonly Pointer[] => [
  `${promise.pointer}/quota`,
  ...databases.map((database) => database.pointer),
  ...(buckets === undefined ? [] : [buckets]),
  pointer('protection', 'tiers', promise.tier),
  pointer('planning', 'backup'),
  pointer('planning', 'links', 'logPercent'),
];

/** The day of the first backup at a site: once the environment has begun, its primary has opened, and so has the site. */
export function firstBackup({ sites }: Pick<Estate, 'sites'>, { promise }: ProtectedEnvironment, site: string) {
  const [own, at] = [sites[promise.primary], sites[site]].map((one) => (one === undefined ? undefined : firstDay(one.milestones.commissioning)));
  const begins = [promise.start === undefined ? undefined : asStart(promise.start), own, at].flatMap((day) => (day === undefined ? [] : [day]));
  return begins.reduce((latest, day) => (day > latest ? day : latest));
}
