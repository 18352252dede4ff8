import { longestRotationDays } from '../../../sites/keys/inventory.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { daysBetween } from '../../../sites/model/calendar.js';
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
  problems.push(...overlaps.map(({ id, from }) => ({ vi: `phiên bản ${id} bắt đầu ngày ${from}, khi phiên bản trước còn mã hóa`, en: `version ${id} begins on ${from}, while the one before still encrypts` })));
  return { problems, unknown };
}

function judge(key: DeclaredKey): Judgement {
  const { problems: inTime, unknown } = versionProblems(key);
  const problems: Text[] = [
    ...(key.rotationDays > longestRotationDays ? [{ vi: `được thay sau ${key.rotationDays} ngày, tối đa ${longestRotationDays}`, en: `it is rotated after ${key.rotationDays} days, at most ${longestRotationDays} are permitted` }] : []),
    ...inTime,
  ];
  const evidence: Evidence[] = [
    { what: { vi: 'Chu kỳ thay khóa, ngày', en: 'Rotation period, days' }, found: String(key.rotationDays), pointer: pointer('keys', key.id, 'rotationDays'), document: 'estate' },
    ...((key.previous ?? []).length === 0 ? [] : [{ what: { vi: 'Các phiên bản trước', en: 'Former versions' }, found: (key.previous ?? []).map(({ id, from, until }) => `${id} ${from}…${until}`).join(', '), pointer: pointer('keys', key.id, 'previous'), document: 'estate' }]),
  ];
  const subject = { object: `key/${key.id}`, site: key.site };
  if (problems.length > 0) return { subject, status: 'fail', finding: { vi: `Khóa ${key.id}: ${problems.map(({ vi }) => vi).join('; ')}.`, en: `Key ${key.id}: ${problems.map(({ en }) => en).join('; ')}.` }, evidence };
  if (unknown.length > 0) return { subject, status: 'unknown', finding: { vi: `Chưa đủ căn cứ về khóa ${key.id}: ${unknown.map(({ vi }) => vi).join('; ')}.`, en: `This cannot be known of key ${key.id}: ${unknown.map(({ en }) => en).join('; ')}.` }, evidence };
  return { subject, status: 'pass', finding: { vi: `Khóa ${key.id} được thay sau ${key.rotationDays} ngày.`, en: `Key ${key.id} is rotated after ${key.rotationDays} days.` }, evidence };
}

export const enc006: Rule = {
  id: 'ENC-006',
  version: 1,
  title: { vi: 'Khóa được thay sau không quá 90 ngày; mã khóa không bao giờ dùng lại', en: 'Keys are rotated within 90 days; key ids are never reused' },
  explanation: {
    vi: 'Khóa dùng càng lâu thì một lần lộ khóa mở được càng nhiều, và AES-GCM có giới hạn số lần mã hóa. Xét mọi khóa mã hóa, theo chu kỳ khai báo và theo các phiên bản đã dùng; khóa của CA sống theo chứng thư của nó. Mã khóa (nhãn và CKA_ID) nằm cạnh từng giá trị đã mã hóa: dùng lại một mã cho khóa khác thì giá trị cũ không mở được mà không ai biết vì sao. Danh mục từ chối nhãn và CKA_ID trùng; phiên bản không ghi mã nào thì chưa đủ căn cứ. Khóa đã đến hạn mà chưa thay do ENC-011 xét.',
    en: 'The longer a key is used the more one leak opens, and AES-GCM bounds how often it may encrypt. Judged is every key that encrypts, by its declared period and by the versions that were in use; a key of an authority lives as long as its certificate. The key id (label and CKA_ID) stands beside each value: another key under the same id leaves old values shut, and nobody knows why. The inventory refuses a label or CKA_ID a second time; of a version that records neither this cannot be known. A key that is due and was not rotated is ENC-011\'s.',
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
    Object.values(estate.keys)
      .filter(({ purpose }) => purpose !== 'ca')
      .map((key) => judge(key)),
  remedy: { vi: 'Đặt rotationDays không quá 90 và thay khóa theo ndc hsm rotate; ghi nhãn và CKA_ID của mọi phiên bản.', en: 'Set rotationDays to 90 at most and rotate by ndc hsm rotate; record label and CKA_ID of every version.' },
};
