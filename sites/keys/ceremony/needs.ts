import { plusDays, readDay, type Day } from '../../model/calendar.js';
import type { Estate } from '../../model/estate.js';
import { keyNeeds, storeClassesOf } from '../../model/key-needs.js';
import type { Text } from '../../model/text.js';
import { text } from '../../recovery/runbook/step.js';
import { keptDays, lastNeededFormer } from '../needed-until.js';
import { type CeremonyKey, type FormerVersion, type Hindrance } from './step.js';

export interface Needed {
  readonly hindrances: readonly Hindrance[];
  readonly firstDay?: Day;
}

/** What of a former version's data is kept, by what the inventory records and by today's retention: the later counts. Of an authority the inventory alone knows. */
export function neededFormer(estate: Estate, { purpose }: CeremonyKey, version: FormerVersion): Needed {
  const { asOf } = estate.scenario;
  const kept = keptDays(estate, purpose);
  if (kept === undefined) return issuedUnder(asOf, version);
  const byRetention = plusDays(version.until, kept);
  const hindrances: Hindrance[] = [];
  if (version.neededUntil === undefined)
    hindrances.push({ what: `version/${version.id}`, why: text('danh mục không ghi neededUntil: chưa ai ghi ngày bản sao lưu, khóa xóa và bản chụp etcd cuối cùng hết hạn', 'the inventory has no neededUntil: nobody recorded when the last backup, lock hold and etcd snapshot under it expires') });
  else if (asOf <= version.neededUntil) hindrances.push({ what: `version/${version.id}`, why: text('danh mục ghi neededUntil: bản sao lưu, khóa xóa hay bản chụp etcd còn cần đến hết ngày này', 'the inventory says neededUntil: a backup, a lock hold or an etcd snapshot needs it through this day'), until: version.neededUntil });
  if (asOf <= byRetention) hindrances.push({ what: `retention/${version.id}`, why: text(`mã hóa lần cuối ngày ${readDay(version.until)}; thời gian lưu giữ của các mức bảo vệ và khóa xóa cộng lại là ${kept} ngày`, `encrypted last on ${version.until}; retention of the protection tiers and lock holds come to ${kept} days`), until: byRetention });
  const last = lastNeededFormer(estate, purpose, version) ?? byRetention;
  return { hindrances, ...(hindrances.length === 0 ? {} : { firstDay: plusDays(last > asOf ? last : asOf, 1) }) };
}

/** What an authority's former version issued is valid until the day that somebody recorded, or nobody knows until when. */
function issuedUnder(asOf: Day, { id, neededUntil }: FormerVersion): Needed {
  const what = `version/${id}`;
  if (neededUntil === undefined) return { hindrances: [{ what, why: text('danh mục không ghi neededUntil: chưa ai ghi ngày chứng thư cuối cùng khóa này cấp hết hạn', 'the inventory has no neededUntil: nobody recorded when the last certificate that it issued expires') }] };
  if (asOf > neededUntil) return { hindrances: [] };
  return { hindrances: [{ what, why: text('danh mục ghi neededUntil: chứng thư khóa này cấp còn hạn đến hết ngày này, và chỉ khóa này ký được danh sách thu hồi của chúng', 'the inventory says neededUntil: certificates that it issued are valid through this day, and it alone signs their revocation lists'), until: neededUntil }], firstDay: plusDays(neededUntil, 1) };
}

/** An authority encrypts nothing: it signs. */
const inUse = (purpose: CeremonyKey['purpose']): Text =>
  purpose === 'ca' ? text('chứng thư ở đó do khóa này ký: hãy thay khóa trước', 'has certificates that this key signs today: rotate it first') : text('đang được mã hóa bằng khóa này: hãy thay khóa trước', 'is encrypted under this key today: rotate it first');

/** What still needs a key: what it opens, what opens only after that, its former versions, and what an offboarding keeps. */
export function neededKey(estate: Estate, key: CeremonyKey): Needed {
  const { asOf } = estate.scenario;
  const kept = keptDays(estate, key.purpose);
  const used = key.opens.filter((target) => isUsed(estate, target));
  const hindrances: Hindrance[] = [
    ...used.map((target) => ({ what: target, why: inUse(key.purpose) })),
    ...reachedFrom(estate, used, `key/${key.id}`).map(({ what, through }) => ({ what, why: text(`chỉ mở được sau ${through}`, `opens only after ${through}`) })),
    ...(key.previous ?? []).filter(({ destroyed }) => destroyed === undefined).flatMap((version) => neededFormer(estate, key, version).hindrances),
    ...keptBy(estate, key, kept),
  ];
  if (hindrances.length === 0) return { hindrances };
  // Given up today at the earliest: what it encrypted until then is kept as long as anything of its tier.
  const open = used.length > 0 || hindrances.some(({ until }) => until === undefined);
  // How long what an authority issued is valid stands nowhere.
  if (open && kept === undefined) return { hindrances };
  const ends = [...hindrances.flatMap(({ until }) => until ?? []), ...(open && kept !== undefined ? [plusDays(asOf, kept)] : [])].sort();
  const last = ends.at(-1);
  return { hindrances, ...(last === undefined ? {} : { firstDay: plusDays(last, 1) }) };
}

/**
 * Last day on which anything that a key opened, itself or as a former version, was kept, by what is recorded of versions and of
 * offboardings; undefined where nothing tells it of every thing it opened.
 */
export function lastNeeded(estate: Estate, key: CeremonyKey): Day | undefined {
  const kept = keptDays(estate, key.purpose);
  const versions = (key.previous ?? []).map((version) => lastNeededFormer(estate, key.purpose, version));
  const opened = key.opens.map((target) => offboardedFrom(estate, target).flatMap(({ released }) => (released === undefined || kept === undefined ? [] : [plusDays(released, kept)])).sort().at(-1));
  const days = [...versions, ...opened];
  return days.includes(undefined) ? undefined : days.sort().at(-1);
}

/** Offboardings of what bears the target's name. */
function offboardedFrom({ transitions }: Estate, target: string): readonly Estate['transitions'][string][] {
  const [, name = ''] = target.split('/');
  return Object.values(transitions).filter(({ transition, state, from, offboarding }) => transition === 'offboard' && state !== 'abandoned' && (offboarding?.organisation === name || from.includes(`organisation/${name}`) || from.includes(`system/${name}`)));
}

/** Whether anything is encrypted there today. Only what tenants have comes to an end. */
function isUsed({ requests }: Estate, target: string): boolean {
  const [kind, first = '', second = ''] = target.split('/');
  if (kind === 'organisation') return requests[first] !== undefined;
  if (kind === 'database') return Object.values(requests).some(({ systems }) => systems.some(({ id, databases }) => id === first && databases?.some((one) => one.id === second)));
  return true;
}

/** What is given up and still kept: by an offboarding's last day, by the retention after it, or by nobody knows what. */
function keptBy(estate: Estate, key: CeremonyKey, kept: number | undefined): Hindrance[] {
  const { asOf } = estate.scenario;
  return key.opens
    .filter((target) => !isUsed(estate, target))
    .flatMap((target): Hindrance[] => {
      const over = offboardedFrom(estate, target);
      if (over.length === 0) return [{ what: target, why: text('không còn trong phiếu nào, và không thủ tục ngừng sử dụng nào ghi từ bao giờ: chưa biết bản sao lưu cuối cùng hết hạn ngày nào', 'stands in no request any more, and no offboarding records since when: nobody knows when its last backup expires') }];
      return over.flatMap(({ id, offboarding, released }): Hindrance[] => {
        if (released === undefined) return [{ what: target, why: text(`thủ tục ${id} chưa giải phóng dữ liệu`, `the offboarding ${id} has not released its data`), ...(offboarding?.retention === undefined || offboarding.retention.until < asOf ? {} : { until: offboarding.retention.until }) }];
        if (kept === undefined) return [{ what: target, why: text(`dữ liệu được giải phóng ngày ${readDay(released)} (${id}); chưa biết chứng thư cuối cùng khóa này cấp hết hạn ngày nào`, `its data were released on ${released} (${id}); nobody knows when the last certificate that it issued expires`) }];
        const until = plusDays(released, kept);
        return asOf > until ? [] : [{ what: target, why: text(`dữ liệu được giải phóng ngày ${readDay(released)} (${id}); bản sao lưu và khóa xóa còn ${kept} ngày sau đó`, `its data were released on ${released} (${id}); backups and lock holds are kept for ${kept} days after it`), until }];
      });
    });
}

/** What opens only after these, however far: each with what it waits for. */
function reachedFrom({ keys, keyOrder, sites }: Estate, first: readonly string[], but: string): { readonly what: string; readonly through: string }[] {
  const needs = keyNeeds({ keys: Object.values(keys), order: keyOrder, storeClasses: storeClassesOf(Object.values(sites)) });
  const seen = new Set([...first, but]);
  const found: { what: string; through: string }[] = [];
  const waiting = [...first];
  for (let through = waiting.shift(); through !== undefined; through = waiting.shift())
    for (const { first: before, then } of needs)
      if (before === through && !seen.has(then)) {
        seen.add(then);
        found.push({ what: then, through });
        waiting.push(then);
      }
  return found;
}
