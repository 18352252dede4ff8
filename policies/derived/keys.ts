import { keysOpening, type DeclaredKey } from '../../sites/model/key-holders.js';
import type { Estate } from '../../sites/model/estate.js';
import { homeOf } from '../../sites/model/key-needs.js';
import { pointer } from '../../sites/model/pointer.js';
import type { Text } from '../../sites/model/text.js';
import type { Evidence } from '../../sites/model/verdict.js';

export { holdersOf, hsmOf, keysOpening, partitionAt, type DeclaredKey } from '../../sites/model/key-holders.js';

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
