import { Construct } from 'constructs';
import { setLabels } from '../../constructs/estate-labels.js';
import { objectStoreHost } from '../../constructs/object-store.js';
import { BackupLocation, foreignLocationName, locationName } from '../../constructs/protection/backup-location.js';
import { BackupSchedule } from '../../constructs/protection/backup-schedule.js';
import { everyMinutes, monthly } from '../../constructs/protection/cron.js';
import type { BackupTarget, EnvironmentProtection } from '../../sites/intent/protection.js';
import type { Estate } from '../../sites/model/estate.js';
import { everDeclared, isReliedOn } from '../../sites/model/losses.js';
import type { ProtectedAt } from './protected-at.js';

/** Days of the longest month. */
const monthDays = 31;

/**
 * Locations a site's backups go to, locations it reads others' backups from, and one schedule per target site,
 * organisation and tier.
 */
export function backupsOf(scope: Construct, estate: Estate, site: string, here: readonly ProtectedAt[]): void {
  const backups = new Construct(scope, 'Backups');
  // A site on its way back sends no backups: what it holds is not what the system is.
  const own = here.filter(({ role, protection }) => role === 'primary' && protection.environment.quiet?.includes(site) !== true).map(({ protection }) => protection);
  // From the first declaration on every site has a location in every store, for good: what was written in one while
  // something was lost could not be read any more once its location is gone.
  const stores = everDeclared(estate) ? Object.values(estate.sites).flatMap(({ id, phase }) => (phase === 'operating' ? [id] : [])) : [];
  const targets = [...new Set([...own.flatMap((protection) => open(protection).map((target) => target.site)), ...stores])].sort();
  for (const target of targets) new BackupLocation(backups, `backup-to-${target}`, { name: locationName(target), target, host: hostOf(estate, target), source: site, accessMode: writes(estate, site, target) ? 'ReadWrite' : 'ReadOnly' });
  const readable = new Map<string, { target: string; source: string }>();
  for (const { protection, role } of here) {
    const source = protection.primary.site;
    // Its own store is gone with the source; what is left is what lies elsewhere.
    if (role !== 'primary') for (const target of open(protection)) if (target.kind === 'off-site') readable.set(foreignLocationName(target.site, source), { target: target.site, source });
  }
  for (const source of stores) if (source !== site) for (const target of stores) if (target !== source) readable.set(foreignLocationName(target, source), { target, source });
  for (const name of [...readable.keys()].sort()) {
    const { target, source } = readable.get(name) ?? { target: '', source: '' };
    new BackupLocation(backups, `backup-${name}`, { name, target, host: hostOf(estate, target), source, accessMode: 'ReadOnly' });
  }
  for (const { organisation, tier, target, namespaces } of groupsOf(own)) {
    const group = new Construct(backups, `Of-${organisation}-${tier}-${target.site}`);
    setLabels(group, { organisation });
    const name = `${organisation}-${tier}-to-${target.site}`;
    new BackupSchedule(group, `backup-${name}`, { name, schedule: everyMinutes(target.everyMinutes, name), location: locationName(target.site), retentionDays: target.retentionDays, namespaces });
    const { monthlies } = estate.protection.tiers[tier].retention;
    if (monthlies === 0 || target.kind === 'local') continue;
    const kept = `${organisation}-${tier}-monthly-to-${target.site}`;
    new BackupSchedule(group, `backup-${kept}`, { name: kept, schedule: monthly(kept, estate.planning.links.backupWindow), location: locationName(target.site), retentionDays: monthlies * monthDays, namespaces, databases: true });
  }
}

/**
 * Whether a site may write to a store: both serve. A lost site's store would take what nobody can read, and take it for the
 * newest once it is back; a site on its way back sends nothing. Where both serve a location without a schedule takes
 * writes too: what expires in it could not be removed otherwise.
 */
const writes = (estate: Estate, site: string, target: string): boolean => isReliedOn(estate, site) && isReliedOn(estate, target);

const open = ({ backups }: EnvironmentProtection): readonly BackupTarget[] => backups.filter(({ operating }) => operating);

function hostOf(estate: Estate, id: string): string {
  const site = estate.sites[id];
  if (site === undefined) throw new Error(`the estate has no site ${id}`);
  return objectStoreHost(estate, site);
}

interface Group {
  readonly organisation: string;
  readonly tier: EnvironmentProtection['tier'];
  readonly target: BackupTarget;
  readonly namespaces: readonly string[];
}

function groupsOf(own: readonly EnvironmentProtection[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const protection of own)
    for (const target of open(protection)) {
      const { organisation, namespace } = protection.environment;
      const key = `${organisation} ${protection.tier} ${target.site}`;
      const group = groups.get(key) ?? { organisation, tier: protection.tier, target, namespaces: [] };
      // Where terms differ, as beside an environment that has no site of backups, the longest hold for all.
      groups.set(key, { ...group, target: target.retentionDays > group.target.retentionDays ? target : group.target, namespaces: [...group.namespaces, namespace] });
    }
  return [...groups.keys()].sort().flatMap((key) => groups.get(key) ?? []);
}
