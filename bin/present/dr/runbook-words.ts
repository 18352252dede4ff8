import type { Text } from '../../../sites/model/text.js';
import type { Role, RunbookCell, RunbookStep, TimeBudget } from '../../../sites/recovery/runbook/step.js';
import type { DrRunbookData } from '../../dr-runbook-data.js';
import { duration } from '../capacity/links-words.js';
import { date, safe, say, type View } from '../view.js';
import { dataList } from './words.js';

export const roleNames: Readonly<Record<Role, Text>> = {
  'shift-lead': { vi: 'trưởng ca trực', en: 'shift lead' },
  'second-approver': { vi: 'người ký thứ hai', en: 'second approver' },
  'platform-engineer': { vi: 'kỹ sư nền tảng', en: 'platform engineer' },
  'storage-engineer': { vi: 'kỹ sư lưu trữ', en: 'storage engineer' },
  'network-engineer': { vi: 'kỹ sư mạng', en: 'network engineer' },
  'database-engineer': { vi: 'kỹ sư cơ sở dữ liệu', en: 'database engineer' },
  'key-custodian': { vi: 'người giữ khóa', en: 'key custodian' },
  'security-officer': { vi: 'người phụ trách an toàn thông tin', en: 'security officer' },
  'tenant-contact': { vi: 'đầu mối cơ quan', en: 'the owner’s contact' },
};

export const labels = {
  byHand: { vi: 'làm tay', en: 'by hand' },
  when: { vi: 'Khi nào', en: 'When' },
  until: { vi: 'Xong khi', en: 'Done when' },
  seen: { vi: 'thấy', en: 'seen' },
  began: { vi: 'bắt đầu', en: 'began' },
  ended: { vi: 'xong', en: 'ended' },
  signed: { vi: 'người làm', en: 'done by' },
  roles: { vi: 'Người có mặt', en: 'Who is needed' },
} as const satisfies Record<string, Text>;

export const titleOf = ({ lost, breach }: DrRunbookData, { lang }: Pick<View, 'lang'>): string =>
  lost === undefined
    ? lang === 'vi' ? `Sổ tay phục hồi sau vi phạm${breach === undefined ? '' : ` lúc ${breach.at}`}` : `Runbook of recovery from a breach${breach === undefined ? '' : ` at ${breach.at}`}`
    : lang === 'vi' ? `Sổ tay mất trung tâm ${lost}` : `Runbook of a lost site: ${lost}`;

/** What it rests on, and the variables that whoever follows it fills in. */
export function introOf({ estate, asOf, whatIf, survivors, lost, lang }: DrRunbookData, view: View): readonly string[] {
  const vi = view.lang === 'vi';
  const condition = whatIf.length === 0 ? '' : `, ${vi ? 'giả sử' : 'what if'} ${whatIf.join(' ')}`;
  return [
    `${safe(say(view, estate.name))}, ${vi ? 'tính đến' : 'as of'} ${date(view, asOf)}${condition}. ${vi ? 'Dữ liệu' : 'Data'} ${estate.digest.slice(0, 19)}.`,
    ...(lost === undefined ? [] : [survivors.length === 0 ? (vi ? 'Không còn trung tâm nào khác hoạt động: không chuyển đi đâu được.' : 'No other site operates: there is nowhere to fail over to.') : vi ? `Nơi còn lại: ${survivors.join(', ')}.` : `Survivors: ${survivors.join(', ')}.`]),
    vi
      ? `Làm đúng thứ tự, không bỏ bước. Mở cửa sổ lệnh nào cũng gõ dòng ngay dưới trước; trên máy khác thì thay hai đường dẫn bằng nơi có dữ liệu và bộ công cụ. Lệnh gõ liền một dòng, cùng một cửa sổ lệnh: in xuống hàng chỉ ở dấu cách. Chữ $HOA là biến phải điền trước, theo bảng ở mỗi phần. Ngữ cảnh kubectl mang tên trung tâm; kubeconfig lấy từ phong bì khẩn cấp. Thời hạn tính từ lúc mất (T), từ chính lịch mà ndc dr simulate chạy: nhiều con số còn là giả định.`
      : `Keep the order and leave nothing out. In every shell type the line below first; on another machine put the places of the data and of the toolkit there. Type commands as one line, in one shell: in print they go on at a blank alone. $CAPITALS are variables to fill in first, by the table of each part. Contexts of kubectl bear the sites’ names; the kubeconfig comes out of the sealed envelope. Times count from the loss (T) and come from the schedule that ndc dr simulate runs: many figures are assumptions still.`,
    ...(whatIf.some((option) => /^--(?:delay|with) /.test(option))
      ? [vi ? 'Lệnh hỏi mang theo mọi điều giả sử; lệnh làm thật chỉ mang --scenario, vì không tuyên bố hay áp dụng gì trên dữ liệu giả định.' : 'Questions carry all that was supposed; commands that act carry --scenario alone, for nothing is declared or applied on supposed data.']
      : []),
    ...(lang === view.lang ? [] : [vi ? 'Các lệnh in kết quả bằng tiếng Anh.' : 'The commands answer in Vietnamese.']),
  ];
}

/** `T+1 → T+4 phút, P95 6 phút`. */
export function budgetText({ fromMs, untilMs, p95Ms }: TimeBudget, view: View): string {
  const at = (ms: bigint): string => `T+${duration(view, ms)}`;
  return `${at(fromMs)} → ${at(untilMs)}${p95Ms === undefined ? '' : `, P95 ${duration(view, p95Ms)}`}`;
}

/** Who, how, and by when. */
export const headOf = ({ role, byHand, budget }: RunbookStep, view: View): string => [say(view, roleNames[role]), ...(byHand ? [say(view, labels.byHand)] : []), ...(budget === undefined ? [] : [budgetText(budget, view)])].join(' · ');

/** A cell as text; what of it a file said is told apart, since it may hold anything. */
export function cellOf(cell: RunbookCell, view: View): string {
  if (typeof cell === 'string') return cell;
  return 'data' in cell ? [dataList(cell.data, view), ...(cell.of === undefined ? [] : [cell.of])].join(' ') : say(view, cell);
}
