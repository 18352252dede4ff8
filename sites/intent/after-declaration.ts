import type { Estate } from '../model/estate.js';
import { isReliedOn, withLosses, type Loss } from '../model/losses.js';
import { deriveProtection } from './derive-protection.js';
import { effectiveIntent } from './effective.js';
import type { EnvironmentIntent, Intent } from './environment.js';
import type { EnvironmentProtection } from './protection.js';
import { sessionOnly } from './session-only.js';

/** An environment that stops, and where its data still are. */
export interface StoppedEnvironment {
  readonly environment: EnvironmentIntent;
  /** Site with a backup of it; absent where no copy is left. */
  readonly backupAt?: string;
}

/** What a declaration would change. */
export interface Declared {
  /** Environments that another site runs from then on: their standby, or where they are restored. */
  readonly moved: readonly EnvironmentIntent[];
  readonly stopped: readonly StoppedEnvironment[];
  /** Environments with data of which no copy is left at any other site, wherever they would run. */
  readonly gone: readonly EnvironmentProtection[];
}

/** What would follow if a site were declared lost now, beside what is lost already, and these environments restored elsewhere. */
export function afterDeclaration(estate: Estate, recorded: Intent, site: string, { at, restores = [] }: Pick<Loss, 'at' | 'restores'>): Declared {
  const loss: Loss = { site, declaration: '', at, ...(restores.length === 0 ? {} : { restores }) };
  const after = withLosses(estate, [...(estate.losses ?? []), loss]);
  const [before, now] = [effectiveIntent(estate, recorded), effectiveIntent(after, recorded)];
  // What is kept at a site on its way back, and quiet, runs nowhere.
  const running = new Map(now.environments.filter(({ primary, quiet = [] }) => !quiet.includes(primary.site)).map((environment) => [environment.namespace, environment]));
  const held = before.environments.filter(({ primary, quiet = [] }) => primary.site === site && !quiet.includes(site));
  const protection = new Map(deriveProtection(estate, before).environments.map((one) => [one.environment.namespace, one]));
  const copyOf = (environment: EnvironmentIntent): string | undefined => copyElsewhere(after, protection.get(environment.namespace));
  return {
    moved: held.flatMap(({ namespace }) => running.get(namespace) ?? []),
    stopped: held.filter(({ namespace }) => !running.has(namespace)).map((environment): StoppedEnvironment => {
      const backupAt = copyOf(environment);
      return { environment, ...(backupAt === undefined ? {} : { backupAt }) };
    }),
    gone: held.flatMap((environment) => {
      const one = protection.get(environment.namespace);
      return one === undefined || !holdsData(environment) || copyOf(environment) !== undefined ? [] : [one];
    }),
  };
}

const holdsData = ({ system, quota }: EnvironmentIntent): boolean => !sessionOnly(system) && (Object.values(quota.storage).some((bytes) => bytes > 0n) || (system.databases ?? []).length > 0);

/** A site the others rely on that has all data of an environment: as a backup, or streamed and mirrored. */
function copyElsewhere(estate: Estate, protection: EnvironmentProtection | undefined): string | undefined {
  if (protection === undefined) return undefined;
  const { backups, volumes, databases, primary } = protection;
  const backup = backups.find(({ site, kind, operating }) => kind === 'off-site' && operating && site !== primary.site && isReliedOn(estate, site));
  if (backup !== undefined) return backup.site;
  const replica = volumes?.to;
  const streamed = databases.every(({ operated, standby, third }) => operated && [standby, third].some((site) => site !== undefined && isReliedOn(estate, site)));
  return replica !== undefined && isReliedOn(estate, replica) && streamed ? replica : undefined;
}
