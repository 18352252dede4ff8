import { fundingNames } from '../../../sites/tenancy/funding.js';
import type { Funding } from '../../../sites/model/kinds/funding.js';
import type { Order } from '../../../sites/purchase/orders.js';
import type { AcceptedOrderData, PurchaseConflict, PurchaseData } from '../../purchase-data.js';
import { headline } from '../headline.js';
import { figure, painter, safe, say, table, wrap, type Column, type View } from '../view.js';
import { billions, cutOffLines, dayText, eventText, kindNames, limitText, linkLines, nameOf, needLines, needName, organisationsText, percent, whyText } from './purchase-words.js';
import { capsText } from './purchase-caps.js';
import { overloadedText, pastLifeText } from './purchase-standing.js';

type Plan = NonNullable<PurchaseData['plan']>;

const right = 'right' as const;
const titles = (view: View, columns: readonly (readonly [vi: string, en: string, align?: 'right'])[]): Column[] => columns.map(([vi, en, align]) => ({ title: view.lang === 'vi' ? vi : en, ...(align === undefined ? {} : { align }) }));

export function text(data: PurchaseData, view: View): string {
  const title = headline(data, view);
  const parts = data.plan === undefined ? (data.conflict === undefined ? [] : conflictParts(data.conflict, data, view)) : planParts(data.plan, data, view);
  return `${[title, ...parts, assumptionsText(data, view)].filter((part) => part !== '').join('\n\n')}\n`;
}

function planParts(plan: Plan, data: PurchaseData, view: View): string[] {
  return [capsText(data, view), overloadedText(data, view), summary(plan, data, view), pastLifeText(data, view), acceptedText(data, view), ...(plan.orders.length === 0 ? [] : [ordersTable(plan.orders, view), countsTable(plan.orders, data, view), yearsTable(plan, view), organisationsTable(plan, data, view)]), declaredText(plan, view), wishesText(plan, view), waitingText(plan, view), cutOffText(plan, view), laterText(plan, view), uncertainText(plan, view), certificateText(plan, data, view), writtenText(data, view)];
}

/** Orders of an earlier plan are counted on: whoever reads that nothing is missing has to place them all the same. */
function acceptedText({ accepted }: PurchaseData, view: View): string {
  if (accepted === undefined) return '';
  const vi = view.lang === 'vi';
  const name = vi ? `kế hoạch đã duyệt, lập ngày ${dayText(accepted.asOf, view)}, mã ${accepted.digest}` : `the plan that was accepted, of ${dayText(accepted.asOf, view)}, digest ${accepted.digest}`;
  const { contracted } = accepted;
  const signed = contracted.length === 0 ? [] : [wrap(vi ? `Đã ký hợp đồng, chưa dùng: ${orderList(contracted, view)}.` : `Under contract, not serving yet: ${orderList(contracted, view)}.`, view.columns, '  ')];
  if (accepted.orders.length === 0) return [wrap(vi ? `Không còn đơn hàng nào phải đặt của ${name}.` : `Nothing is left to be placed of ${name}.`, view.columns, ''), ...signed].join('\n');
  const heading = vi ? `Đã tính các đơn hàng còn phải đặt của ${name}:` : `Counted on: orders still to be placed of ${name}:`;
  const rows = accepted.orders.map((order) => [dayText(order.orderBy, view), order.quarter, `${safe(order.site)} ${safe(order.hall)}`, say(view, kindNames[order.kind]), figure(view, order.count), billions(order.cost, view), safe(order.pool ?? '–')]);
  return [wrap(heading, view.columns, ''), table(view, titles(view, [['đặt trước ngày', 'order by'], ['dùng từ', 'serves from'], ['nơi', 'where'], ['mua gì', 'what'], ['số', 'count', right], ['tỷ đồng', 'bn VND', right], ['nhóm máy', 'pool']]), rows), ...signed].join('\n');
}

const orderList = (orders: readonly AcceptedOrderData[], view: View): string => orders.map(({ count, kind, site, pool, quarter }) => `${figure(view, count)} × ${say(view, kindNames[kind])} ${safe(site)}${pool === undefined ? '' : ` (${safe(pool)})`} ${quarter}`).join('; ');

function writtenText({ written }: PurchaseData, view: View): string {
  if (written === undefined) return '';
  const vi = view.lang === 'vi';
  if (written.files.length === 0) return vi ? 'Không có gì để ghi: dữ liệu đúng như kế hoạch đã duyệt.' : 'Nothing to write: the data are what the plan was accepted with.';
  const lines = written.files.map(({ file, change }) => `  ${change === 'new' ? (vi ? 'mới' : 'new') : vi ? 'sửa' : 'changed'}  ${safe(file)}`);
  const next = vi ? `Lập lại kế hoạch trên dữ liệu mới: không phải mua gì thêm. Mã của kế hoạch: ${written.digest}. Hãy đọc thay đổi, rồi ghi ordered vào nhóm máy khi ký hợp đồng; ndc capacity purchase --check báo khi dữ liệu khác đi.` : `Planned again over what was written: nothing more is wanted. Digest of the plan: ${written.digest}. Read the changes; write ordered into a pool once its contract is signed; ndc capacity purchase --check tells when the data differ.`;
  return [painter(view).bold(vi ? 'Đã ghi:' : 'Written:'), ...lines, wrap(next, view.columns, '  ')].join('\n');
}

const sum = (all: readonly bigint[]): bigint => all.reduce((a, b) => a + b, 0n);

function summary({ orders, certificate, waiting, cutOff }: Plan, { quarters }: PurchaseData, view: View): string {
  const last = quarters.at(-1) ?? '';
  const promises = figure(view, certificate.judged);
  if (orders.length === 0) {
    const but = waiting.length + cutOff.length === 0 ? '' : view.lang === 'vi' ? ', trừ những gì nêu dưới đây là chưa thể' : ', but for what is named below as not achievable yet';
    return wrap(view.lang === 'vi' ? `Đến hết ${last} không phải mua gì: ${promises} cam kết đã được kiểm lại với những gì đang có và đều giữ được${but}.` : `Nothing has to be bought until the end of ${last}: ${promises} promises were judged with what is there, and all are kept${but}.`, view.columns, '');
  }
  const [investment, upkeep] = [billions(sum(orders.map(({ cost }) => cost)), view), billions(sum(orders.map((one) => one.upkeep)), view)];
  return wrap(
    view.lang === 'vi'
      ? `Kế hoạch mua sắm đến hết ${last}: ${figure(view, orders.length)} đơn hàng, chi đầu tư ${investment} tỷ đồng, chi thường xuyên đến lúc đó ${upkeep} tỷ đồng. Mọi điều đã hứa đều giữ được khi mất bất kỳ một máy, tủ, nguồn điện, phòng máy, đường truyền hay trung tâm nào, trừ những gì nêu dưới đây là chưa thể.`
      : `Purchase plan to the end of ${last}: ${figure(view, orders.length)} order${orders.length === 1 ? '' : 's'}, investment ${investment} billion VND, running costs until then ${upkeep} billion VND. Every promise is kept with any single node, rack, feed, hall, link or site lost, but for what is named below as not achievable yet.`,
    view.columns,
    '',
  );
}

function ordersTable(orders: readonly Order[], view: View): string {
  return table(
    view,
    titles(view, [['đặt trước ngày', 'order by'], ['dùng từ', 'needed'], ['nơi', 'where'], ['mua gì', 'what'], ['số', 'count', right], ['tỷ đồng', 'bn VND', right], ['vì', 'why']]),
    orders.map((order) => [dayText(order.orderBy, view), dayText(order.needed, view), `${safe(order.site)} ${safe(order.hall)}`, say(view, kindNames[order.kind]), figure(view, order.count), billions(order.cost, view), whyText(order, view)]),
  );
}

/** What each count rests on: how many there may be at least, what they replace, who needs them. */
function countsTable(orders: readonly Order[], data: PurchaseData, view: View): string {
  const vi = view.lang === 'vi';
  const rows = orders.map((order) => {
    const more = order.serving - order.fewest;
    const gap = more <= 0 ? (vi ? 'đúng cận' : 'met') : `+${figure(view, more)}`;
    return [dayText(order.needed, view), safe(order.site), say(view, kindNames[order.kind]), figure(view, order.serving), figure(view, order.fewest), gap, order.replaces === 0 ? '–' : figure(view, order.replaces), order.why === undefined ? '–' : organisationsText(data, order.why.organisations.map(({ organisation }) => organisation), view, 2)];
  });
  // Orders of several halls or days that serve together count the same things: one row tells it.
  const told = [...new Map(rows.map((row) => [row.join('\n'), row])).values()];
  const heading = vi ? 'Số lượng: đã mua và đang dùng từ ngày đó, ít nhất phải có trong mọi kế hoạch không đắt hơn, thay cho máy hết tuổi thọ, phần lớn cho ai:' : 'Counts: bought and serving from then on, the fewest in any plan that costs no more, what is replaced at the end of its life, mostly for whom:';
  return `${wrap(heading, view.columns, '')}\n${table(view, titles(view, [['dùng từ', 'needed'], ['nơi', 'site'], ['mua gì', 'what'], ['đang dùng', 'serving', right], ['ít nhất', 'fewest', right], ['dư', 'gap', right], ['thay', 'replaces', right], ['cho', 'for']]), told)}`;
}

const moneyColumns = (view: View, first: readonly [string, string]): Column[] => titles(view, [first, ['nguồn vốn', 'paid by'], ['chi đầu tư', 'investment', right], ['chi thường xuyên', 'recurrent', right]]);
const moneyRow = (first: string, { funding, investment, recurrent }: { readonly funding: Funding; readonly investment: bigint; readonly recurrent: bigint }, view: View): string[] => [first, say(view, fundingNames[funding]), billions(investment, view), billions(recurrent, view)];

function yearsTable({ years }: Plan, view: View): string {
  const heading = view.lang === 'vi' ? 'Theo năm (năm đặt hàng; năm vận hành), tỷ đồng:' : 'By year (of the order; of service), billions of VND:';
  return `${heading}\n${table(view, moneyColumns(view, ['năm', 'year']), years.map((row) => moneyRow(String(row.year), row, view)))}`;
}

function organisationsTable({ organisations }: Plan, data: PurchaseData, view: View): string {
  const heading = view.lang === 'vi' ? 'Theo cơ quan, chia theo phần nhu cầu mỗi đơn hàng phục vụ (C VII.4), tỷ đồng:' : 'By organisation, as each shares in what an order is needed for (C VII.4), billions of VND:';
  return `${wrap(heading, view.columns, '')}\n${table(view, moneyColumns(view, ['cơ quan', 'organisation']), organisations.map((row) => moneyRow(nameOf(data, row.organisation, view), row, view)))}`;
}

function declaredText({ declared }: Plan, view: View): string {
  if (declared.length === 0) return '';
  const heading = view.lang === 'vi' ? 'Khi đĩa thay đổi, các lớp lưu trữ phải khai báo (raw trong tệp của trung tâm), TiB:' : 'When disks change, storage classes are to declare (raw in the site’s file), TiB:';
  const rows = declared.map(({ site, class: name, quarter, raw }) => [quarter, safe(site), safe(name), figure(view, raw >> 40n)]);
  return `${heading}\n${table(view, titles(view, [['từ quý', 'from'], ['nơi', 'site'], ['lớp', 'class'], ['TiB', 'TiB', right]]), rows)}`;
}

function wishesText({ wishes }: Plan, view: View): string {
  if (wishes.length === 0) return '';
  const heading = view.lang === 'vi' ? 'So với số máy ghi trong tệp của trung tâm mà chưa ký hợp đồng:' : 'Beside what the sites’ files wish for without a contract:';
  return `${heading}\n${table(view, titles(view, [['nơi', 'site'], ['loại', 'what'], ['trong tệp', 'in the file', right], ['kế hoạch', 'plan', right]]), wishes.map(({ site, kind, wished, bought }) => [safe(site), say(view, kindNames[kind]), figure(view, wished), figure(view, bought)]))}`;
}

function waitingText({ waiting }: Plan, view: View): string {
  return waiting
    .map(({ site, from, until, environments }) =>
      wrap(
        painter(view).yellow(view.lang === 'vi' ? `Mất ${safe(site)} ${from === until ? `trong ${from}` : `từ ${from} đến ${until}`}: ${figure(view, environments)} môi trường được bảo vệ không có nơi để chuyển đến. Mua thêm không khắc phục được: chúng không có nơi dự phòng nào hoạt động vào lúc đó.` : `${safe(site)} lost in ${from === until ? from : `${from} to ${until}`}: ${figure(view, environments)} protected environment${environments === 1 ? ' has' : 's have'} nowhere to go. No purchase mends that: no standby of theirs operates then.`),
        view.columns,
        '  ',
      ),
    )
    .join('\n');
}

/** Shown a few at a time: `capacity links` lists them all. */
const mostCutOff = 8;

function cutOffText({ cutOff }: Plan, view: View): string {
  if (cutOff.length === 0) return '';
  const vi = view.lang === 'vi';
  const heading = vi ? 'Không còn đường nào để sao chép dữ liệu. Mua máy hay tăng tốc độ đường truyền đều không giúp được: cần thêm tuyến hoặc cho đi vòng (ndc capacity links):' : 'No way is left for replication. Neither equipment nor a faster link mends that: it takes another path, or a way round (ndc capacity links):';
  const rest = cutOff.length - mostCutOff;
  const lines = [...cutOffLines(cutOff.slice(0, mostCutOff), view), ...(rest > 0 ? [vi ? `và ${figure(view, rest)} trường hợp nữa` : `and ${figure(view, rest)} more`] : [])];
  return [wrap(heading, view.columns, '  '), ...lines.map((line) => wrap(`  – ${line}`, view.columns, '    '))].join('\n');
}

/** What one quarter of waiting costs. */
function laterText({ waited: { dearer, short, of, worst }, orders }: Plan, view: View): string {
  if (orders.length === 0) return '';
  const vi = view.lang === 'vi';
  const money = billions(dearer, view);
  const first = vi ? `Chậm một quý: nếu mọi đơn hàng đặt muộn một quý, giá thêm ${money} tỷ đồng, và ${figure(view, short)} trong ${figure(view, of)} yêu cầu không được đáp ứng.` : `Waiting one quarter: with every order a quarter later, the same goods cost ${money} billion VND more, and ${figure(view, short)} of ${figure(view, of)} requirements are not served.`;
  if (worst === undefined) return wrap(first, view.columns, '  ');
  const [what, event] = [needName(worst.resource, worst.compartment, view), eventText(worst.lost, view)];
  return wrap(`${first} ${vi ? `Nặng nhất: ${what} ở ${safe(worst.site)} trong ${worst.quarter}, khi ${event}: thiếu ${worst.percent} %.` : `The worst: ${what} at ${safe(worst.site)} in ${worst.quarter}, with ${event}: ${worst.percent} % is missing.`}`, view.columns, '  ');
}

function uncertainText({ uncertain }: Plan, view: View): string {
  if (uncertain === undefined) return '';
  const vi = view.lang === 'vi';
  const { seed, until, plans, scenarios, best, stopped } = uncertain;
  const heading = vi
    ? `Bất định (seed ${seed}, ${figure(view, scenarios.length)} kịch bản về mức tăng, ngày mở và giá, đến hết ${until} để trung tâm mở muộn vẫn được tính; tính bằng tổng, không xếp thử; tỷ đồng theo giá trị hôm nay). Kế hoạch tốt nhất của từng kịch bản: một nửa không quá ${billions(best.p50, view)}, chín phần mười không quá ${billions(best.p90, view)}. Theo một kế hoạch khi kịch bản khác xảy ra thì tốn hơn bao nhiêu (ít nhất):`
    : `Uncertainty (seed ${seed}, ${figure(view, scenarios.length)} scenarios of growth, dates and prices, to the end of ${until} so that a late site still opens; in sums, not packed; billions of VND at today's value). Best plans of the scenarios: half of them cost no more than ${billions(best.p50, view)}, nine tenths no more than ${billions(best.p90, view)}. What following one plan costs more where another scenario comes true (at least):`;
  const rows = plans.map(({ name, growth, cost, nodes, holds, beyond, regret }) => [name, growth.toLocaleString(vi ? 'vi-VN' : 'en-US'), billions(cost, view), figure(view, nodes), `${figure(view, holds)}/${figure(view, scenarios.length)}`, billions(regret.mean, view), billions(regret.p90, view), billions(regret.worst, view), figure(view, beyond)]);
  const columns = titles(view, [['kế hoạch', 'plan'], ['tăng %/năm', 'growth %/y', right], ['chi phí', 'cost', right], ['máy', 'nodes', right], ['đủ trong', 'holds in', right], ['tốn hơn: trung bình', 'regret: mean', right], ['P90', 'P90', right], ['nặng nhất', 'worst', right], ['không kịp', 'beyond', right]]);
  const note = stopped > 0 ? [wrap(vi ? `${figure(view, stopped)} bài toán dừng vì hết thời gian; các số trên dựa vào lời giải tốt nhất đến lúc đó.` : `${figure(view, stopped)} programs stopped at the time limit; the figures rest on their best answers until then.`, view.columns, '  ')] : [];
  return [wrap(heading, view.columns, '  '), table(view, columns, rows), ...note].join('\n');
}

function certificateText({ digest, certificate: { cost, lowerBound, gap, stopped, rounds, judged, packings, pods } }: Plan, data: PurchaseData, view: View): string {
  const vi = view.lang === 'vi';
  const [at, bound] = [billions(cost, view), billions(lowerBound, view)];
  const search = {
    proven: { vi: 'lần giải cuối đạt đúng cận dưới của nó', en: 'the last search met its own bound' },
    gap: { vi: 'lần giải cuối dừng ở sai lệch cho phép (--gap)', en: 'the last search stopped at the gap asked for (--gap)' },
    'time-limit': { vi: 'lần giải cuối dừng vì hết thời gian (--time-limit)', en: 'the last search stopped at the time limit (--time-limit)' },
  }[stopped][view.lang];
  const told = vi
    ? `Chứng minh: chi phí theo giá trị hôm nay (chiết khấu ${data.discountPercentPerYear} % một năm, gồm vận hành) ${at} tỷ đồng; không kế hoạch nào dưới ${bound} tỷ đồng đáp ứng đủ; chênh ${percent(gap, view)}. ${rounds.length} vòng; ${search}. Kiểm lại độc lập: ${figure(view, judged)} cam kết trên mọi quý và sự cố; ${figure(view, packings)} lần xếp thử ${figure(view, pods)} pod, pod nào cũng có chỗ.`
    : `Certificate: cost at today's value (discounted by ${data.discountPercentPerYear} % a year, running costs included) ${at} billion VND; no plan below ${bound} billion VND serves every need; gap ${percent(gap, view)}. ${rounds.length} round${rounds.length === 1 ? '' : 's'}; ${search}. Judged independently: ${figure(view, judged)} promises over all quarters and failures; ${figure(view, packings)} packings of ${figure(view, pods)} pods, every pod placed.`;
  const named = vi ? `Mã của kế hoạch này: ${digest}; ndc capacity prove in cùng mã khi chứng minh đúng kế hoạch này.` : `Digest of this plan: ${digest}; ndc capacity prove prints the same when it is this plan that was proven.`;
  const lines = rounds.map(({ cost: each, bound: least, misfits, shortages, rackless }, index) => [String(index + 1), decimal(each, view), decimal(least, view), figure(view, misfits), figure(view, shortages), figure(view, rackless)]);
  return `${wrap(told, view.columns, '  ')}\n${wrap(named, view.columns, '  ')}\n${table(view, titles(view, [['vòng', 'round', right], ['tỷ đồng', 'bn VND', right], ['cận dưới', 'bound', right], ['xếp không đủ', 'misfits', right], ['cam kết thiếu', 'shortages', right], ['thiếu tủ', 'rackless', right]]), lines)}`;
}

const decimal = (value: number, view: View): string => value.toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

function conflictParts(conflict: PurchaseConflict, data: PurchaseData, view: View): string[] {
  const vi = view.lang === 'vi';
  const { limits, needs, links, organisations, minimal } = conflict;
  const heading = painter(view).red(vi ? 'Không có kế hoạch nào. Những điều sau không thể cùng đúng:' : 'No plan exists. These cannot all hold:');
  const served = needLines(needs, view);
  const lines = [
    ...limits.map((limit) => limitText(limit, data, view)),
    ...(organisations.length > 0 ? [vi ? `phục vụ ${organisationsText(data, organisations, view, organisations.length)}` : `serving ${organisationsText(data, organisations, view, organisations.length)}`] : []),
    ...served,
    ...linkLines(links, view),
  ];
  const list = lines.map((line) => wrap(`  – ${line}`, view.columns, '    ')).join('\n');
  const proof = minimal
    ? vi ? `Đã chứng minh là tối thiểu: bỏ bất kỳ một điều nào (một trần, một giới hạn, nhu cầu của một cơ quan, hoặc một yêu cầu của một quý) thì những điều còn lại nêu ở đây không còn mâu thuẫn với nhau (${figure(view, conflict.programs)} bài toán). Có thể còn mâu thuẫn khác: giải quyết xong thì lập lại kế hoạch.` : `Proven minimal: without any single one of them (a cap, a limit, the demand of one organisation, one requirement of one quarter) the others named here no longer contradict each other (${figure(view, conflict.programs)} programs). There may be other contradictions beside this one: plan again once it is resolved.`
    : vi ? 'Chưa chứng minh là tối thiểu: hết thời gian. Hãy tăng --time-limit.' : 'Not proven minimal: time ran out. Raise --time-limit.';
  const unsold = needs.some(({ sold }) => !sold)
    ? [wrap(vi ? 'Không tệp nào của các trung tâm có loại máy đáp ứng được yêu cầu này, nên không mua được: hãy ghi một nhóm máy như vậy vào nodePools (count ít nhất 1), hoặc xem lại phiếu đăng ký.' : 'No site’s file lists a pool of nodes that give this, so none can be bought: add such a pool to nodePools (a count of at least 1), or look at the request again.', view.columns, '')]
    : [];
  const tooSlow = links.length === 0 ? [] : [wrap(vi ? 'Không mua được đường truyền ở đây: hãy tăng capacityGbps trong links.yaml nếu đến lúc đó đường truyền nhanh hơn, hoặc đổi trung tâm dự phòng hay nơi nhận sao lưu của một số hệ thống.' : 'No link can be bought here: raise capacityGbps in links.yaml where the link will be faster by then, or give some systems another standby or another site for their backups.', view.columns, '')];
  return [capsText(data, view), overloadedText(data, view), `${heading}\n${list}`, pastLifeText(data, view), ...unsold, ...tooSlow, wrap(proof, view.columns, '')];
}

function assumptionsText({ inputs, assumptions }: PurchaseData, view: View): string {
  const own = inputs.reduce((total, one) => total + one.assumptions, 0);
  const places = inputs.flatMap(({ pointer, file, line }) => (file === undefined ? [] : [`${pointer.replace(/^\/(planning|prices)\//, '')} (${file}:${line})`]));
  return wrap(
    view.lang === 'vi'
      ? `Thời gian, tuổi thọ, giá và mức tăng là ${figure(view, own)} giả định chưa ai xác nhận: ${places.map(safe).join(', ')}. Toàn bộ dữ liệu có ${figure(view, assumptions)} giả định.`
      : `Times, lives, prices and growth are ${figure(view, own)} assumptions nobody has confirmed: ${places.map(safe).join(', ')}. The data hold ${figure(view, assumptions)} in all.`,
    view.columns,
    '  ',
  );
}

/** One row for each order: `new` those of this plan, of the plan that was accepted before, `accepted` those still to be placed, `contracted` those under contract that do not serve yet. VND and days as files have them. */
export function csv({ plan, conflict, accepted, names }: PurchaseData, view: View): readonly (readonly string[])[] {
  const titleOf = (organisation: string): string => nameOf({ names }, organisation, view);
  if (plan === undefined)
    return [
      ['conflict', 'what', 'site', 'hall', 'resource', 'quarter', 'lost'],
      ...(conflict?.limits ?? []).map((limit) => ['limit', limit.kind === 'budget' ? `budget ${limit.year}` : limit.kind === 'lead' ? `lead ${limit.equipment}` : limit.kind, 'site' in limit ? limit.site : '', 'hall' in limit ? limit.hall : '', '', '', '']),
      ...(conflict?.needs ?? []).map(({ site, resource, quarter, lost }) => ['need', '', site, '', resource, quarter, lostCell(lost)]),
      ...(conflict?.links ?? []).map(({ link, from, what, quarter, lost }) => ['link', what, from, '', `link/${link}`, quarter, lost.join(' ')]),
      ...(conflict?.organisations ?? []).map((organisation) => ['organisation', titleOf(organisation), '', '', '', '', '']),
    ];
  return [
    ['order_by', 'contract', 'delivered', 'needed', 'quarter', 'site', 'hall', 'kind', 'like', 'count', 'price_vnd', 'cost_vnd', 'upkeep_vnd', 'funding', 'replaces', 'serving', 'fewest', 'resource', 'lost', 'organisations', 'status', 'plan', 'pool'],
    ...plan.orders.map(({ why, ...order }) => [
      order.orderBy, order.contract, order.delivered, order.needed, order.quarter, order.site, order.hall, order.kind, order.like ?? '', String(order.count), String(order.price), String(order.cost), String(order.upkeep), order.funding, String(order.replaces), String(order.serving), String(order.fewest), why?.resource ?? '', why === undefined ? '' : lostCell(why.lost), (why?.organisations ?? []).map(({ organisation }) => titleOf(organisation)).join('; '), 'new', plan.digest, '',
    ]),
    ...[...(accepted?.orders ?? []).map((order) => ({ ...order, status: 'accepted' })), ...(accepted?.contracted ?? []).map((order) => ({ ...order, status: 'contracted' }))].map((order) => [
      order.orderBy, '', '', '', order.quarter, order.site, order.hall, order.kind, '', String(order.count), '', String(order.cost), '', order.funding, '', '', '', '', '', '', order.status, accepted?.digest ?? '', order.pool ?? '',
    ]),
    ...uncertainRows(plan),
  ];
}

/** As the page says: where no site is lost, a rack is. */
const lostCell = (lost: readonly string[]): string => (lost.length === 0 ? 'rack' : lost.join(' '));

/** Below an empty row, a table of its own: the plans for P50 and P90, and the best plans of the scenarios. */
function uncertainRows({ uncertain }: Plan): readonly (readonly string[])[] {
  if (uncertain === undefined) return [];
  const { seed, until, plans, scenarios, best } = uncertain;
  const about = [String(scenarios.length), String(seed), until];
  return [
    [],
    ['scenario_plan', 'growth_percent_per_year', 'cost_vnd', 'lower_bound_vnd', 'nodes', 'holds', 'beyond', 'regret_mean_vnd', 'regret_p90_vnd', 'regret_worst_vnd', 'scenarios', 'seed', 'until'],
    ...plans.map(({ name, growth, cost, lowerBound, nodes, holds, beyond, regret }) => [name, String(growth), String(cost), String(lowerBound), String(nodes), String(holds), String(beyond), String(regret.mean), String(regret.p90), String(regret.worst), ...about]),
    ...(['p50', 'p90'] as const).map((share) => [`best ${share.toUpperCase()}`, '', String(best[share]), '', '', '', '', '', '', '', ...about]),
  ];
}

export { svg } from './purchase-chart.js';
