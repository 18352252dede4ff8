import type { Estate } from '../../sites/model/estate.js';
import { plainText } from '../planset/known.js';
import { isUnknown, type Known, type KubernetesObject, type ReadPlanSet } from '../planset/read-model.js';
import { isOf } from './by-kind.js';
import { changesOf, type Holds, type Managed } from './change-providers.js';
import { heldBy, mirrorTarget, type HeldDatabase } from './held-data.js';
import type { Formula } from './interleaving.js';
import { elements } from './network-policy.js';
import type { DerivedEnvironment } from './placement.js';
import { databaseEnd, postgresGroup, replicationGroup, volumeEnd, volumeReplicationKinds } from './replication-ends.js';
import { reserves } from './standby.js';
import { storeSite } from './stores.js';
import { deepField, isSet } from './values.js';
import { namespacesOf, veleroGroup } from './velero.js';

/** What must hold of one environment at every moment of a change, and why parts of it cannot be told. */
export interface Facts {
  readonly formula: Formula;
  readonly unknown: readonly string[];
}

const barmanGroup = 'barmancloud.cnpg.io';

/** A value as a fact's condition: equal, or not told. */
const equals = (value: Known | undefined, wanted: string, what: string): boolean | { readonly because: string } => (isUnknown(value) ? { because: `${what}: ${value.because}` } : value !== undefined && plainText(value) === wanted);

/** Room at some other site, and both ends of everything that is copied there. Which site stands by may change, as long as one does. */
export function standbyFacts(estate: Estate, planset: ReadPlanSet, environment: DerivedEnvironment): Facts {
  const unknown: string[] = [];
  const changes = changesOf(planset);
  const { namespace, primary, tier } = environment;
  const { block, databases } = heldBy(estate, environment);
  const copies = estate.recovery.copies[tier];
  const at = (site: string, kinds: readonly string[], holds: Holds): Formula => ({ fact: changes.providers(changes.managed(site, namespace, kinds), holds, unknown) });
  const volumes = (site: string, wanted: 'primary' | 'secondary'): Formula =>
    at(site, volumeReplicationKinds, (object) => {
      if (!isOf(replicationGroup, { object })) return false;
      const end = volumeEnd(object);
      return 'because' in end ? end : end.is === wanted;
    });
  const cluster = (site: string, { database }: HeldDatabase, wanted: 'primary' | 'replica'): Formula =>
    at(site, ['Cluster'], (object) => {
      if (!isOf(postgresGroup, { object }) || object.name !== database.id) return false;
      const end = databaseEnd(object);
      return 'because' in end ? end : end.is === wanted;
    });
  const operated = copies.databases === 'none' ? [] : databases.filter((database) => database.operated);
  const copied = copies.volumes.mode !== 'none' && block;
  const others = [...new Set(planset.stacks.map(({ site }) => site))].filter((site) => site !== primary);
  const formula: Formula = {
    all: [
      ...(copied ? [volumes(primary, 'primary')] : []),
      ...operated.map((database) => cluster(primary, database, 'primary')),
      {
        any: others.map((site): Formula => ({
          all: [
            { fact: changes.providers(changes.managed(site, '', ['Namespace']), ({ name }) => name === namespace, unknown) },
            at(site, ['ResourceQuota'], reserves),
            ...(copied ? [volumes(site, 'secondary')] : []),
            ...operated.map((database) => cluster(site, database, 'replica')),
          ],
        })),
      },
    ],
  };
  return { formula, unknown };
}

/** A backup of every dataset of the environment. `elsewhere`: where neither the loss of the primary nor what its mirror takes along reaches it. */
export function backupFacts(estate: Estate, planset: ReadPlanSet, environment: DerivedEnvironment, elsewhere: boolean): Facts {
  const unknown: string[] = [];
  const { primary } = environment;
  const { block, file, databases } = heldBy(estate, environment);
  const mirror = estate.protection.tiers[environment.tier].backup.thirdSite ? mirrorTarget(estate, environment) : undefined;
  const into = (address: Known | undefined, of: string): boolean | { readonly because: string } => {
    const { site, unknown: because } = storeSite(estate, address, of);
    return because !== undefined ? { because } : site !== undefined && (!elsewhere || (site !== primary && site !== mirror));
  };
  const byVelero = block || file || databases.some(({ operated }) => !operated);
  return {
    formula: {
      all: [
        ...(byVelero ? [scheduled(planset, environment, into, unknown)] : []),
        ...databases.filter(({ operated }) => operated).map((database): Formula => ({ any: [...new Set(planset.stacks.map(({ site }) => site))].map((site) => archived(planset, environment, site, database, into, unknown)) })),
      ],
    },
    unknown,
  };
}

type Into = (address: Known | undefined, of: string) => boolean | { readonly because: string };

/** Some schedule that takes the namespace in, with the location it sends to. */
function scheduled(planset: ReadPlanSet, { namespace, primary }: DerivedEnvironment, into: Into, unknown: string[]): Formula {
  const changes = changesOf(planset);
  const schedules = schedulesTaking(planset, primary, namespace);
  const locationOf = (object: KubernetesObject): Known | undefined => deepField(object.body, 'spec', 'template', 'storageLocation');
  const names = new Set(schedules.flatMap(({ resource }) => [resource.before, resource.after].flatMap((object) => (object === undefined ? [] : [isUnknown(locationOf(object)) ? '?' : plainText(locationOf(object))]))));
  return {
    any: [...names].map((name): Formula => {
      const takes: Holds = (object) => {
        const { included, excluded, unknown: because } = namespacesOf({ object });
        if (because !== undefined) return { because };
        const paused = deepField(object.body, 'spec', 'paused');
        if (isUnknown(paused)) return { because: `Schedule ${object.name} paused: ${paused.because}` };
        if (isSet(paused) || excluded.includes(namespace) || (included.length > 0 && !included.includes('*') && !included.includes(namespace))) return false;
        const location = locationOf(object);
        return isUnknown(location) ? { because: `Schedule ${object.name} storageLocation: ${location.because}` } : plainText(location) === name;
      };
      const is: Holds = (object) => {
        const isDefault = name === plainText(undefined) && isSet(deepField(object.body, 'spec', 'default'));
        return isOf(veleroGroup, { object }) && (object.name === name || isDefault) && into(deepField(object.body, 'spec', 'config', 's3Url'), `BackupStorageLocation ${object.name}`);
      };
      return { all: [{ fact: changes.providers(schedules, takes, unknown) }, { fact: changes.providers(changes.managed(primary, '*', ['BackupStorageLocation']), is, unknown) }] };
    }),
  };
}

/** A cluster of the database at a site that archives into a store, with that store and its base backups. */
function archived(planset: ReadPlanSet, { namespace }: DerivedEnvironment, site: string, { database: { id } }: HeldDatabase, into: Into, unknown: string[]): Formula {
  const changes = changesOf(planset);
  const clusters = changes.managed(site, namespace, ['Cluster']).filter(({ resource }) => [resource.before, resource.after].some((object) => object !== undefined && isOf(postgresGroup, { object }) && object.name === id));
  const storeNames = (object: KubernetesObject): readonly Known[] => {
    const plugins = elements(deepField(object.body, 'spec', 'plugins'));
    return 'because' in plugins ? [] : plugins.filter((plugin) => isSet(deepField(plugin, 'isWALArchiver'))).flatMap((plugin) => deepField(plugin, 'parameters', 'barmanObjectName') ?? []);
  };
  const names = new Set(clusters.flatMap(({ resource }) => [resource.before, resource.after].flatMap((object) => (object === undefined ? [] : storeNames(object).map(plainText)))));
  return {
    any: [...names].map((name): Formula => ({
      all: [
        { fact: changes.providers(clusters, (object) => storeNames(object).some((store) => !isUnknown(store) && plainText(store) === name), unknown) },
        { fact: changes.providers(changes.managed(site, namespace, ['ObjectStore']), (object) => isOf(barmanGroup, { object }) && object.name === name && into(deepField(object.body, 'spec', 'configuration', 'endpointURL'), `ObjectStore ${name}`), unknown) },
        {
          fact: changes.providers(
            changes.managed(site, namespace, ['ScheduledBackup']),
            (object) => {
              const own = equals(deepField(object.body, 'spec', 'cluster', 'name'), id, `ScheduledBackup ${object.name} cluster`);
              if (own !== true) return own;
              const suspended = deepField(object.body, 'spec', 'suspend');
              return isUnknown(suspended) ? { because: `ScheduledBackup ${object.name} suspend: ${suspended.because}` } : !isSet(suspended);
            },
            unknown,
          ),
        },
      ],
    })),
  };
}

interface SchedulesOfSite {
  readonly byNamespace: ReadonlyMap<string, readonly Managed[]>;
  readonly anywhere: readonly Managed[];
}

const schedulesOf = new WeakMap<ReadPlanSet, Map<string, SchedulesOfSite>>();

/** Schedules that take a namespace in before the change or after it: indexed once, so that thousands of environments stay linear. */
function schedulesTaking(planset: ReadPlanSet, site: string, namespace: string): readonly Managed[] {
  const sites = schedulesOf.get(planset) ?? new Map<string, SchedulesOfSite>();
  schedulesOf.set(planset, sites);
  let own = sites.get(site);
  if (own === undefined) {
    const byNamespace = new Map<string, Managed[]>();
    const anywhere: Managed[] = [];
    for (const managed of changesOf(planset).managed(site, '*', ['Schedule'])) {
      const objects = [managed.resource.before, managed.resource.after].flatMap((object) => (object !== undefined && isOf(veleroGroup, { object }) ? [object] : []));
      const read = objects.map((object) => namespacesOf({ object }));
      if (read.some(({ included, unknown }) => unknown !== undefined || included.length === 0 || included.includes('*'))) anywhere.push(managed);
      else
        for (const name of new Set(read.flatMap(({ included }) => included))) {
          const list = byNamespace.get(name);
          if (list === undefined) byNamespace.set(name, [managed]);
          else list.push(managed);
        }
    }
    own = { byNamespace, anywhere };
    sites.set(site, own);
  }
  return [...(own.byNamespace.get(namespace) ?? []), ...own.anywhere];
}
