import { lastNeeded } from '../../../sites/keys/ceremony/needs.js';
import { longestRotationDays } from '../../../sites/keys/inventory.js';
import { neededAfter } from '../../../sites/keys/needed-until.js';
import type { Estate } from '../../../sites/model/estate.js';
import { everyKey } from '../../../sites/model/key-holders.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { daysBetween, readDay, type Day } from '../../../sites/model/calendar.js';
import type { DeclaredKey } from '../../derived/keys.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** CKA_LABEL and CKA_ID of every version: together they are the id that is stored beside each value. */
interface Version {
  readonly label?: string | undefined;
  readonly objectId?: string | undefined;
}

/** Whether two versions might be known by one id: they are told apart only by what both record. */
const apart = (a: Version, b: Version): boolean | undefined => {
  if (a.objectId !== undefined && b.objectId !== undefined) return a.objectId !== b.objectId;
  if (a.label !== undefined && b.label !== undefined) return a.label === b.label ? undefined : true;
  return undefined;
};

function versionProblems(key: DeclaredKey): { readonly problems: readonly Text[]; readonly unknown: readonly Text[] } {
  const problems: Text[] = [];
  const unknown: Text[] = [];
  const own: Version = 'hsm' in key.home ? { label: key.home.hsm.label, objectId: key.home.hsm.objectId } : {};
  const previous = key.previous ?? [];
  for (const [index, version] of previous.entries()) {
    const days = daysBetween(version.from, version.until);
    if (days > longestRotationDays) problems.push({ vi: `phiên bản ${version.id} đã mã hóa ${days} ngày, tối đa ${longestRotationDays}`, en: `version ${version.id} encrypted for ${days} days, at most ${longestRotationDays} are permitted` });
    if (!('hsm' in key.home)) continue;
    const others: readonly (Version & { readonly id: string })[] = [{ id: key.id, ...own }, ...previous.slice(0, index)];
    for (const other of others) {
      const told = apart(version, other);
      if (told === false) problems.push({ vi: `phiên bản ${version.id} và ${other.id} cùng một mã khóa`, en: `versions ${version.id} and ${other.id} share one key id` });
      if (told === undefined) unknown.push({ vi: `không ghi CKA_ID hay nhãn để phân biệt phiên bản ${version.id} với ${other.id}`, en: `neither CKA_ID nor label tells version ${version.id} from ${other.id}` });
    }
  }
  const overlaps = [...previous].sort((a, b) => (a.from < b.from ? -1 : 1)).flatMap((version, index, all) => (index > 0 && version.from < (all[index - 1]?.until ?? version.from) ? [version] : []));
  problems.push(...overlaps.map(({ id, from }) => ({ vi: `phiên bản ${id} bắt đầu ngày ${readDay(from)}, khi phiên bản trước còn mã hóa`, en: `version ${id} begins on ${from}, while the one before still encrypts` })));
  return { problems, unknown };
}

/**
 * What was destroyed while anything under it was kept is lost; without a day on record nobody can tell. Kept is what the
 * inventory records and what retention and lock holds come to after the last use that it records: the later counts, as in the
 * ceremony. A whole key was in use on the day of its last version at least.
 */
function destructions(estate: Estate, key: DeclaredKey): { readonly problems: readonly Text[]; readonly unknown: readonly Text[] } {
  const { id, destroyed, previous = [], purpose } = key;
  const versions = previous.map((version) => ({ name: { vi: `phiên bản ${version.id}`, en: `version ${version.id}` }, on: version.destroyed ?? destroyed?.on, recorded: version.destroyed !== undefined, neededUntil: version.neededUntil, kept: neededAfter(estate, purpose, version.until) }));
  const used = key.rotated ?? key.created;
  const whole = destroyed === undefined ? [] : [{ name: { vi: `khóa ${id}`, en: `key ${id}` }, on: destroyed.on, recorded: true, neededUntil: destroyed.neededUntil, kept: latest([used === undefined ? undefined : neededAfter(estate, purpose, used), lastNeeded(estate, key)]) }];
  const all = [...whole, ...versions];
  return {
    problems: all.flatMap(({ name, on, neededUntil, kept }): readonly Text[] => {
      const until = latest([neededUntil, kept]);
      if (on === undefined || until === undefined || on > until) return [];
      return until === neededUntil
        ? [{ vi: `${name.vi} bị hủy ngày ${readDay(on)}, khi thứ nó mở còn được giữ đến hết ${readDay(until)}`, en: `${name.en} was destroyed on ${on}, while what it opened was kept through ${until}` }]
        : [{ vi: `${name.vi} bị hủy ngày ${readDay(on)}, khi thời gian lưu giữ và khóa xóa giữ thứ nó mở đến hết ${readDay(until)}`, en: `${name.en} was destroyed on ${on}, while retention and lock holds keep what it opened through ${until}` }];
    }),
    unknown: [
      ...all.flatMap(({ name, on, recorded, neededUntil }) => (on !== undefined && recorded && neededUntil === undefined ? [{ vi: `${name.vi} bị hủy ngày ${readDay(on)} mà không ghi thứ cuối cùng nó mở hết hạn ngày nào (neededUntil)`, en: `${name.en} was destroyed on ${on}, and when the last thing that it opened expired is not recorded (neededUntil)` }] : [])),
      ...(destroyed === undefined ? [] : versions.flatMap(({ name, recorded }) => (recorded ? [] : [{ vi: `${name.vi} của khóa đã hủy không ghi ngày hủy`, en: `${name.en} of a key that was destroyed has no day of destruction` }]))),
    ],
  };
}

const latest = (days: readonly (Day | undefined)[]): Day | undefined => days.flatMap((one) => one ?? []).sort().at(-1);

const encrypts = ({ purpose }: DeclaredKey): boolean => purpose !== 'ca';

function judge(estate: Estate, key: DeclaredKey): Judgement {
  const gone = destructions(estate, key);
  const own = encrypts(key) ? versionProblems(key) : { problems: [], unknown: [] };
  const [inTime, unknown] = [[...own.problems, ...gone.problems], [...own.unknown, ...gone.unknown]];
  const problems: Text[] = [
    ...(encrypts(key) && key.rotationDays > longestRotationDays ? [{ vi: `được thay sau ${key.rotationDays} ngày, tối đa ${longestRotationDays}`, en: `it is rotated after ${key.rotationDays} days, at most ${longestRotationDays} are permitted` }] : []),
    ...inTime,
  ];
  const evidence: Evidence[] = [
    { what: { vi: 'Chu kỳ thay khóa, ngày', en: 'Rotation period, days' }, found: String(key.rotationDays), pointer: pointer('keys', key.id, 'rotationDays'), document: 'estate' },
    ...((key.previous ?? []).length === 0 ? [] : [{ what: { vi: 'Các phiên bản trước', en: 'Former versions' }, found: (key.previous ?? []).map(({ id, from, until }) => `${id} ${from}…${until}`).join(', '), pointer: pointer('keys', key.id, 'previous'), document: 'estate' }]),
  ];
  if (key.destroyed !== undefined) evidence.push({ what: { vi: 'Hủy ngày, theo biên bản', en: 'Destroyed on, by record' }, found: `${key.destroyed.on}, ${key.destroyed.record}`, pointer: pointer('keys', key.id, 'destroyed'), document: 'estate' });
  const subject = { object: `key/${key.id}`, site: key.site };
  if (problems.length > 0) return { subject, status: 'fail', finding: { vi: `Khóa ${key.id}: ${problems.map(({ vi }) => vi).join('; ')}.`, en: `Key ${key.id}: ${problems.map(({ en }) => en).join('; ')}.` }, evidence };
  if (unknown.length > 0) return { subject, status: 'unknown', finding: { vi: `Chưa đủ căn cứ về khóa ${key.id}: ${unknown.map(({ vi }) => vi).join('; ')}.`, en: `This cannot be known of key ${key.id}: ${unknown.map(({ en }) => en).join('; ')}.` }, evidence };
  if (key.destroyed !== undefined) return { subject, status: 'pass', finding: { vi: `Khóa ${key.id} bị hủy ngày ${readDay(key.destroyed.on)}, sau khi thứ cuối cùng nó mở hết hạn.`, en: `Key ${key.id} was destroyed on ${key.destroyed.on}, after the last thing that it opened had expired.` }, evidence };
  if (!encrypts(key)) return { subject, status: 'pass', finding: { vi: `Các phiên bản đã hủy của khóa ${key.id} đều hết cần trước đó.`, en: `The destroyed versions of key ${key.id} were needed no more.` }, evidence };
  return { subject, status: 'pass', finding: { vi: `Khóa ${key.id} được thay sau ${key.rotationDays} ngày.`, en: `Key ${key.id} is rotated after ${key.rotationDays} days.` }, evidence };
}

export const enc006: Rule = {
  id: 'ENC-006',
  version: 1,
  title: { vi: 'Khóa thay sau không quá 90 ngày, hủy chỉ khi hết cần; mã khóa không dùng lại', en: 'Keys rotate within 90 days, go only when nothing needs them; ids are never reused' },
  explanation: {
    vi: 'Khóa dùng càng lâu thì một lần lộ khóa mở được càng nhiều, và AES-GCM có giới hạn số lần mã hóa. Xét mọi khóa mã hóa, theo chu kỳ khai báo và theo các phiên bản đã dùng; khóa của CA sống theo chứng thư của nó. Mã khóa (nhãn và CKA_ID) nằm cạnh từng giá trị đã mã hóa: dùng lại một mã cho khóa khác thì giá trị cũ không mở được mà không ai biết vì sao. Danh mục từ chối nhãn và CKA_ID trùng; phiên bản không ghi mã nào thì chưa đủ căn cứ. Khóa hay phiên bản đã hủy phải hết cần trước ngày hủy (neededUntil): bản sao lưu, khóa xóa và ảnh chụp cuối cùng nó mở đã hết hạn, và thời gian lưu giữ cùng khóa xóa tính từ lần dùng cuối đã qua, như nghi thức hủy tính; khóa của CA theo ngày đã ghi. Khóa đã đến hạn mà chưa thay do ENC-011 xét.',
    en: 'The longer a key is used the more one leak opens, and AES-GCM bounds how often it may encrypt. Judged is every key that encrypts, by its declared period and by the versions that were in use; a key of an authority lives as long as its certificate. The key id (label and CKA_ID) stands beside each value: another key under the same id leaves old values shut, and nobody knows why. The inventory refuses a label or CKA_ID a second time; of a version that records neither this cannot be known. A key or a version that was destroyed was needed no more by then (neededUntil): the last backup, lock hold and snapshot that it opened had expired, and retention and lock holds had passed since its last use, as the ceremony counts; an authority goes by the day on record. A key that is due and was not rotated is ENC-011\'s.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Hướng dẫn của Kubernetes cho khóa mã hóa khóa.', en: "Kubernetes' guidance for keys that encrypt keys." }, link: 'https://kubernetes.io/docs/tasks/administer-cluster/kms-provider/' },
  reads: ['estate'],
  unknownBlocks: false,
  emptyPopulation: 'fail',
  estateOnly: true,
  mutants: ['change-figure', 'shift-date', 'drop-field'],
  check: ({ estate }) =>
    everyKey(estate)
      .filter((key) => encrypts(key) || key.destroyed !== undefined || key.previous?.some(({ destroyed }) => destroyed !== undefined) === true)
      .map((key) => judge(estate, key)),
  remedy: { vi: 'Đặt rotationDays không quá 90 và thay khóa theo ndc hsm rotate; ghi nhãn và CKA_ID của mọi phiên bản.', en: 'Set rotationDays to 90 at most and rotate by ndc hsm rotate; record label and CKA_ID of every version.' },
};
