import { readDay, timeInVietNam } from './calendar.js';
import type { DeepReadonly } from './estate.js';
import { unprovenFences } from './fencing.js';
import { fences, type Fence, type FenceState, type LossCase } from './kinds/disaster.js';
import type { Transition } from './kinds/ledger.js';
import type { Text } from './text.js';

type Declared = NonNullable<DeepReadonly<Transition>['declaration']>;
type Back = NonNullable<DeepReadonly<Transition>['return']>;
type Released = NonNullable<DeepReadonly<Transition>['release']>;

export const caseWords: Readonly<Record<LossCase, Text>> = {
  dead: { vi: 'trung tâm ngừng hẳn, không phục vụ ai', en: 'the site is dead and serves nobody' },
  'link-cut': { vi: 'trung tâm bị cắt đường truyền nhưng VẪN đang phục vụ người dùng của nó', en: 'the site is cut off from the others and STILL serves its clients' },
  brownout: { vi: 'trung tâm còn trả lời nhưng không gánh nổi tải', en: 'the site answers and cannot carry its load' },
};

export const fenceWords: Readonly<Record<Fence, Text>> = {
  'edge-withdrawn': { vi: 'rút biên mạng (người dùng không vào được nữa)', en: 'edge withdrawn (clients no longer get in)' },
  'replication-revoked': { vi: 'thu hồi thông tin đăng nhập đồng bộ', en: 'replication credentials revoked' },
  'power-off': { vi: 'cắt điện', en: 'power off' },
};

export const fenceStateWords: Readonly<Record<FenceState, Text>> = {
  proven: { vi: 'đã chứng minh', en: 'proven' },
  attested: { vi: 'có người xác nhận', en: 'attested' },
  unproven: { vi: 'CHƯA chứng minh', en: 'UNPROVEN' },
};

/** One fence in a sentence: whose word it is, and since when. */
export function fenceLine({ fences: said }: Pick<Declared, 'fences'>, name: Fence): Text {
  const { state = 'unproven', by, at, evidence } = said.find(({ fence }) => fence === name) ?? {};
  const tail = (instant: string | undefined): string => {
    const more = [by, instant, evidence].filter((one) => one !== undefined).join(', ');
    return more === '' ? '' : ` (${more})`;
  };
  return { vi: `${fenceWords[name].vi}: ${fenceStateWords[state].vi}${tail(at === undefined ? undefined : timeInVietNam(at))}`, en: `${fenceWords[name].en}: ${fenceStateWords[state].en}${tail(at)}` };
}

/** What the signature of a declaration permits. */
export function declarationWords(site: string, declaration: Declared): readonly Text[] {
  const { at, case: which, reason, accepts = [], restores = [], restoresAtStandby = [] } = declaration;
  const unproven = unprovenFences(declaration);
  return [
    { vi: `Tuyên bố mất ${site} từ ${timeInVietNam(at)}: ${caseWords[which].vi}.`, en: `Declares ${site} lost from ${at}: ${caseWords[which].en}.` },
    { vi: `Lý do: ${reason}.`, en: `Reason: ${reason}.` },
    { vi: 'Từ khi có hai chữ ký, các trung tâm còn lại nhận chạy mọi hệ thống có dự phòng ở đó; cơ sở dữ liệu được thăng cấp không cần mã, phần chưa kịp đồng bộ sẽ mất hoặc thành dòng lệch.', en: 'From the second signature on the survivors run whatever has its standby there; databases are promoted without a token, and what had not been replicated is lost or becomes diverged rows.' },
    ...restores.map(({ to, environments }) => ({
      vi: `PHỤC HỒI từ bản sao lưu vào ${to}, chưa chạy trước khi dữ liệu được phục hồi, mất phần mới hơn bản sao lưu cuối: ${environments.join(', ')}.`,
      en: `RESTORES from backups at ${to}, to run only once their data are restored, without what is newer than the last backup: ${environments.join(', ')}.`,
    })),
    ...restoresAtStandby.map(({ to, environments }) => ({
      vi: `PHỤC HỒI từ bản sao lưu ở nơi dự phòng đã dành sẵn ${to}, chưa chạy trước khi dữ liệu được phục hồi, mất phần mới hơn bản sao lưu cuối: ${environments.join(', ')}.`,
      en: `RESTORES from backups at their standby ${to}, in the place kept for them, to run only once their data are restored, without what is newer than the last backup: ${environments.join(', ')}.`,
    })),
    ...(restores.length === 0 ? [] : [{ vi: 'Hệ thống khác không có dự phòng ở nơi còn lại thì dừng.', en: 'Whatever else has no standby at a survivor stops.' }]),
    ...fences.map((name) => fenceLine(declaration, name)),
    ...(unproven.length === 0 ? [] : [{ vi: `CHẤP NHẬN rằng hai nơi có thể cùng ghi cho đến khi chứng minh được: ${unproven.join(', ')}.`, en: `ACCEPTS that two places may write until this is proven: ${unproven.join(', ')}.` }]),
    ...(accepts.length === 0 ? [] : [{ vi: `Chấp nhận MẤT dữ liệu, vì không còn bản sao nào, của: ${accepts.join(', ')}.`, en: `Accepts that data are GONE, since no copy is left, of: ${accepts.join(', ')}.` }]),
  ];
}

/** What the signature of a way back permits. */
export function returnWords(site: string, { declaration, fence, reclone, verify }: Back): readonly Text[] {
  const diverged = reclone?.diverged;
  return [
    { vi: `Cho phép ${site} ghi dữ liệu trở lại, kết thúc tuyên bố ${declaration}: nơi đang chạy ngừng ghi, giao mã thăng cấp, rồi ${site} mới ghi.`, en: `Permits ${site} to write again, which ends the declaration ${declaration}: the survivor stops writing and hands over its token, and only then ${site} writes.` },
    ...(fence === undefined ? [] : [{ vi: `Cách ly từ ${timeInVietNam(fence.at)}: ${fence.evidence} (${fence.by}).`, en: `Fenced from ${fence.at}: ${fence.evidence} (${fence.by}).` }]),
    ...(reclone === undefined ? [] : [{ vi: `Dựng lại bản sao: ${reclone.how}${reclone.proof === undefined ? '' : `, ${reclone.proof}`} (${reclone.by}, ${timeInVietNam(reclone.at)}).`, en: `Copies made anew: ${reclone.how}${reclone.proof === undefined ? '' : `, ${reclone.proof}`} (${reclone.by}, ${reclone.at}).` }]),
    ...(diverged === undefined
      ? [{ vi: 'Không có dòng nào chỉ trung tâm cũ có.', en: 'No row is only at the old site.' }]
      : [{ vi: `${diverged.rows} dòng chỉ trung tâm cũ có, được giữ lại: ${diverged.location}, ${diverged.digest}.`, en: `${diverged.rows} rows only the old site has are kept: ${diverged.location}, ${diverged.digest}.` }]),
    ...(verify === undefined ? [] : [{ vi: `So mã băm: ${verify.equal ? 'bằng nhau' : 'KHÁC nhau'}, ${verify.location}, ${verify.digest} (${verify.by}, ${timeInVietNam(verify.at)}).`, en: `Hashes compared: ${verify.equal ? 'equal' : 'NOT equal'}, ${verify.location}, ${verify.digest} (${verify.by}, ${verify.at}).` }]),
  ];
}

/** What the signature of a local override permits. */
export const releaseWords = (site: string, { at, reason, until }: Released): readonly Text[] => [
  { vi: `Cho phép ${site} phục vụ đến hết ngày ${readDay(until)} dù KHÔNG đọc được trung tâm nào khác (viết lúc ${timeInVietNam(at)}).`, en: `Permits ${site} to serve until the end of ${until} although NO other site can be read (written at ${at}).` },
  { vi: `Lý do: ${reason}.`, en: `Reason: ${reason}.` },
  { vi: 'Người ký đã hỏi bằng cách khác (bộ đàm, điện thoại, đến tận nơi) và không ai tuyên bố mất nơi này. Nếu đã có tuyên bố mà không hay biết, hai nơi sẽ cùng ghi.', en: 'Whoever signs has asked by other means (radio, telephone, on foot), and nobody has declared this site lost. If somebody has, two places will write.' },
  { vi: 'Tuyên bố đọc được ở trung tâm khác vẫn chặn: lệnh này không thay cho đường về (ndc dr return).', en: 'A declaration that is read at another site still stops everything: this is no way back (ndc dr return).' },
];
