import type { Text } from '../../../sites/model/text.js';
import type { ChangeKind, ChangedThing } from '../../../sites/tenancy/change.js';
import type { FitVerdict, Stop } from '../../../sites/tenancy/fit.js';
import type { CheckedFit } from '../../tenant-check-data.js';
import type { ReviewVerdict } from '../../tenant-review-data.js';

export const verdictWords: Readonly<Record<ReviewVerdict, Text>> = {
  'not-a-request': { vi: 'CHƯA XÉT ĐƯỢC NHƯ MỘT PHIẾU', en: 'NOT JUDGED AS A REQUEST' },
  'no-change': { vi: 'KHÔNG CÓ PHIẾU NÀO ĐỂ XÉT', en: 'NO REQUEST TO REVIEW' },
  refused: { vi: 'CHƯA CHẤP NHẬN ĐƯỢC', en: 'NOT ACCEPTABLE YET' },
  unclear: { vi: 'CÒN ĐIỀU CHƯA KIỂM TRA', en: 'SOMETHING IS NOT CHECKED' },
  approval: { vi: 'CHẤP NHẬN ĐƯỢC KHI CÓ PHÊ DUYỆT', en: 'ACCEPTABLE ONCE APPROVED' },
  accepted: { vi: 'CHẤP NHẬN ĐƯỢC', en: 'ACCEPTED' },
};

export const verdictTitle = (verdict: ReviewVerdict): Text => ({ vi: `Kết luận: ${verdictWords[verdict].vi}`, en: `Verdict: ${verdictWords[verdict].en}` });

export const verdictReason: Readonly<Record<ReviewVerdict, Text>> = {
  'not-a-request': { vi: 'Nhánh đổi cả những thứ không thuộc phiếu đăng ký. Phần phiếu vẫn được xét ở dưới.', en: 'The branch changes more than requests. Its requests are judged below all the same.' },
  'no-change': { vi: 'Các commit của nhánh này không đổi phiếu đăng ký nào, nên chưa có gì được xét.', en: 'The commits of this branch change no request, so nothing was judged.' },
  refused: { vi: 'Phiếu chưa thể được nhận như hiện nay.', en: 'The request cannot be taken as it is.' },
  unclear: { vi: 'Không có điểm nào bị từ chối, nhưng có điều chưa ai kiểm tra.', en: 'Nothing is refused, and something has been checked by nobody.' },
  approval: { vi: 'Không có điểm nào bị từ chối; cần người phê duyệt nêu tên.', en: 'Nothing is refused; named people have to approve.' },
  accepted: { vi: 'Không có điểm nào bị từ chối và không quy tắc nào đòi phê duyệt.', en: 'Nothing is refused, and no rule asks for an approval.' },
};

export const changeNames: Readonly<Record<ChangeKind, Text>> = {
  removed: { vi: 'gỡ bỏ', en: 'removed' },
  shrunk: { vi: 'giảm', en: 'shrunk' },
  changed: { vi: 'đổi', en: 'changed' },
  grown: { vi: 'tăng', en: 'grown' },
  added: { vi: 'thêm', en: 'added' },
};

export const thingNames: Readonly<Record<ChangedThing, Text>> = {
  organisation: { vi: 'cơ quan', en: 'organisation' },
  system: { vi: 'hệ thống', en: 'system' },
  environment: { vi: 'môi trường', en: 'environment' },
  database: { vi: 'cơ sở dữ liệu', en: 'database' },
};

const fitNames: Readonly<Record<FitVerdict, Text>> = {
  fits: { vi: 'đủ năng lực, kể cả khi mất một trung tâm bất kỳ', en: 'fits, with any one site lost' },
  'fits-until-loss': { vi: 'chỉ đủ khi không mất trung tâm nào', en: 'fits only while no site is lost' },
  'does-not-fit': { vi: 'không đủ năng lực', en: 'does not fit' },
  'not-yet': { vi: 'chưa chạy: trung tâm chính chưa hoạt động', en: 'not yet: its primary site does not operate' },
};

/** An environment that stops with its site, by name, and until when where its standby is yet to open. */
export const stopText = ({ namespace, site, standby, until }: Stop, name: (id: string) => string): Text =>
  standby === undefined || until === undefined
    ? { vi: `${name(namespace)} ngừng khi mất ${name(site)}: không có nơi dự phòng`, en: `${name(namespace)} stops when ${name(site)} is lost: it has no standby` }
    : { vi: `${name(namespace)} ngừng khi mất ${name(site)} (đến ${until}, khi nơi dự phòng ${name(standby)} hoạt động)`, en: `${name(namespace)} stops when ${name(site)} is lost (until ${until}, when its standby ${name(standby)} opens)` };

/** That figures are left out, and whether they are why it does not fit. */
export const concealedText: Readonly<Record<Exclude<CheckedFit['concealed'], 'nothing'>, Text>> = {
  something: { vi: 'Không nêu số liệu của tài nguyên mà hệ thống thuộc bí mật nhà nước cũng dùng; kết luận đã tính cả phần đó.', en: 'Resources that a system of state secrets asks for as well are left out; the verdict counts them.' },
  decides: { vi: 'Không đủ chỗ là do những tài nguyên không nêu ở đây: số liệu của chúng sẽ lộ quy mô của hệ thống thuộc bí mật nhà nước. Hãy hỏi nhóm nền tảng qua kênh dành cho bí mật nhà nước.', en: 'It does not fit for want of resources that are not told here: their figures would tell the size of a system of state secrets. Ask the platform team, by the channel for state secrets.' },
};

/** A request names its systems in full, and a repository is read by many: wherever it is judged, that is said. */
export const secretFileText: Text = {
  vi: 'Tệp phiếu nêu rõ tên và cỡ của hệ thống thuộc bí mật nhà nước: chưa đưa tệp này lên kho mã chung; hãy hỏi nhóm nền tảng nơi lưu riêng.',
  en: 'A request tells name and size of its systems of state secrets: do not put this file into the shared repository; ask the platform team where it belongs.',
};

/** When the first resource runs out; where some are left out, of the others alone. */
export const exhaustedText = ({ exhausted, concealed }: Pick<CheckedFit, 'exhausted' | 'concealed'>, quote: (quarter: string) => string): Text => {
  if (exhausted !== undefined) return { vi: `Theo dự báo, tài nguyên đầu tiên hết vào ${quote(exhausted)}.`, en: `As forecast, the first resource runs out in ${quote(exhausted)}.` };
  return concealed === 'nothing' ? { vi: 'Theo dự báo, không tài nguyên nào của phiếu hết trong kỳ kế hoạch.', en: 'As forecast, nothing it touches runs out within the plan.' } : { vi: 'Theo dự báo, không tài nguyên nào nêu ở đây hết trong kỳ kế hoạch.', en: 'As forecast, nothing told here runs out within the plan.' };
};

/** Why a request that grows gives something back. */
export const smallerCopyText = ({ namespace, site }: CheckedFit['smallerCopies'][number], name: (id: string) => string): Text => ({
  vi: `${name(site)}: bản sao cơ sở dữ liệu thứ ba của ${name(namespace)} nhỏ đi dù hạn mức không giảm. Lưu trữ nay đủ cho nhiều thực thể hơn ở nơi chính, mỗi thực thể nhận phần CPU và bộ nhớ nhỏ hơn, và bản sao thứ ba lớn bằng một thực thể.`,
  en: `${name(site)}: the third replica of the databases of ${name(namespace)} takes less although no quota shrinks. Its storage now carries more instances at the primary, each with a smaller part of CPU and memory, and the third replica is as large as one of them.`,
});

/** What a fit comes to. Only where nothing stops does it hold with any one site lost. */
export const fitText = (verdict: FitVerdict, stops: readonly Stop[]): Text =>
  verdict === 'fits' && stops.length > 0 ? { vi: 'đủ năng lực, nhưng có môi trường ngừng khi mất trung tâm của nó', en: 'fits, and environments stop when their site is lost' } : fitNames[verdict];
