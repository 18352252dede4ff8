import type { Estate } from '../model/estate.js';
import { plusDays, readDay, type Day } from '../model/calendar.js';
import { holdersOf, partitionAt, type DeclaredKey } from '../model/key-holders.js';
import type { Text } from '../model/text.js';
import { isNeededFormer, lastNeededFormer } from './needed-until.js';
import { finding, type FoundKey, type FoundToken, type TokenFinding } from './token-findings.js';
import { attributeFindings, idTwiceFindings, identityFindings, labelTwice, shapeFindings } from './token-key.js';

/** Seconds by which two clocks may differ before logs of both can no longer be put side by side. */
const clockWithin = 60;

type FormerVersion = NonNullable<DeclaredKey['previous']>[number];

/** A partition of an HSM against the inventory: what is missing, what nobody declared, and what is there and not fit. */
export function tokenFindings(estate: Estate, site: string, partition: string, token: FoundToken): readonly TokenFinding[] {
  const declared = Object.values(estate.keys).filter(({ home }) => 'hsm' in home && home.hsm.site === site && home.hsm.partition === partition);
  // In which partition another site's HSM held a copy is its own affair.
  const gone = Object.values(estate.destroyedKeys).filter(({ home, domain }) => 'hsm' in home && (home.hsm.site === site ? home.hsm.partition === partition : domain?.sharedWith.includes(site) === true));
  const shared = sharedWith(estate, site);
  return [...mechanismFindings(estate, site, partition, declared, token), ...declared.flatMap((key) => keyFindings(estate, key, token)), ...gone.flatMap((key) => goneFindings(key, token)), ...shared.flatMap((key) => copyFindings(estate, site, partition, key, token)), ...idTwiceFindings(token.objects), ...strangers([...declared, ...shared, ...gone], token), ...clockFindings(token)];
}

function mechanismFindings(estate: Estate, site: string, partition: string, declared: readonly DeclaredKey[], { mechanisms }: FoundToken): readonly TokenFinding[] {
  const offered = estate.sites[site]?.hsm.partitions.find(({ label }) => label === partition)?.mechanisms ?? [];
  return [...new Set([...offered, ...declared.map(({ mechanism }) => mechanism)])]
    .filter((mechanism) => !mechanisms.includes(mechanism))
    .map((mechanism) => finding('mechanism', undefined, { vi: `HSM không có cơ chế ${mechanism}`, en: `the HSM lacks the mechanism ${mechanism}` }, { vi: 'Hãy bật cơ chế này trên HSM, hoặc sửa khai báo.', en: 'Enable it on the HSM, or correct what is declared.' }));
}

function labelOf({ home }: DeclaredKey): string {
  return 'hsm' in home ? home.hsm.label : '';
}

function keyFindings(estate: Estate, key: DeclaredKey, token: FoundToken): readonly TokenFinding[] {
  const label = labelOf(key);
  const bearers = bearersOf(label, token);
  const [found] = bearers;
  const former = formerFindings(estate, key, token);
  if (found === undefined) {
    if (key.created === undefined) return former;
    return [finding('key-missing', label, { vi: `khóa ${key.id} được khai báo từ ${readDay(key.created)} nhưng không có`, en: `key ${key.id} is declared since ${key.created} and is not there` }, { vi: 'Hãy kiểm tra phân vùng và nhãn; nếu khóa đã mất, dữ liệu nó mở cũng mất.', en: 'Check partition and label; if the key is gone, so is what it opens.' }), ...former];
  }
  return [
    ...(key.created === undefined ? [finding('key-early', label, { vi: `khóa ${key.id} đã có, còn danh mục ghi là dự kiến`, en: `key ${key.id} is there, and the inventory has it as planned` }, { vi: 'Hãy ghi ngày tạo vào danh mục.', en: 'Write the day it was created into the inventory.' }, 'warning')] : []),
    ...bearerFindings(key, bearers),
    ...timeFindings(estate, key, label, found),
    ...former,
  ];
}

const bearersOf = (label: string, { objects }: FoundToken): readonly FoundKey[] => objects.filter((object) => object.label === label && object.class !== 'public');

/** What bears a key's label, here or as a copy: each of them, since any may be the one that is used. */
function bearerFindings(key: DeclaredKey, bearers: readonly FoundKey[]): readonly TokenFinding[] {
  const declared = 'hsm' in key.home ? key.home.hsm.objectId : undefined;
  return [...labelTwice(labelOf(key), bearers.length), ...bearers.flatMap((found) => [...shapeFindings(key, found), ...attributeFindings(key, found), ...identityFindings(key.id, declared, found)])];
}

/** The same of a former version, whose length nobody records. */
const formerBearerFindings = (key: DeclaredKey, version: FormerVersion, label: string, bearers: readonly FoundKey[]): readonly TokenFinding[] => [
  ...labelTwice(label, bearers.length),
  ...bearers.flatMap((found) => [...attributeFindings(key, found), ...identityFindings(version.id, version.objectId, found)]),
];

const isoDay = (written: string): string => `${written.slice(0, 4)}-${written.slice(4, 6)}-${written.slice(6, 8)}`;

function timeFindings({ scenario: { asOf } }: Estate, key: DeclaredKey, label: string, { endDate, endDateUnreadable }: FoundKey): readonly TokenFinding[] {
  const since = key.rotated ?? key.created;
  const due: Day | undefined = since === undefined ? undefined : plusDays(since, key.rotationDays);
  const rotate: Text = { vi: `Hãy thay khóa: ndc hsm rotate --plan ${key.site}/${key.id}`, en: `Rotate it: ndc hsm rotate --plan ${key.site}/${key.id}` };
  return [
    ...(endDate !== undefined && isoDay(endDate) < asOf ? [finding('expired', label, { vi: `hết hạn ngày ${readDay(isoDay(endDate))} (CKA_END_DATE)`, en: `expired on ${isoDay(endDate)} (CKA_END_DATE)` }, rotate)] : []),
    ...(endDateUnreadable === true ? [finding('date-unreadable', label, { vi: 'HSM không cho đọc ngày hết hạn (CKA_END_DATE): chưa kiểm tra được', en: 'the HSM cannot give its end (CKA_END_DATE): not checked' }, { vi: 'Hãy xem ngày hết hạn bằng công cụ của nhà cung cấp.', en: 'Read it with the vendor’s own tool.' }, 'warning')] : []),
    ...(due !== undefined && asOf > due ? [finding('overdue', label, { vi: `phải thay muộn nhất ngày ${readDay(due)}`, en: `was to be rotated by ${due}` }, rotate)] : []),
  ];
}

/** Former versions: there as long as anything they encrypted is kept, and gone after that. */
function formerFindings(estate: Estate, key: DeclaredKey, token: FoundToken): readonly TokenFinding[] {
  const { objects } = token;
  return (key.previous ?? []).flatMap((version) => {
    const { id, label, destroyed } = version;
    if (label === undefined) return [];
    const there = objects.some((object) => object.label === label);
    if (destroyed !== undefined)
      return there
        ? [finding('key-kept', label, { vi: `danh mục ghi phiên bản cũ ${id} đã hủy ngày ${readDay(destroyed)}, mà token vẫn còn`, en: `the inventory says that former version ${id} was destroyed on ${destroyed}, and the token holds it still` }, { vi: `Nghi thức hủy chưa tới HSM này: bỏ destroyed khỏi danh mục rồi làm lại ndc hsm ceremony ${id}`, en: `Its ceremony did not reach this HSM: take destroyed out of the inventory and hold ndc hsm ceremony ${id} again` })]
        : [];
    const needed = isNeededFormer(estate, key.purpose, version);
    const last = lastNeededFormer(estate, key.purpose, version);
    if (!there && needed) return [finding('former-key-missing', label, { vi: `phiên bản cũ ${id} không còn, trong khi còn cần${last === undefined ? '' : ` đến hết ${readDay(last)}`}`, en: `former version ${id} is gone and still needed${last === undefined ? '' : ` through ${last}`}` }, { vi: 'Dữ liệu, bản sao lưu và etcd chỉ nó mở được coi như mất; hãy phục hồi khóa từ bản lưu của HSM.', en: 'What only it opens, backups and etcd snapshots included, is lost; restore the key from the HSM’s own backup.' })];
    // What it encrypted is read with it still: it is as open to thieves as the current one.
    const held = formerBearerFindings(key, version, label, bearersOf(label, token));
    if (there && last !== undefined && !needed) return [...held, finding('key-kept', label, { vi: `phiên bản cũ ${id} chỉ cần đến hết ${readDay(last)}`, en: `former version ${id} was needed through ${last} only` }, { vi: `Hãy hủy theo nghi thức: ndc hsm ceremony ${id}`, en: `Destroy it by ceremony: ndc hsm ceremony ${id}` }, 'warning')];
    return held;
  });
}

/** A key that the inventory has as destroyed, or a former version of it, and that is there still. */
function goneFindings(key: DeclaredKey, { objects }: FoundToken): readonly TokenFinding[] {
  const labels = [labelOf(key), ...(key.previous ?? []).flatMap(({ label }) => label ?? [])];
  return labels
    .filter((label) => objects.some((object) => object.label === label))
    .map((label) => finding('key-kept', label, { vi: `danh mục ghi khóa ${key.id} đã hủy ngày ${readDay(key.destroyed?.on ?? '')} (${key.destroyed?.record ?? ''}), mà token vẫn còn`, en: `the inventory says that key ${key.id} was destroyed on ${key.destroyed?.on ?? ''} (${key.destroyed?.record ?? ''}), and the token holds it still` }, { vi: `Nghi thức hủy chưa tới HSM này: bỏ destroyed khỏi danh mục rồi làm lại ndc hsm ceremony ${key.id} --do destroy`, en: `Its ceremony did not reach this HSM: take destroyed out of the inventory and hold ndc hsm ceremony ${key.id} --do destroy again` }));
}

/** Keys of other sites that the HSM of this one holds as well, so that it can restore what they open; in which partition is its own affair. */
const sharedWith = (estate: Estate, site: string): readonly DeclaredKey[] => Object.values(estate.keys).filter(({ home, domain }) => 'hsm' in home && home.hsm.site !== site && domain?.sharedWith.includes(site) === true);

/**
 * Copies of another site's key and of its former versions: who takes one out here has what it opens there, and one that is
 * missing or another key leaves what this site is to restore shut. Where a copy belongs says `partitionAt`; a site that does
 * not operate yet gets it as it opens.
 */
function copyFindings(estate: Estate, site: string, partition: string, key: DeclaredKey, token: FoundToken): readonly TokenFinding[] {
  const label = labelOf(key);
  const bearers = bearersOf(label, token);
  const { asOf } = estate.scenario;
  const belongs = holdersOf(estate, key).includes(site) && partitionAt(estate, key, site) === partition;
  const missing = (what: string, from: string, version?: FormerVersion): TokenFinding =>
    finding(
      'copy-missing',
      what,
      { vi: `${version === undefined ? 'khóa' : 'phiên bản cũ'} ${version?.id ?? key.id} của ${from} chưa có bản sao ở đây, dù danh mục ghi miền khóa chung với ${site}`, en: `${version === undefined ? 'key' : 'former version'} ${version?.id ?? key.id} of ${from} has no copy here, and by the inventory its domain is shared with ${site}` },
      { vi: `Hãy nhân bản từ HSM của ${from} theo nghi thức, rồi so CKA_ID và dấu nhận; không chia sẻ nữa thì sửa domain trong danh mục.`, en: `Clone it from the HSM of ${from} by ceremony and compare CKA_ID and mark; if it is shared no more, correct domain in the inventory.` },
      estate.sites[site]?.phase === 'operating' ? 'error' : 'warning',
    );
  const there = key.created !== undefined && key.created <= asOf;
  return [
    ...(belongs && there && bearers.length === 0 ? [missing(label, key.site)] : []),
    ...bearerFindings(key, bearers),
    ...(key.previous ?? []).flatMap((version) => {
      if (version.label === undefined) return [];
      const held = bearersOf(version.label, token);
      const wanted = belongs && version.destroyed === undefined && version.from <= asOf && isNeededFormer(estate, key.purpose, version);
      return [...(wanted && held.length === 0 ? [missing(version.label, key.site, version)] : []), ...formerBearerFindings(key, version, version.label, held)];
    }),
  ];
}

/** What a key that nobody declared may be there for, in words that fit whatever it is. */
const outOfHsm = (extractable: boolean | undefined): Text => (extractable === false ? { vi: 'không có trong danh mục, và giá trị đọc được (CKA_SENSITIVE là sai)', en: 'is in no inventory, and its value can be read (CKA_SENSITIVE is false)' } : { vi: 'không có trong danh mục, và có thể xuất ra ngoài (CKA_EXTRACTABLE)', en: 'is in no inventory, and may be extracted (CKA_EXTRACTABLE)' });

function strangers(declared: readonly DeclaredKey[], { objects }: FoundToken): readonly TokenFinding[] {
  const known = new Set(declared.flatMap((key) => [labelOf(key), ...(key.previous ?? []).flatMap(({ label }) => label ?? [])]));
  return objects
    .filter((object) => object.class !== 'public' && !known.has(object.label))
    .flatMap(({ label, extractable, sensitive }) => [
      finding('key-undeclared', label, { vi: 'có trong HSM nhưng không có trong danh mục', en: 'is in the HSM and in no inventory' }, { vi: 'Hãy khai báo khóa này, hoặc hủy theo nghi thức.', en: 'Declare it, or destroy it by ceremony.' }),
      ...(extractable === false && sensitive === true ? [] : [finding('extractable-undeclared', label, outOfHsm(extractable), { vi: 'Đừng khai báo khóa này: tìm người tạo ra và thứ nó mở, coi như khóa có thể đã bị chép ra, thay bằng khóa mới theo nghi thức rồi hủy.', en: 'Do not declare it: find out who made it and what it opens, take it that it may have been copied, replace it by ceremony and destroy it.' })]),
    ]);
}

function clockFindings({ clockAhead }: FoundToken): readonly TokenFinding[] {
  if (clockAhead === undefined || Math.abs(clockAhead) <= clockWithin) return [];
  const seconds = Math.abs(Math.round(clockAhead));
  return [finding('clock', undefined, clockAhead > 0 ? { vi: `đồng hồ HSM nhanh ${seconds} giây`, en: `the HSM's clock is ${seconds} s ahead` } : { vi: `đồng hồ HSM chậm ${seconds} giây`, en: `the HSM's clock is ${seconds} s behind` }, { vi: 'Hãy chỉnh đồng hồ, để nhật ký của HSM khớp với các nhật ký khác.', en: 'Set it, so that the HSM’s log can be read beside the others.' })];
}

/** Kubernetes asks a plugin for 100 ms to encrypt and 10 ms to decrypt at the 99th percentile; the token is only part of that. */
export const tokenWithin = { encrypt: 100, decrypt: 10 } as const;

export function latencyFindings(key: string, p99: { readonly encrypt: number; readonly decrypt: number }): readonly TokenFinding[] {
  const slow = (['encrypt', 'decrypt'] as const).filter((operation) => p99[operation] >= tokenWithin[operation]);
  if (slow.length === 0) return [];
  const en = slow.map((operation) => `${operation === 'encrypt' ? 'Encrypt' : 'Decrypt'} ${p99[operation]} ms (< ${tokenWithin[operation]})`).join(', ');
  const vi = slow.map((operation) => `${operation === 'encrypt' ? 'mã hóa' : 'giải mã'} ${p99[operation].toLocaleString('vi-VN')} ms (< ${tokenWithin[operation]})`).join(', ');
  return [finding('slow', key, { vi: `p99 chậm hơn mức Kubernetes cần: ${vi}`, en: `p99 is slower than Kubernetes asks for: ${en}` }, { vi: 'HSM phải ở cùng trung tâm; hãy kiểm tra đường truyền và tải của HSM.', en: 'The HSM belongs at the same site; check the way to it and its load.' })];
}
