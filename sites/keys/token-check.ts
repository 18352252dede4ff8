import type { Estate } from '../model/estate.js';
import { plusDays, readDay, type Day } from '../model/calendar.js';
import type { Text } from '../model/text.js';
import { pairOf } from './making.js';

/** As much of a key object as an inventory can be held against; never a value. */
export interface FoundKey {
  readonly label: string;
  /** CKA_ID, hexadecimal; empty where there is none. */
  readonly objectId: string;
  readonly class: 'secret' | 'private' | 'public';
  readonly bits?: number;
  readonly sensitive?: boolean;
  readonly alwaysSensitive?: boolean;
  readonly extractable?: boolean;
  readonly neverExtractable?: boolean;
  readonly wrap?: boolean;
  /** YYYYMMDD */
  readonly endDate?: string;
  /** A date is set and the token cannot give it. */
  readonly endDateUnreadable?: true;
}

export interface FoundToken {
  readonly mechanisms: readonly string[];
  readonly objects: readonly FoundKey[];
  /** Seconds by which the token's clock is ahead; absent for a token without one. */
  readonly clockAhead?: number;
}

export const tokenFindingCodes = [
  'key-missing', 'former-key-missing', 'key-early', 'key-undeclared', 'extractable-undeclared', 'key-kept', 'label-twice', 'class', 'bits', 'mechanism', 'extractable', 'was-extractable', 'not-sensitive', 'was-not-sensitive', 'may-wrap', 'no-object-id', 'object-id', 'expired', 'date-unreadable', 'overdue', 'clock', 'slow',
] as const;
export type TokenFindingCode = (typeof tokenFindingCodes)[number];

export interface TokenFinding {
  readonly code: TokenFindingCode;
  /** A warning is listed and does not fail the check. */
  readonly severity: 'error' | 'warning';
  /** Label of the key it is about. */
  readonly key?: string;
  readonly found: Text;
  readonly remedy: Text;
}

/** Seconds by which two clocks may differ before logs of both can no longer be put side by side. */
const clockWithin = 60;
const wrapping = /^CKM_AES_KEY_WRAP/;

const ceremony: Text = { vi: 'Hãy tạo khóa mới theo nghi thức, chuyển dữ liệu sang, rồi hủy khóa này.', en: 'Create a new key by ceremony, move the data to it, then destroy this one.' };

type DeclaredKey = Estate['keys'][string];

/** A partition of an HSM against the inventory: what is missing, what nobody declared, and what is there and not fit. */
export function tokenFindings(estate: Estate, site: string, partition: string, token: FoundToken): readonly TokenFinding[] {
  const declared = Object.values(estate.keys).filter(({ home }) => 'hsm' in home && home.hsm.site === site && home.hsm.partition === partition);
  // In which partition another site's HSM held a copy is its own affair.
  const gone = Object.values(estate.destroyedKeys).filter(({ home, domain }) => 'hsm' in home && (home.hsm.site === site ? home.hsm.partition === partition : domain?.sharedWith.includes(site) === true));
  const shared = sharedWith(estate, site);
  return [...mechanismFindings(estate, site, partition, declared, token), ...declared.flatMap((key) => keyFindings(estate, key, token)), ...gone.flatMap((key) => goneFindings(key, token)), ...shared.flatMap((key) => copyFindings(key, token)), ...strangers([...declared, ...shared, ...gone], token), ...clockFindings(token)];
}

const finding = (code: TokenFindingCode, key: string | undefined, found: Text, remedy: Text, severity: TokenFinding['severity'] = 'error'): TokenFinding => ({ code, severity, ...(key === undefined ? {} : { key }), found, remedy });

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
  const wanted = pairOf(key) ? 'private' : 'secret';
  const bearers = token.objects.filter((object) => object.label === label && object.class !== 'public');
  const [found, ...more] = bearers;
  const former = formerFindings(estate, key, token);
  if (found === undefined) {
    if (key.created === undefined) return former;
    return [finding('key-missing', label, { vi: `khóa ${key.id} được khai báo từ ${readDay(key.created)} nhưng không có`, en: `key ${key.id} is declared since ${key.created} and is not there` }, { vi: 'Hãy kiểm tra phân vùng và nhãn; nếu khóa đã mất, dữ liệu nó mở cũng mất.', en: 'Check partition and label; if the key is gone, so is what it opens.' }), ...former];
  }
  return [
    ...(key.created === undefined ? [finding('key-early', label, { vi: `khóa ${key.id} đã có, còn danh mục ghi là dự kiến`, en: `key ${key.id} is there, and the inventory has it as planned` }, { vi: 'Hãy ghi ngày tạo vào danh mục.', en: 'Write the day it was created into the inventory.' }, 'warning')] : []),
    ...(more.length === 0 ? [] : [finding('label-twice', label, { vi: `${bearers.length} khóa cùng nhãn ${label}`, en: `${bearers.length} keys bear the label ${label}` }, { vi: 'Mỗi khóa một nhãn: hãy đổi nhãn hoặc hủy khóa thừa theo nghi thức.', en: 'Each key has a label of its own: relabel or destroy the other by ceremony.' })]),
    ...(found.class === wanted ? [] : [finding('class', label, { vi: `là khóa ${found.class === 'private' ? 'riêng' : 'bí mật'}, cần khóa ${wanted === 'private' ? 'riêng' : 'bí mật'}`, en: `is a ${found.class} key, expected a ${wanted} key` }, ceremony)]),
    ...(found.bits === undefined || found.bits === key.bits ? [] : [finding('bits', label, { vi: `dài ${found.bits} bit, danh mục ghi ${key.bits}`, en: `has ${found.bits} bits, the inventory says ${key.bits}` }, ceremony)]),
    ...attributeFindings(label, wrapping.test(key.mechanism), found),
    ...identityFindings(key, label, found),
    ...timeFindings(estate, key, label, found),
    ...former,
  ];
}

function attributeFindings(label: string, wraps: boolean, found: FoundKey): readonly TokenFinding[] {
  const each: readonly (readonly [boolean, TokenFindingCode, Text])[] = [
    [found.extractable !== false, 'extractable', { vi: 'có thể xuất ra ngoài (CKA_EXTRACTABLE)', en: 'may be extracted (CKA_EXTRACTABLE)' }],
    [found.extractable === false && found.neverExtractable !== true, 'was-extractable', { vi: 'đã từng có thể xuất ra ngoài (CKA_NEVER_EXTRACTABLE là sai)', en: 'could once be extracted (CKA_NEVER_EXTRACTABLE is false)' }],
    [found.sensitive !== true, 'not-sensitive', { vi: 'giá trị đọc được (CKA_SENSITIVE là sai)', en: 'its value can be read (CKA_SENSITIVE is false)' }],
    [found.sensitive === true && found.alwaysSensitive !== true, 'was-not-sensitive', { vi: 'giá trị đã từng đọc được (CKA_ALWAYS_SENSITIVE là sai)', en: 'its value could once be read (CKA_ALWAYS_SENSITIVE is false)' }],
    [!wraps && found.wrap === true, 'may-wrap', { vi: 'được bọc khóa khác mang ra ngoài (CKA_WRAP)', en: 'may wrap other keys out of the HSM (CKA_WRAP)' }],
  ];
  return each.flatMap(([wrong, code, said]) => (wrong ? [finding(code, label, said, ceremony)] : []));
}

function identityFindings({ home, id }: DeclaredKey, label: string, { objectId }: FoundKey): readonly TokenFinding[] {
  if (objectId === '') return [finding('no-object-id', label, { vi: 'không có CKA_ID', en: 'has no CKA_ID' }, { vi: 'Hãy đặt một CKA_ID ngẫu nhiên: mã khóa không được dùng lại.', en: 'Give it a random CKA_ID: a key id is never used again.' })];
  const declared = 'hsm' in home ? home.hsm.objectId : undefined;
  if (declared === undefined || declared === objectId) return [];
  return [finding('object-id', label, { vi: `CKA_ID là ${objectId}, danh mục ghi ${declared} cho ${id}: đây là khóa khác`, en: `CKA_ID is ${objectId}, the inventory says ${declared} for ${id}: this is another key` }, { vi: 'Hãy tìm xem ai đã thay khóa; dữ liệu cũ không mở được bằng khóa này.', en: 'Find out who replaced it; this key does not open what the former one encrypted.' })];
}

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
function formerFindings({ scenario: { asOf } }: Estate, key: DeclaredKey, { objects }: FoundToken): readonly TokenFinding[] {
  return (key.previous ?? []).flatMap(({ id, label, neededUntil, destroyed }) => {
    if (label === undefined) return [];
    const there = objects.some((object) => object.label === label);
    if (destroyed !== undefined)
      return there
        ? [finding('key-kept', label, { vi: `danh mục ghi phiên bản cũ ${id} đã hủy ngày ${readDay(destroyed)}, mà token vẫn còn`, en: `the inventory says that former version ${id} was destroyed on ${destroyed}, and the token holds it still` }, { vi: `Nghi thức hủy chưa tới HSM này: bỏ destroyed khỏi danh mục rồi làm lại ndc hsm ceremony ${id}`, en: `Its ceremony did not reach this HSM: take destroyed out of the inventory and hold ndc hsm ceremony ${id} again` })]
        : [];
    const needed = neededUntil === undefined || asOf <= neededUntil;
    if (!there && needed) return [finding('former-key-missing', label, { vi: `phiên bản cũ ${id} không còn, trong khi còn cần${neededUntil === undefined ? '' : ` đến hết ${readDay(neededUntil)}`}`, en: `former version ${id} is gone and still needed${neededUntil === undefined ? '' : ` until ${neededUntil}`}` }, { vi: 'Dữ liệu, bản sao lưu và etcd chỉ nó mở được coi như mất; hãy phục hồi khóa từ bản lưu của HSM.', en: 'What only it opens, backups and etcd snapshots included, is lost; restore the key from the HSM’s own backup.' })];
    // What it encrypted is read with it still: it is as open to thieves as the current one.
    const held = objects.filter((object) => object.label === label && object.class !== 'public').flatMap((object) => attributeFindings(label, wrapping.test(key.mechanism), object));
    if (there && neededUntil !== undefined && !needed) return [...held, finding('key-kept', label, { vi: `phiên bản cũ ${id} hết cần từ ${readDay(neededUntil)}`, en: `former version ${id} is not needed since ${neededUntil}` }, { vi: `Hãy hủy theo nghi thức: ndc hsm ceremony ${id}`, en: `Destroy it by ceremony: ndc hsm ceremony ${id}` }, 'warning')];
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

/** A copy of another site's key, or of a former version of it: who takes it out here has what it opens there. */
function copyFindings(key: DeclaredKey, { objects }: FoundToken): readonly TokenFinding[] {
  const labels = [labelOf(key), ...(key.previous ?? []).flatMap(({ label }) => label ?? [])];
  return objects.filter((object) => object.class !== 'public' && labels.includes(object.label)).flatMap((object) => attributeFindings(object.label, wrapping.test(key.mechanism), object));
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
