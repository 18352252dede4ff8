import type { EnvironmentIntent } from '../intent/environment.js';
import type { Estate } from '../model/estate.js';
import { holdersOf, hsmOf, keysOpening, type DeclaredKey } from '../model/key-holders.js';
import { homeOf } from '../model/key-needs.js';
import type { Text } from '../model/text.js';

/** A key that a restore needs and the site that restores does not hold. */
export interface MissingKey {
  /** Absent where the inventory has none that opens it. */
  readonly key?: string;
  /** `backup/ndc-01` */
  readonly opens: string;
  readonly because: Text;
}

/** Without these nothing comes back elsewhere: backups, the secret store, and what etcd holds. */
export const alwaysNeeded = (from: string): readonly string[] => [`backup/${from}`, `store/${from}`, `api-server/${from}`];

/**
 * Why a site that restores another does not hold a key; undefined where it does. A key in the source's secret store comes
 * along with it, so that what seals the store stands for it; one in a repository is unwrapped by another key.
 */
export function lackOf({ sites }: Pick<Estate, 'sites'>, key: DeclaredKey, from: string, into: string): Text | undefined {
  const { domain, home } = key;
  if ('store' in home) {
    const at = homeOf(home);
    return home.store.site === from ? undefined : { vi: `nằm ở ${at}, nơi khác trung tâm chạy`, en: `lies in ${at}, another site than the one that runs it` };
  }
  const own = hsmOf(key);
  if (own === undefined || holdersOf({ sites }, key).includes(into)) return undefined;
  if (domain === undefined) return { vi: 'không thuộc miền khóa nào dùng chung', en: 'is in no shared key domain' };
  if (!domain.sharedWith.includes(into)) return { vi: `không dùng chung với ${into}`, en: `is not shared with ${into}` };
  const other = [own, into].find((id) => sites[id]?.hsm.keyDomain !== domain.name) ?? into;
  const its = sites[other]?.hsm.keyDomain ?? '–';
  return { vi: `thuộc miền ${domain.name}, còn HSM của ${other} thuộc miền ${its}`, en: `is in domain ${domain.name}, the HSM of ${other} in ${its}` };
}

/**
 * Keys without which one site restores nothing of an organisation that ran in another: of backups, of the secret store, of
 * what etcd holds, of the classes and databases its data lie in, and of the organisation itself.
 */
export function keysMissingAt(estate: Pick<Estate, 'keys' | 'sites' | 'requests' | 'scenario'>, environments: readonly EnvironmentIntent[], from: string, into: string, organisation: string): readonly MissingKey[] {
  const needed = alwaysNeeded(from);
  const none = needed.filter((opens) => keysOpening(estate, opens).length === 0).map((opens): MissingKey => ({ opens, because: { vi: 'không khóa nào trong danh mục mở', en: 'no key in the inventory opens it' } }));
  const told = new Set<string>();
  return [
    ...none,
    ...[...needed, ...dataOf(estate, environments, from, organisation), `organisation/${organisation}`].flatMap((opens) =>
      keysOpening(estate, opens).flatMap((key): MissingKey[] => {
        // A key of an organisation or a database is declared at each site: the one where it runs is what is restored.
        const because = key.site === from ? (lackOf(estate, key, from, into) ?? plannedStill(estate, key)) : undefined;
        if (because === undefined || told.has(key.id)) return [];
        told.add(key.id);
        return [{ key: key.id, opens, because }];
      }),
    ),
  ];
}

/** A key that nobody has made wrapped nothing that is to be restored. What asks for the day when every site operates supposes theirs made. */
const plannedStill = ({ scenario }: Pick<Estate, 'scenario'>, { created }: DeclaredKey): Text | undefined =>
  scenario.phase === 'all-operating' || (created !== undefined && created <= scenario.asOf) ? undefined : { vi: 'mới là dự kiến, chưa được tạo', en: 'is planned: nobody has made it yet' };

/** Storage classes and databases in which an organisation keeps data at a site; buckets open with the disks, which are made anew. */
function dataOf({ sites, requests }: Pick<Estate, 'sites' | 'requests'>, environments: readonly EnvironmentIntent[], from: string, organisation: string): readonly string[] {
  const here = environments.filter((each) => each.organisation === organisation && each.primary.site === from);
  const volumes = (sites[from]?.storage ?? []).filter(({ backend, class: name }) => backend !== 'rgw' && here.some(({ quota }) => (quota.storage[name] ?? 0n) > 0n));
  const systems = (requests[organisation]?.systems ?? []).filter(({ id }) => here.some(({ system }) => system.id === id));
  return [...volumes.map((storage) => `storage/${from}/${storage.class}`), ...systems.flatMap(({ id, databases }) => (databases ?? []).map((database) => `database/${id}/${database.id}`))];
}
