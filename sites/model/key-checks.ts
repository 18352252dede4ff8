import { readDay } from './calendar.js';
import { circlePaths } from './circle-paths.js';
import { existing, standing, uniqueIds } from './cross.js';
import { nouns } from './cross-checks.js';
import { diagnose, diagnosticKind, shown, type Diagnostic } from './diagnostic.js';
import { keyNeeds, wholeInventory } from './key-needs.js';
import type { Key, Keys } from './kinds/keys.js';
import type { Organisation } from './kinds/organisations.js';
import type { Site } from './kinds/site.js';
import type { CryptographicStandard } from './kinds/standards.js';
import type { PathSegment } from './pointer.js';
import { declared, type TypedFiles } from './typed-files.js';
import type { YamlFile } from './yaml-file.js';

export const keyCircle = diagnosticKind<{ path: string }>({
  code: 'NDC-E040',
  message: {
    vi: ({ path }) => `các khóa chờ lẫn nhau: ${path}. Sau một lần mất điện thì không gì trong vòng này mở được. Hãy để một khóa trong vòng ở nơi khác, ví dụ phân vùng HSM.`,
    en: ({ path }) => `keys wait for each other: ${path}. After a cold start nothing in this circle can be opened. Give one key of it another home, such as an HSM partition.`,
  },
  explanation: {
    vi: 'Nơi giữ khóa phải mở được trước khóa, và khóa phải có trước thứ nó mở. Kho bí mật còn cần máy chủ API và trạng thái Terraform của trung tâm mình. Nếu các bước này chờ nhau theo vòng thì không có thứ tự khởi động nào đúng, nên không thể miễn.',
    en: 'A key’s home has to be open before the key, and the key has to be there before what it opens. A secret store also needs its site’s API server and Terraform state. Where these wait for each other in a circle, no order of starting is right, so nothing can waive it.',
  },
});

export const keyDates = diagnosticKind<{ key: string; first: string; then: string }>({
  code: 'NDC-E041',
  message: {
    vi: ({ key, first, then }) => `khóa "${key}": ${then} đứng trước ${first}. Hãy kiểm tra lại các ngày.`,
    en: ({ key, first, then }) => `key "${key}": ${then} lies before ${first}. Check the dates.`,
  },
  explanation: {
    vi: 'Một khóa được tạo, rồi được thay; một phiên bản cũ được dùng từ một ngày đến một ngày và còn cần để giải mã cho đến sau đó.',
    en: 'A key is created, then rotated; a former version was in use from a day until a day, and is needed for decryption until later.',
  },
});

export const destroyedKeyUsed = diagnosticKind<{ key: string; on: string; record: string }>({
  code: 'NDC-E042',
  message: {
    vi: ({ key, on, record }) => `khóa "${key}" đã bị hủy ngày ${readDay(on)} (${record}): không gì còn được dựa vào nó. Hãy nêu một khóa đang dùng; nếu khóa chưa thật sự bị hủy, hãy bỏ destroyed khỏi mục của nó.`,
    en: ({ key, on, record }) => `key "${key}" was destroyed on ${on} (${record}): nothing may rely on it any more. Name a key that is in use; if it was not really destroyed, take destroyed out of its entry.`,
  },
  explanation: {
    vi: 'Mục của một khóa đã hủy ở lại danh mục làm hồ sơ: khi nào, theo biên bản nào, và thứ cuối cùng khóa mở hết hạn khi nào. Nhãn, CKA_ID và mã của nó không dùng lại; khóa khác và thứ tự khởi động không được nêu nó.',
    en: 'The entry of a destroyed key stays in the inventory as its record: when, by which record of a ceremony, and when the last thing that it opened expired. Its label, CKA_ID and id are never used again; no other key and no order of starting may name it.',
  },
});

export const weakKey = diagnosticKind<{ key: string; mechanism: string; bits: string; least: string }>({
  code: 'NDC-E043',
  message: {
    vi: ({ key, mechanism, bits, least }) => `khóa "${key}": ${mechanism} ${bits} bit là quá yếu. Cần ít nhất ${least} bit.`,
    en: ({ key, mechanism, bits, least }) => `key "${key}": ${bits} bits are too few for ${mechanism}. Expected at least ${least}.`,
  },
  explanation: {
    vi: 'Khóa AES dưới 128 bit, RSA dưới 2048 bit và đường cong dưới 224 bit không đạt độ mạnh 112 bit mà NIST SP 800-131A đòi hỏi. Không khóa nào như vậy được tạo hay ghi vào danh mục.',
    en: 'AES under 128 bits, RSA under 2048 and curves under 224 fall short of the 112 bits of strength that NIST SP 800-131A asks for. No such key is made or stands in the inventory.',
  },
});

export const sealCannotOpen = diagnosticKind<{ key: string; mechanism: string }>({
  code: 'NDC-E044',
  message: {
    vi: ({ key, mechanism }) => `khóa "${key}" dùng để niêm kho bí mật, mà ${mechanism} chỉ ký: kho niêm rồi không mở lại được. Hãy dùng CKM_AES_GCM hoặc CKM_RSA_PKCS_OAEP.`,
    en: ({ key, mechanism }) => `key "${key}" is a seal, and ${mechanism} is made to sign only: what it seals could not be opened. Use CKM_AES_GCM or CKM_RSA_PKCS_OAEP.`,
  },
  explanation: {
    vi: 'Khóa niêm mã hóa khóa gốc của kho bí mật và giải mã nó mỗi lần kho khởi động. Khóa được tạo cho một việc duy nhất; khóa tạo để ký thì HSM không cho giải mã.',
    en: 'A seal encrypts the root key of a secret store and decrypts it each time the store starts. A key is made for one use alone; one that is made to sign is not let decrypt by its HSM.',
  },
});

interface Placed {
  readonly item: Key;
  readonly file: YamlFile;
  readonly path: readonly PathSegment[];
}

/** Ids of versions and objects in the HSM, each used once and never again. */
export function keyDuplicates(files: TypedFiles): Diagnostic[] {
  const keys: readonly Placed[] = files.items<Key>('Keys', 'keys');
  const versions = keys.flatMap(({ item, file, path }) => [
    declared(file, [...path, 'id'], item.id),
    ...(item.previous ?? []).map(({ id }, index) => declared(file, [...path, 'previous', index, 'id'], id)),
  ]);
  const objects = keys.flatMap(({ item: { home, previous }, file, path }) => {
    if (!('hsm' in home)) return [];
    const at = (label: string): string => `${home.hsm.partition}/${label}`;
    return [
      declared(file, [...path, 'home', 'hsm', 'label'], at(home.hsm.label)),
      ...(previous ?? []).flatMap(({ label }, index) => (label === undefined ? [] : [declared(file, [...path, 'previous', index, 'label'], at(label))])),
    ];
  });
  const objectIds = keys.flatMap(({ item: { home, previous }, file, path }) => {
    if (!('hsm' in home)) return [];
    const own = home.hsm.objectId;
    return [...(own === undefined ? [] : [declared(file, [...path, 'home', 'hsm', 'objectId'], own)]), ...(previous ?? []).flatMap(({ objectId }, index) => (objectId === undefined ? [] : [declared(file, [...path, 'previous', index, 'objectId'], objectId)]))];
  });
  return [
    ...uniqueIds(nouns.key, versions),
    ...uniqueIds({ vi: 'nhãn khóa trong HSM', en: 'key label in the HSM' }, objects),
    ...uniqueIds({ vi: 'CKA_ID', en: 'CKA_ID' }, objectIds),
    ...uniqueIds({ vi: 'tiêu chuẩn', en: 'standard' }, files.items<CryptographicStandard>('CryptographicStandards', 'standards').map(({ item, file, path }) => declared(file, [...path, 'id'], item.id))),
  ];
}

/** What the inventory names and does not exist, dates in the wrong order, and circles. */
export function keyProblems(files: TypedFiles): Diagnostic[] {
  const keys: readonly Placed[] = files.items<Key>('Keys', 'keys');
  const living = keys.filter(({ item }) => item.destroyed === undefined);
  return [...homes(files, living), ...targets(files, living, keys), ...destroyedUses(files, keys), ...keys.flatMap(dates), ...living.flatMap(unfitKinds), ...keyCircles(files, living)];
}

function homes(files: TypedFiles, keys: readonly Placed[]): Diagnostic[] {
  const sites = files.of<Site>('Site').map(({ value }) => value);
  const standards = files.items<CryptographicStandard>('CryptographicStandards', 'standards').map(({ item }) => item.id);
  const siteNames = sites.map(({ id }) => id);
  return keys.flatMap(({ item: { home, domain, standards: asked, backups }, file, path }) => {
    const at = [...path, 'home', 'hsm' in home ? 'hsm' : 'store'];
    const site = 'hsm' in home ? home.hsm.site : 'store' in home ? home.store.site : undefined;
    const partitions = sites.find(({ id }) => id === site)?.hsm.partitions.map(({ label }) => label);
    return [
      ...(site === undefined ? [] : existing(nouns.site, [declared(file, [...at, 'site'], site)], siteNames)),
      ...('hsm' in home && partitions !== undefined ? existing(nouns.partition, [declared(file, [...at, 'partition'], home.hsm.partition)], partitions) : []),
      ...existing(nouns.site, (domain?.sharedWith ?? []).map((id, index) => declared(file, [...path, 'domain', 'sharedWith', index], id)), siteNames),
      ...existing(nouns.site, (backups ?? []).flatMap(({ site: kept }, index) => (kept === undefined ? [] : [declared(file, [...path, 'backups', index, 'site'], kept)])), siteNames),
      ...existing({ vi: 'tiêu chuẩn', en: 'standard' }, asked.map((id, index) => declared(file, [...path, 'standards', index], id)), standards),
    ];
  });
}

/**
 * What is opened or ordered, held to what the estate has. A repository is whatever it is called; a database is its owner's,
 * whose request comes and goes without the keys' officers: it must not break the estate.
 */
function targets(files: TypedFiles, keys: readonly Placed[], all: readonly Placed[]): Diagnostic[] {
  const sites = files.of<Site>('Site').map(({ value }) => value);
  const known = [
    ...sites.flatMap(({ id, storage }) => [...['api-server', 'osd', 'backup', 'store', 'state', 'ca'].map((kind) => `${kind}/${id}`), ...storage.map((one) => `storage/${id}/${one.class}`)]),
    ...files.items<Organisation>('Organisations', 'organisations').map(({ item }) => `organisation/${item.id}`),
    // One that was destroyed has a message of its own.
    ...all.map(({ item }) => `key/${item.id}`),
  ];
  const named = [
    ...keys.flatMap(({ item, file, path }) => item.opens.map((target, index) => declared(file, [...path, 'opens', index], target))),
    ...files.of<Keys>('Keys').flatMap(({ value, file }) =>
      (value.order ?? []).flatMap(({ of, needs }, index) => [declared(file, ['order', index, 'of'], of), ...needs.map((need, place) => declared(file, ['order', index, 'needs', place], need))]),
    ),
  ];
  return existing({ vi: 'thứ được mở', en: 'thing to open' }, named.filter(({ id }) => !id.startsWith('repository/') && !/^database\/[a-z0-9-]+\/[a-z0-9-]+$/.test(id)), known);
}

/** What a key opens or waits for by the name of one that was destroyed. */
function destroyedUses(files: TypedFiles, keys: readonly Placed[]): Diagnostic[] {
  const gone = new Map<string, { readonly key: string; readonly on: string; readonly record: string }>(keys.flatMap(({ item: { id, destroyed } }) => (destroyed === undefined ? [] : [[`key/${id}`, { key: shown(id), on: destroyed.on, record: shown(destroyed.record) }] as const])));
  if (gone.size === 0) return [];
  const refuse = (target: string, file: YamlFile, path: readonly PathSegment[]): Diagnostic[] => {
    const which = gone.get(target);
    return which === undefined ? [] : [diagnose(destroyedKeyUsed, standing({ file, path }), which)];
  };
  return [
    ...keys.filter(({ item }) => item.destroyed === undefined).flatMap(({ item, file, path }) => item.opens.flatMap((target, index) => refuse(target, file, [...path, 'opens', index]))),
    ...files.of<Keys>('Keys').flatMap(({ value, file }) => (value.order ?? []).flatMap(({ of, needs }, index) => [...refuse(of, file, ['order', index, 'of']), ...needs.flatMap((need, place) => refuse(need, file, ['order', index, 'needs', place]))])),
  ];
}

/** Fewest bits of a kind of key, by its mechanism; of a vendor's own nothing is known. */
const leastBits: readonly (readonly [RegExp, number])[] = [
  [/^CKM_AES_/, 128],
  [/^CKM_RSA_/, 2048],
  [/^CKM_(EC_|ECDSA|ECDH|EDDSA)/, 224],
];
const signing = /^CKM_(EC_KEY_PAIR_GEN$|ECDSA(_|$)|EDDSA|RSA_(?!.*(OAEP|KEY_WRAP)))/;

/** A key that is too weak, or that cannot do what its purpose asks of it. */
function unfitKinds({ item: { id, mechanism, bits, purpose, home }, file, path }: Placed): Diagnostic[] {
  const least = leastBits.find(([of]) => of.test(mechanism))?.[1];
  return [
    ...(least !== undefined && bits < least ? [diagnose(weakKey, standing({ file, path: [...path, 'bits'] }), { key: shown(id), mechanism, bits: String(bits), least: String(least) })] : []),
    ...(purpose === 'seal' && 'hsm' in home && signing.test(mechanism) ? [diagnose(sealCannotOpen, standing({ file, path: [...path, 'mechanism'] }), { key: shown(id), mechanism })] : []),
  ];
}

function dates({ item, file, path }: Placed): Diagnostic[] {
  const ordered = (at: readonly PathSegment[], first: string | undefined, then: string | undefined): Diagnostic[] =>
    first === undefined || then === undefined || first <= then ? [] : [diagnose(keyDates, standing({ file, path: [...path, ...at] }), { key: shown(item.id), first, then })];
  return [
    ...ordered(['rotated'], item.created, item.rotated),
    ...ordered(['destroyed', 'on'], item.rotated ?? item.created, item.destroyed?.on),
    ...(item.previous ?? []).flatMap(({ from, until, neededUntil, destroyed }, index) => [
      ...ordered(['previous', index, 'until'], from, until),
      ...ordered(['previous', index, 'neededUntil'], until, neededUntil),
      ...ordered(['previous', index, 'destroyed'], until, destroyed),
    ]),
  ];
}

function keyCircles(files: TypedFiles, keys: readonly Placed[]): Diagnostic[] {
  const placed = files.of<Keys>('Keys');
  const waits = new Map<string, string[]>();
  for (const { first, then } of keyNeeds(wholeInventory(placed.map(({ value }) => value), files.of<Site>('Site').map(({ value }) => value)))) waits.set(then, [...(waits.get(then) ?? []), first]);
  return circlePaths(waits.keys(), (id) => waits.get(id) ?? []).flatMap((members) => {
    // Told in the order of starting: what has to be there first comes first.
    const path = [...members].reverse().join(' → ');
    const key = keys.find(({ item }) => members.includes(`key/${item.id}`));
    const [file] = placed;
    if (key !== undefined) return [diagnose(keyCircle, standing({ file: key.file, path: [...key.path, 'home'] }), { path })];
    return file === undefined ? [] : [diagnose(keyCircle, standing({ file: file.file, path: ['order'] }), { path })];
  });
}
