import { Cron } from 'croner';
import { cephNamespace } from '../constructs/ceph-storage.js';
import { labelKey } from '../constructs/estate-labels.js';
import { buckets } from '../constructs/object-store.js';
import { foreignLocationName, locationName, veleroNamespace } from '../constructs/protection/backup-location.js';
import { everyHoursInSix, everyMinutes, monthly } from '../constructs/protection/cron.js';
import { databaseName } from '../constructs/protection/database-names.js';
import type { Estate } from '../sites/model/estate.js';
import type { LastRun, Scheduled } from '../sites/recovery/runbook/clean-point.js';
import type { RunbookNames } from '../sites/recovery/runbook/plan.js';

/** Names that stacks give what a runbook speaks of. */
export function runbookNames({ components }: Pick<Estate, 'components'>): RunbookNames {
  const secretStore = Object.values(components).find(({ chart }) => chart === 'openbao');
  return {
    ceph: cephNamespace,
    velero: veleroNamespace,
    secretStore: secretStore?.namespace ?? 'openbao',
    secretStoreOf: (site) => `${secretStore?.id ?? 'openbao'}-of-${site}`,
    volumesBucket: buckets.volumes,
    databasesBucket: buckets.databases,
    systemNamespace: 'ndc-system',
    procedure: (namespace) => `restore-${namespace}`,
    databaseName,
    volumesGroup: 'ndc-volumes',
    backupSchedule: ({ organisation, tier, target }) => `${organisation}-${tier}-to-${target}`,
    foreignLocation: foreignLocationName,
    location: locationName,
    ownLabel: labelKey('site'),
  };
}

/** When what stacks schedule last began, by the very expressions they write; clusters count in UTC. */
export function lastRunOf({ planning }: Pick<Estate, 'planning'>): LastRun {
  const known = new Map<string, Cron>();
  const window = planning.links.backupWindow;
  const expression = (of: Scheduled): string => {
    if (of.what === 'base') return everyHoursInSix(of.everyHours, `${of.namespace} ${of.cluster} ${of.site}`, window);
    const name = `${of.organisation}-${of.tier}${of.what === 'monthly' ? '-monthly' : ''}-to-${of.target}`;
    return of.what === 'monthly' ? monthly(name, window) : everyMinutes(of.everyMinutes, name);
  };
  return (of, before) => {
    const written = expression(of);
    const cron = known.get(written) ?? new Cron(written, { timezone: 'UTC', paused: true });
    known.set(written, cron);
    // Croner looks before the moment given; one that began in that very second counts.
    return cron.previousRuns(1, new Date(before + 1000))[0]?.getTime();
  };
}
