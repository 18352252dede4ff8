import { restoredBy, type RestoredAt } from '../model/losses.js';
import type { EnvironmentIntent, Intent } from './environment.js';
import { pairsOf } from './pairs.js';

/** Why an environment runs nowhere once a site is lost. */
export type Stopped = { readonly namespace: string; readonly organisation: string; readonly because: 'no-standby' | 'standby-not-operating'; readonly standby?: string };

export interface AfterLoss {
  /** Who runs where: every environment that still has a place, at full size. */
  readonly intent: Intent;
  /** Environments that have none. */
  readonly stopped: readonly Stopped[];
}

/**
 * Who runs where once a site is lost, everything has moved to its standby, and these are restored from backups elsewhere.
 * Nothing gets a new standby: to protect again
 * is a decision of its own, taken when the survivors serve.
 */
export function afterLoss({ environments }: Intent, lost: string, restores: readonly RestoredAt[] = []): AfterLoss {
  const stopped: Stopped[] = [];
  const left = environments.flatMap((environment): EnvironmentIntent[] => {
    const { namespace, organisation, primary, standby, standbyQuota, backup, ...rest } = environment;
    const kept = { ...rest, namespace, organisation, ...(backup === undefined || backup.site === lost ? {} : { backup }) };
    if (primary.site !== lost) return [{ ...kept, primary, ...(standby === undefined || standbyQuota === undefined || standby.site === lost ? {} : { standby, standbyQuota }) }];
    const to = standby === undefined || standby.site === lost || !standby.operating ? restoredBy({ restores }, namespace) : undefined;
    if (to !== undefined) return [{ ...rest, namespace, organisation, ...restoredFrom({ primary, ...(backup === undefined ? {} : { backup }) }, lost, to) }];
    if (standby === undefined || standby.site === lost) stopped.push({ namespace, organisation, because: 'no-standby' });
    else if (!standby.operating) stopped.push({ namespace, organisation, because: 'standby-not-operating', standby: standby.site });
    else return [{ ...kept, primary: standby }];
    return [];
  });
  return { intent: { environments: left, pairs: pairsOf(left) }, stopped };
}

/** An environment restored at a site: its backups go on to where they went, unless that is where it runs now. */
function restoredFrom({ primary, backup }: Pick<EnvironmentIntent, 'primary' | 'backup'>, lost: string, to: string): Pick<EnvironmentIntent, 'primary' | 'backup' | 'recorded' | 'restored'> {
  const copies = backup === undefined || [lost, to].includes(backup.site) ? undefined : backup;
  return {
    recorded: { primary, ...(backup === undefined ? {} : { backup }) },
    restored: [{ from: lost, to, ...(copies === undefined ? {} : { backup: copies.site }) }],
    primary: { site: to, operating: true, reason: 'derived' },
    ...(copies === undefined ? {} : { backup: copies }),
  };
}
