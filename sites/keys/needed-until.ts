import { plusDays, type Day } from '../model/calendar.js';
import type { Estate } from '../model/estate.js';
import type { DeclaredKey } from '../model/key-holders.js';
import type { KeyPurpose } from '../model/kinds/keys.js';
import { longestRetention } from './rotation.js';

type Kept = Pick<Estate, 'protection' | 'planning'>;
type FormerVersion = NonNullable<DeclaredKey['previous']>[number];

/** Purposes whose key encrypts what is copied into a backup repository, so that locks of objects keep it needed as well. */
const locked: readonly KeyPurpose[] = ['backup', 'storage-class', 'database', 'tenant'];

/**
 * Days after its last use in which anything encrypted under a key may still be kept: backups by the tiers' retention, and locks
 * that outlast them. Undefined of an authority: it encrypts nothing, and is needed while any certificate that it issued is valid.
 */
export function keptDays({ protection, planning }: Kept, purpose: KeyPurpose): number | undefined {
  if (purpose === 'ca') return undefined;
  const { databases, volumes } = planning.backup;
  return longestRetention({ protection }) + (locked.includes(purpose) ? Math.max(databases.lockBeyondRetentionDays, volumes.lockBeyondRetentionDays) : 0);
}

/** Last day on which a version that is given up on a day is needed; undefined where the data do not tell. */
export function neededAfter(estate: Kept, purpose: KeyPurpose, given: Day): Day | undefined {
  const kept = keptDays(estate, purpose);
  return kept === undefined ? undefined : plusDays(given, kept);
}

/**
 * Last day on which a former version is needed: the later of what the inventory records and of what today's retention and lock
 * holds say after its last use. Undefined where nobody recorded a day: then nothing ends it. Whoever asks whether a version may
 * go asks here, so that no two answers differ.
 */
export function lastNeededFormer(estate: Kept, purpose: KeyPurpose, { until, neededUntil }: Pick<FormerVersion, 'until' | 'neededUntil'>): Day | undefined {
  const byRetention = neededAfter(estate, purpose, until);
  return neededUntil === undefined || byRetention === undefined || byRetention < neededUntil ? neededUntil : byRetention;
}

export function isNeededFormer(estate: Kept & Pick<Estate, 'scenario'>, purpose: KeyPurpose, version: Pick<FormerVersion, 'until' | 'neededUntil'>): boolean {
  const last = lastNeededFormer(estate, purpose, version);
  return last === undefined || estate.scenario.asOf <= last;
}
