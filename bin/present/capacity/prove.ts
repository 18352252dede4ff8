import type { Text } from '../../../sites/model/text.js';
import type { ProofProblem, ProveData, ProvenStage } from '../../prove-data.js';
import { figure, painter, safe, say, table, wrap, type Column, type View } from '../view.js';
import { dayText } from './purchase-words.js';

/** Problems that are told one by one before the list is cut. */
const mostLines = 12;

const right = 'right' as const;

const kinds: Readonly<Record<ProofProblem['what'], Text>> = {
  unbound: { vi: 'không có máy', en: 'found no node' },
  missing: { vi: 'số pod không đúng', en: 'the number of pods is wrong' },
  'over-allocatable': { vi: 'máy vượt quá lượng cấp phát được', en: 'the node is over its allocatable' },
  unknown: { vi: 'cách xếp không khớp với tệp', en: 'the assignment does not match the file' },
  resources: { vi: 'máy vượt quá tài nguyên', en: 'the node is over its resources' },
  'max-pods': { vi: 'máy có quá nhiều pod', en: 'the node has too many pods' },
  selector: { vi: 'máy sai nhãn mà pod đòi hỏi', en: 'the pod’s selector does not allow the node' },
  taint: { vi: 'pod không chấp nhận taint của máy', en: 'the node’s taint is not tolerated' },
  'anti-affinity': { vi: 'các pod không được đứng chung lại đứng chung', en: 'pods that must stand apart stand together' },
  spread: { vi: 'pod không rải đều như quy định', en: 'the spread is broken' },
  'node-count': { vi: 'nhiều máy hơn số có', en: 'more nodes than there are' },
  'pod-count': { vi: 'số pod không đúng', en: 'the number of pods is wrong' },
};

export function text(data: ProveData, view: View): string {
  return `${[title(data, view), verdict(data, view), stagesTable(data, view), problemsText(data, view), digests(data, view)].filter((part) => part !== '').join('\n\n')}\n`;
}

function title({ estate, asOf, whatIf, quarter, file, sample }: ProveData, view: View): string {
  const vi = view.lang === 'vi';
  const name = painter(view).bold(estate === undefined ? safe(file ?? '') : safe(say(view, estate.name)));
  const when = asOf === undefined ? '' : `, ${vi ? 'tính đến' : 'as of'} ${dayText(asOf, view)}`;
  const what = quarter === undefined ? '' : `, ${vi ? `kế hoạch cho ${quarter}` : `plan for ${quarter}`}${sample ? (vi ? ', mẫu' : ', sample') : ''}`;
  return `${name}${when}${what}${whatIf.length === 0 ? '' : `, ${vi ? 'giả sử' : 'what if'} ${whatIf.map(safe).join(' ')}`}`;
}

function verdict(data: ProveData, view: View): string {
  const paint = painter(view);
  const { scheduler, problems, unplaced } = data;
  const { expected, bound, shed } = data.pods;
  const [all, some, seconds] = [figure(view, expected), figure(view, bound), secondsText(data.seconds, view)];
  const vi = view.lang === 'vi';
  const by = `kube-scheduler ${safe(scheduler)}`;
  const sheds = shed === 0 ? '' : vi ? ` ${figure(view, shed)} pod không được hứa chỗ khi đó đã nhường máy.` : ` ${figure(view, shed)} pods that are promised nothing then gave way.`;
  const left = unplaced === 0 ? '' : vi ? ` ${figure(view, unplaced)} pod đã không có chỗ ngay khi xếp, nên không đưa cho kube-scheduler.` : ` ${figure(view, unplaced)} pods had no place in the packing already and were not given to it.`;
  if (problems.length === 0)
    return wrap(
      paint.green(vi ? `Đạt: ${by} xếp đủ ${all} pod trong ${seconds} giây; không máy nào quá tải, mọi quy tắc rải pod được giữ.` : `Proven: ${by} placed all ${all} pods in ${seconds} s; no node is over its allocatable, every spread is kept.`) + sheds + left,
      view.columns,
      '',
    );
  const ours = data.of === 'assignment' ? (vi ? 'Cách xếp đã cho là sai' : 'The assignment that was given is wrong') : vi ? 'Lỗi của bộ công cụ: điều đã xếp được thì kube-scheduler không xếp được' : 'A failure of the toolkit: what it placed, the scheduler cannot';
  return wrap(paint.red(vi ? `KHÔNG đạt. ${ours}: ${by} xếp được ${some} trên ${all} pod; ${figure(view, problems.length)} điều sai.` : `NOT proven. ${ours}: ${by} placed ${some} of ${all} pods; ${figure(view, problems.length)} problems.`) + sheds + left, view.columns, '');
}

function stagesTable({ stages, of }: ProveData, view: View): string {
  const vi = view.lang === 'vi';
  const titles: readonly (readonly [string, string, 'right'?])[] = [['nơi', 'where'], ['mất', 'lost'], ['máy', 'nodes', right], ['sẵn có', 'standing', right], ['kết thúc', 'ended', right], ['thêm', 'added', right], ['thứ tự', 'orders', right], ['pod', 'pods', right], ['có máy', 'bound', right], ['nhường', 'shed', right], ['giây', 'seconds', right]];
  return table(view, titles.map(([viTitle, en, align]): Column => ({ title: vi ? viTitle : en, ...(align === undefined ? {} : { align }) })), stages.flatMap((stage) => rows(stage, of, view)));
}

function rows({ stage, nodes, normal, seconds, losses }: ProvenStage, of: ProveData['of'], view: View): string[][] {
  const count = (value: number): string => figure(view, value);
  const none = '–';
  const first = normal === undefined ? [] : [[safe(stage), none, count(nodes), none, none, count(normal.expected), '1', count(normal.expected), count(normal.bound), count(normal.shed), secondsText(seconds, view)]];
  return [
    ...first,
    ...losses.map((loss) => [safe(stage), loss.lost.length === 0 ? none : loss.lost.map(safe).join(' '), count(nodes), of === 'plan' ? count(loss.standing) : none, of === 'plan' ? count(loss.ended) : none, count(loss.added), count(loss.orders), count(loss.expected), count(loss.bound), count(loss.shed), secondsText(loss.seconds, view)]),
  ];
}

function problemsText({ problems }: ProveData, view: View): string {
  if (problems.length === 0) return '';
  const vi = view.lang === 'vi';
  const lines = problems.slice(0, mostLines).map(({ stage, lost, order, what, of, node, detail, event }) => {
    const state = lost.length === 0 ? '' : ` ${vi ? 'mất' : 'with'} ${lost.map(safe).join(' ')}${vi ? '' : ' lost'}`;
    const place = `${safe(stage)}${state}${order === 0 ? '' : vi ? `, thứ tự ${order}` : `, order ${order}`}`;
    const subject = [of, node].flatMap((one) => (one === undefined ? [] : [safe(one)])).join(', ');
    return wrap(`  ${place}: ${subject === '' ? '' : `${subject}: `}${say(view, kinds[what])} (${safe(say(view, detail))})${event === undefined || event === '' ? '' : `; kube-scheduler: ${safe(event)}`}`, view.columns, '    ');
  });
  const rest = problems.length - mostLines;
  return [...lines, ...(rest > 0 ? [vi ? `  … và ${figure(view, rest)} điều nữa; danh sách đầy đủ trong --json (problems)` : `  … and ${figure(view, rest)} more; --json lists them all (problems)`] : [])].join('\n');
}

const digests = ({ plan, proof, of }: ProveData, view: View): string => {
  const vi = view.lang === 'vi';
  const proven = of === 'plan' ? (vi ? 'kế hoạch' : 'plan ') : vi ? 'cách xếp' : 'packing';
  return `${proven}  ${plan}\n${vi ? 'chứng minh' : 'proof'}  ${proof}`;
};

const secondsText = (seconds: number, view: View): string => seconds.toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
