import type { DeepReadonly, Estate } from './estate.js';
import type { KeyHome } from './kinds/keys.js';
import type { Text } from './text.js';

/** Where Rook keeps the keys of a site's disks: a KMIP service of the site's HSM, or a secret store. */
export type DiskKeys =
  | { readonly kms: 'kmip'; readonly key: string; readonly host: string }
  | { readonly kms: 'vault'; readonly key: string; readonly host: string; readonly path: string };

type Known = Pick<Estate, 'keys' | 'sites'>;
type Opening = { readonly id: string; readonly home: DeepReadonly<KeyHome>; readonly opens: readonly string[] };

/**
 * Undefined where no key of the inventory opens the site's disks, or nothing asks for it: Ceph then keeps the keys of its
 * disks itself.
 * Source: https://rook.io/docs/rook/latest/Storage-Configuration/Advanced/key-management-system/
 */
export function diskKeysAt({ keys, sites }: Known, site: string): DiskKeys | undefined {
  for (const key of Object.values(keys)) {
    const found = key.opens.includes(`osd/${site}`) ? serviceOf(sites, site, key) : undefined;
    if (found !== undefined && 'kms' in found) return found;
  }
  return undefined;
}

/** Why no disk of a site asks for a key that is said to open them; undefined where they do. */
export function unaskedFor({ keys, sites }: Known, key: Opening): readonly Text[] {
  return key.opens.flatMap((target) => {
    const [kind, site = ''] = target.split('/');
    if (kind !== 'osd') return [];
    const service = serviceOf(sites, site, key);
    if ('vi' in service) return [service];
    const asked = diskKeysAt({ keys, sites }, site)?.key;
    return asked === key.id ? [] : [{ vi: `ổ đĩa ở ${site} dùng khóa ${asked ?? '–'}, không dùng khóa này`, en: `disks in ${site} use the key ${asked ?? '–'}, not this one` }];
  });
}

function serviceOf(sites: Estate['sites'], id: string, { id: key, home }: Opening): DiskKeys | Text {
  const site = sites[id];
  if (site?.disks === undefined) return { vi: `${id} không khai báo disks.class: Rook dùng thiết bị trần, Ceph tự giữ khóa của ổ đĩa và không hỏi khóa này`, en: `${id} declares no disks.class: Rook takes raw devices, Ceph keeps the keys of its disks and asks for no such key` };
  if ('store' in home) {
    const host = sites[home.store.site]?.interSite?.secrets;
    return host === undefined ? { vi: `${home.store.site} không khai báo interSite.secrets: không ai biết kho bí mật của nó ở đâu`, en: `${home.store.site} declares no interSite.secrets: nobody knows where its secret store is` } : { kms: 'vault', key, host, path: home.store.path };
  }
  if (!('hsm' in home)) return { vi: `khóa của ổ đĩa phải nằm trong HSM hoặc kho bí mật, không nằm trong kho mã`, en: 'a key of disks lies in an HSM or a secret store, not in a repository' };
  const host = sites[home.hsm.site]?.hsm.kmip;
  return host === undefined ? { vi: `HSM của ${home.hsm.site} không khai báo kmip`, en: `the HSM of ${home.hsm.site} declares no kmip` } : { kms: 'kmip', key, host };
}
