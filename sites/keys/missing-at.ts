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
 * Keys that a restore of a site takes to open something. What bears the site's name is opened by them whichever file they
 * stand in; a key of an organisation or a database is declared at each site, and the one that is meant lies in the HSM of the
 * site that is restored, or stands in its file.
 */
export const keysTaken = (estate: Pick<Estate, 'keys'>, target: string, from: string): readonly DeclaredKey[] => {
  const all = keysOpening(estate, target);
  return target.split('/')[1] === from ? all : all.filter((key) => hsmOf(key) === from || key.site === from);
};

/**
 * Why a site that restores another does not hold a key; undefined where it does. A key in the source's secret store comes
 * along with it, so that what seals the store stands for it; one in a repository is there where each key that opens the
 * repository is: the inventory does not say which of them wraps it.
 *
 * @param also what else an unwrapping key may lack
 */
export function lackOf(estate: Pick<Estate, 'keys' | 'sites'>, key: DeclaredKey, from: string, into: string, also: (key: DeclaredKey) => Text | undefined = () => undefined): Text | undefined {
  return lack(estate, key, { from, into, also }, new Set());
}

interface Asked {
  readonly from: string;
  readonly into: string;
  readonly also: (key: DeclaredKey) => Text | undefined;
}

function lack(estate: Pick<Estate, 'keys' | 'sites'>, key: DeclaredKey, asked: Asked, through: ReadonlySet<string>): Text | undefined {
  const { sites } = estate;
  const { domain, home } = key;
  const { from, into } = asked;
  if ('store' in home) {
    const at = homeOf(home);
    return home.store.site === from || home.store.site === into ? undefined : { vi: `nằm ở ${at}, nơi khác trung tâm chạy`, en: `lies in ${at}, another site than the one that runs it` };
  }
  if ('repository' in home) return unwrapped(estate, key, homeOf(home), asked, new Set([...through, key.id]));
  const own = home.hsm.site;
  if (holdersOf({ sites }, key).includes(into)) return undefined;
  if (domain === undefined) return { vi: 'không thuộc miền khóa nào dùng chung', en: 'is in no shared key domain' };
  if (!domain.sharedWith.includes(into)) return { vi: `không dùng chung với ${into}`, en: `is not shared with ${into}` };
  const other = [own, into].find((id) => sites[id]?.hsm.keyDomain !== domain.name) ?? into;
  const its = sites[other]?.hsm.keyDomain ?? '–';
  return { vi: `thuộc miền ${domain.name}, còn HSM của ${other} thuộc miền ${its}`, en: `is in domain ${domain.name}, the HSM of ${other} in ${its}` };
}

/** A wrapped key is of no use without the one that unwraps it, nor is that one where it lies wrapped by the first. */
function unwrapped(estate: Pick<Estate, 'keys' | 'sites'>, { id }: DeclaredKey, repository: string, asked: Asked, through: ReadonlySet<string>): Text | undefined {
  const unwrapping = keysOpening(estate, repository);
  if (unwrapping.length === 0) return { vi: `nằm dạng bọc ở ${repository}, mà danh mục không nêu khóa nào mở bọc`, en: `lies wrapped in ${repository}, and the inventory names no key that unwraps it` };
  for (const key of unwrapping) {
    if (through.has(key.id)) return { vi: `nằm dạng bọc ở ${repository}, mà khóa mở bọc ${key.id} cũng nằm trong đó hoặc chờ ${id}`, en: `lies wrapped in ${repository}, and ${key.id}, which unwraps it, lies there as well or waits for ${id}` };
    const because = lack(estate, key, asked, through) ?? asked.also(key);
    if (because !== undefined) return { vi: `nằm dạng bọc ở ${repository}, mà khóa mở bọc ${key.id} ${because.vi}`, en: `lies wrapped in ${repository}, and ${key.id}, which unwraps it, ${because.en}` };
  }
  return undefined;
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
      keysTaken(estate, opens, from).flatMap((key): MissingKey[] => {
        const because = lackOf(estate, key, from, into, (unwrapping) => plannedStill(estate, unwrapping)) ?? plannedStill(estate, key);
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
