import type { Estate } from '../../sites/model/estate.js';
import { homeOf } from '../../sites/model/key-needs.js';
import { pointer } from '../../sites/model/pointer.js';
import type { Text } from '../../sites/model/text.js';
import type { Evidence } from '../../sites/model/verdict.js';

/** A key of the inventory. */
export type DeclaredKey = Estate['keys'][string];

const indices = new WeakMap<Estate['keys'], ReadonlyMap<string, readonly DeclaredKey[]>>();

/** Keys that open something: `api-server/ndc-01`, `storage/ndc-01/ndc-block`. Indexed once for each estate: every environment asks. */
export function keysOpening({ keys }: Pick<Estate, 'keys'>, target: string): readonly DeclaredKey[] {
  let index = indices.get(keys);
  if (index === undefined) {
    const found = new Map<string, DeclaredKey[]>();
    for (const key of Object.values(keys))
      for (const opened of key.opens) {
        const list = found.get(opened);
        if (list === undefined) found.set(opened, [key]);
        else list.push(key);
      }
    index = found;
    indices.set(keys, index);
  }
  return index.get(target) ?? [];
}

/**
 * Keys that open what lies in a storage class. Ceph's gateway takes keys for objects from a secret store alone, so buckets
 * are as safe as the disks beneath: the key of those is theirs.
 */
export function keysOfClass(estate: Pick<Estate, 'keys' | 'sites'>, site: string, storageClass: string): { readonly target: string; readonly keys: readonly DeclaredKey[] } {
  const own = `storage/${site}/${storageClass}`;
  const found = keysOpening(estate, own);
  const isObjects = estate.sites[site]?.storage.some((entry) => entry.class === storageClass && entry.backend === 'rgw') === true;
  return found.length > 0 || !isObjects ? { target: own, keys: found } : { target: `osd/${site}`, keys: keysOpening(estate, `osd/${site}`) };
}

/** Site whose HSM holds a key; undefined where it lies in a secret store or a repository. */
export const hsmOf = ({ home }: DeclaredKey): string | undefined => ('hsm' in home ? home.hsm.site : undefined);

/** Sites whose HSMs hold a key: its own, and those of its domain, where the HSM really is of that domain. */
export function holdersOf({ sites }: Pick<Estate, 'sites'>, key: DeclaredKey): readonly string[] {
  const own = hsmOf(key);
  if (own === undefined) return [];
  const { domain } = key;
  const shared = domain === undefined ? [] : [...new Set(domain.sharedWith)].filter((id) => id !== own && sites[id]?.phase !== 'retired' && sites[id]?.hsm.keyDomain === domain.name);
  return [own, ...(domain === undefined || sites[own]?.hsm.keyDomain === domain.name ? shared : [])];
}

/** Evidence of where a key lies. */
export const homeEvidence = (key: DeclaredKey): Evidence => ({ what: { vi: `Nơi giữ khóa ${key.id}`, en: `Home of key ${key.id}` }, found: homeOf(key.home), pointer: pointer('keys', key.id, 'home'), document: 'estate' });

/** What is opened, in a sentence. */
export function targetName(target: string): Text {
  const [kind = '', ...rest] = target.split('/');
  const name = rest.join('/');
  const words: Readonly<Record<string, Text>> = {
    'api-server': { vi: `bí mật của máy chủ API ở ${name}`, en: `secrets of the API server in ${name}` },
    osd: { vi: `ổ đĩa ở ${name}`, en: `disks in ${name}` },
    backup: { vi: `bản sao lưu của ${name}`, en: `backups of ${name}` },
    store: { vi: `kho bí mật của ${name}`, en: `secret store of ${name}` },
    state: { vi: `trạng thái hạ tầng của ${name}`, en: `state of ${name}` },
    storage: { vi: `lớp lưu trữ ${rest[1] ?? ''} ở ${rest[0] ?? ''}`, en: `storage class ${rest[1] ?? ''} in ${rest[0] ?? ''}` },
    database: { vi: `cơ sở dữ liệu ${rest[1] ?? ''} của ${rest[0] ?? ''}`, en: `database ${rest[1] ?? ''} of ${rest[0] ?? ''}` },
    organisation: { vi: `dữ liệu của ${name}`, en: `data of ${name}` },
  };
  return words[kind] ?? { vi: target, en: target };
}
