import type { Text } from '../../../sites/model/text.js';
import type { PackData, PackedShape, PackStopped } from '../../pack-data.js';
import { figure, painter, safe, say, table, wrap, type View } from '../view.js';

const methods: Readonly<Record<PackData['lowerBound']['method'], Text>> = {
  none: { vi: 'chưa có cận', en: 'no bound' },
  volume: { vi: 'tổng nhu cầu', en: 'volume' },
  'dual-feasible-function': { vi: 'hàm khả thi đối ngẫu', en: 'dual-feasible function' },
  'incompatible-pods': { vi: 'các pod không thể chung máy', en: 'pods that cannot share a node' },
  'column-generation': { vi: 'sinh cột', en: 'column generation' },
  'sum-of-parts': { vi: 'tổng các phần độc lập', en: 'the sum over parts that share no shape' },
};

const stops: Readonly<Record<Exclude<PackStopped, 'proven'>, Text>> = {
  'effort-spent': { vi: 'Việc tìm kiếm dừng khi hết mức nỗ lực đã chọn (--effort).', en: 'The search ended when the effort asked for was spent (--effort).' },
  'time-limit': { vi: 'Việc tìm kiếm dừng vì hết thời gian (--time-limit).', en: 'The search stopped at the time limit (--time-limit).' },
  interrupted: { vi: 'Việc tìm kiếm bị dừng giữa chừng; đây là kết quả tốt nhất đến lúc đó.', en: 'The search was interrupted; this is the best answer until then.' },
};

/** Lines of pods without a place before the list is cut. */
const mostLines = 20;

export function text(data: PackData, view: View): string {
  const paint = painter(view);
  const vi = view.lang === 'vi';
  const nodes = figure(view, data.nodesUsed);
  const placed = figure(view, data.pods.placed);
  const seconds = seconds3(view, data.seconds);
  const title = `${paint.bold(safe(data.file))}: ${vi ? `${nodes} máy cho ${placed} pod` : `${nodes} node${data.nodesUsed === 1 ? '' : 's'} for ${placed} pod${data.pods.placed === 1 ? '' : 's'}`} (--effort ${data.effort}, ${seconds} s)`;
  return `${[title, shapesText(data.shapes, view), ...certificate(data, view), ...spreadText(data, view), ...unplacedText(data, view)].join('\n\n')}\n`;
}

const seconds3 = (view: View, seconds: number): string => seconds.toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { maximumFractionDigits: seconds < 10 ? 2 : 0 });

function shapesText(shapes: readonly PackedShape[], view: View): string {
  const vi = view.lang === 'vi';
  const right = 'right' as const;
  const used = shapes.filter(({ nodes }) => nodes > 0);
  const resources = (shapes[0]?.resources ?? []).map(({ resource }) => resource);
  const widest = resources.slice(0, 8);
  return table(
    view,
    [{ title: vi ? 'loại máy' : 'shape' }, { title: vi ? 'máy' : 'nodes', align: right }, { title: 'pod', align: right }, ...widest.map((resource) => ({ title: safe(resource).slice(0, 24), align: right }))],
    used.map(({ shape, nodes, pods, resources: of }) => [safe(shape), figure(view, nodes), figure(view, pods), ...widest.map((_, index) => share(of[index], view))]),
  );
}

/** Used of what is there, in per cent: rounded down, so that full says full only where it is. */
const share = (of: PackedShape['resources'][number] | undefined, view: View): string => (of === undefined || of.there === 0n ? '–' : `${figure(view, (of.used * 100n) / of.there)} %`);

function certificate(data: PackData, view: View): string[] {
  const paint = painter(view);
  const vi = view.lang === 'vi';
  const { value, method } = data.lowerBound;
  const bound = figure(view, value);
  const boundNodes = `${bound} node${value === 1 ? '' : 's'}`;
  const how = say(view, methods[method]);
  const binding = data.bindingResource === null ? '' : vi ? ` Tài nguyên hết trước: ${safe(data.bindingResource)}.` : ` Binding resource: ${safe(data.bindingResource)}.`;
  if (data.optimal) return [wrap(paint.green(vi ? `Tối ưu: đã chứng minh không cách xếp nào dùng ít hơn ${bound} máy (${how}).` : `Optimal: proven that no packing has fewer than ${boundNodes} (${how}).`) + binding, view.columns, '')];
  const more = data.nodesUsed - value;
  const gap = `${(data.gap * 100).toLocaleString(vi ? 'vi-VN' : 'en-US', { maximumFractionDigits: 2 })} %`;
  const of = data.pods.unplaced > 0 ? (vi ? ' cho các pod đã xếp' : ' for the pods that were placed') : '';
  const distance =
    more === 0
      ? vi ? `Cận dưới${of}: ${bound} máy (${how}).` : `Lower bound${of}: ${boundNodes} (${how}).`
      : vi ? `Cận dưới${of}: ${bound} máy (${how}); nhiều hơn nhiều nhất ${figure(view, more)} máy (${gap}) so với mức ít nhất có thể.` : `Lower bound${of}: ${boundNodes} (${how}); at most ${figure(view, more)} (${gap}) more than the fewest possible.`;
  return [wrap(`${distance}${binding}${data.stopped === 'proven' ? '' : ` ${say(view, stops[data.stopped])}`}`, view.columns, '')];
}

/** Names in one line before the list is cut. */
const mostNames = 5;

/** Why there are more nodes than sizes ask for. */
function spreadText({ spreadByNode }: PackData, view: View): string[] {
  if (spreadByNode.length === 0) return [];
  const vi = view.lang === 'vi';
  const names = spreadByNode.slice(0, mostNames).map(({ pod, maxSkew }) => `${safe(pod)} (maxSkew ${figure(view, maxSkew)})`).join(', ');
  const rest = spreadByNode.length - mostNames;
  const list = rest > 0 ? (vi ? `${names} và ${figure(view, rest)} mục nữa` : `${names} and ${figure(view, rest)} more`) : names;
  return [
    wrap(
      vi
        ? `Rải theo từng máy: ${list}. Loại máy không ghi count thì lúc nào cũng có thể có thêm một máy trống, nên mỗi máy chỉ nhận tối đa maxSkew pod, dù còn chỗ. Ghi count cho loại máy để rải đều trên đúng số máy đó.`
        : `Spread over nodes: ${list}. Of a shape without count an empty node may always stand beside, so each node takes maxSkew of these pods at most, although it has room for more. Give the shape a count to spread them evenly over that many nodes.`,
      view.columns,
      '',
    ),
  ];
}

function unplacedText({ unplaced, pods }: PackData, view: View): string[] {
  if (unplaced.length === 0) return [];
  const vi = view.lang === 'vi';
  const heading = painter(view).red(vi ? `${figure(view, pods.unplaced)} pod không có chỗ:` : `${figure(view, pods.unplaced)} pod${pods.unplaced === 1 ? ' has' : 's have'} no place:`);
  const lines = unplaced.slice(0, mostLines).map(({ pod, count, reason }) => wrap(`  ${safe(pod)} (${figure(view, count)}): ${say(view, reason)}`, view.columns, '    '));
  const rest = unplaced.length - mostLines;
  return [[heading, ...lines, ...(rest > 0 ? [vi ? `  … và ${figure(view, rest)} mục nữa; danh sách đầy đủ trong --json (unplaced)` : `  … and ${figure(view, rest)} more; --json lists them all (unplaced)`] : [])].join('\n')];
}

/** One row for each node and entry of pods on it; pods without a place stand last, with the reason and no node. Names are of the file: a line break or a character that turns the line is shown, not passed on. */
export function csv({ assignment, unplaced }: PackData, view: View): readonly (readonly string[])[] {
  return [
    ['node', 'shape', 'pod', 'count', 'reason'],
    ...assignment.flatMap(({ node, shape, pods }) => pods.map(({ name, count }) => [safe(node), safe(shape), safe(name), String(count), ''])),
    ...unplaced.map(({ pod, count, reason }) => ['', '', safe(pod), String(count), say(view, reason)]),
  ];
}
