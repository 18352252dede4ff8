import type { Declared } from '../../sites/intent/after-declaration.js';
import type { EnvironmentIntent } from '../../sites/intent/environment.js';
import type { Estate } from '../../sites/model/estate.js';
import { protections } from '../../sites/model/kinds/protection.js';
import type { Recovery } from '../../sites/recovery/context.js';
import { lossOfData, mostLost } from '../../sites/recovery/data-loss.js';
import type { Fate, Recovered } from '../../sites/recovery/event.js';
import { promisesOf, recoveredFrom } from '../../sites/recovery/matrix.js';
import { standing } from '../../sites/recovery/situation.js';
import { alreadyLost } from '../../sites/recovery/where.js';
import type { Likely } from '../../sites/recovery/ways.js';
import type { DrDeclareData, RestoredGroup } from '../dr-declare-data.js';
import { recoveryIn } from '../recovery-in.js';
import { runbookNames } from '../runbook-names.js';

/** The loss as the matrix schedules it: what a declaration tells is what was promised. */
export interface Foretold {
  readonly recovery: Recovery;
  readonly recovered: Recovered;
}

export function foretoldOf(estate: Estate, site: string): Foretold {
  const recovery = recoveryIn(estate);
  return { recovery, recovered: recoveredFrom(recovery, site, alreadyLost(recovery).sites, 'dead') };
}

/** Everybody who ran at the site: promoted, restored from a backup, or stopped. Each is in one of the three. */
export function groupsOf(estate: Estate, site: string, { moved, stopped }: Declared, foretold: Foretold): Pick<DrDeclareData, 'moves' | 'restored' | 'hindered' | 'stopped'> {
  const { fates } = foretold.recovered;
  const fateOf = ({ namespace }: EnvironmentIntent): Fate | undefined => fates.get(namespace);
  const reasonsOf = (environment: EnvironmentIntent) => {
    const fate = fateOf(environment);
    return fate !== undefined && 'reasons' in fate ? fate.reasons : [];
  };
  const fromBackup = moved.filter((environment) => fateOf(environment)?.copies.there.some(({ means }) => !standing.includes(means)) === true);
  const promoted = moved.filter((environment) => !fromBackup.includes(environment));
  const targets = [...new Set(moved.map(({ primary }) => primary.site))].sort();
  return {
    moves: protections.flatMap((tier) =>
      targets.flatMap((to) => {
        const namespaces = promoted.filter((one) => one.tier === tier && one.primary.site === to).map(({ namespace }) => namespace).sort();
        return namespaces.length === 0 ? [] : [{ to, tier, namespaces }];
      }),
    ),
    restored: restoredGroups(estate, site, fromBackup, foretold),
    hindered: moved.flatMap((environment) => {
      const { namespace, organisation, tier, primary } = environment;
      const reasons = reasonsOf(environment);
      return reasons.length === 0 ? [] : [{ namespace, organisation, tier, to: primary.site, reasons }];
    }),
    stopped: stopped.map(({ environment, backupAt }) => {
      const { namespace, organisation, tier } = environment;
      return { namespace, organisation, tier, ...(backupAt === undefined ? {} : { backupAt }), reasons: reasonsOf(environment) };
    }),
  };
}

function restoredGroups(estate: Estate, site: string, environments: readonly EnvironmentIntent[], { recovery, recovered: { fates } }: Foretold): readonly RestoredGroup[] {
  const names = runbookNames(estate);
  const { sites, parts } = alreadyLost(recovery);
  const groups = new Map<string, RestoredGroup & { readonly ages: readonly Partial<Likely>[] }>();
  for (const { namespace, tier, primary, restored = [] } of environments) {
    const fate = fates.get(namespace);
    const copies = (fate?.copies.there ?? []).filter(({ means }) => !standing.includes(means));
    const from = copies.find(({ means }) => means === 'backup')?.at ?? copies[0]?.at ?? primary.site;
    const reserved = restored.at(-1)?.from !== site;
    const key = [protections.indexOf(tier), primary.site, from, String(reserved)].join(' ');
    const group = groups.get(key) ?? { to: primary.site, tier, from, location: names.foreignLocation(from, site), reserved, namespaces: [], databases: 0, age: {}, ages: [], promisedMs: promisesOf(recovery, tier).rpoMs };
    groups.set(key, {
      ...group,
      namespaces: [...group.namespaces, namespace].sort(),
      databases: group.databases + (fate?.subject.protection.databases.filter(({ operated }) => operated).length ?? 0),
      ages: [...group.ages, mostLost(copies.flatMap((copy) => lossOfData(recovery, copy, sites, parts) ?? []))],
    });
  }
  return [...groups.keys()].sort().flatMap((key): RestoredGroup[] => {
    const group = groups.get(key);
    if (group === undefined) return [];
    const { ages, ...rest } = group;
    return [{ ...rest, age: oldest(ages) }];
  });
}

/** Of several ages the greatest; a figure without a bound has none. */
function oldest(ages: readonly Partial<Likely>[]): Partial<Likely> {
  const most = (level: keyof Likely): bigint | undefined => ages.reduce<bigint | undefined>((worst, { [level]: age }) => (worst === undefined || age === undefined ? undefined : age > worst ? age : worst), 0n);
  const [p50, p95] = [most('p50'), most('p95')];
  return { ...(p50 === undefined ? {} : { p50 }), ...(p95 === undefined ? {} : { p95 }) };
}
