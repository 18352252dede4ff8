import { refuses } from '../../../sites/tenancy/fit.js';
import { amountText, names, shortResource } from '../capacity/words.js';
import type { CheckedFit, CheckedRequest, TenantCheckData } from '../../tenant-check-data.js';
import { date, painter, safe, wrap, type View } from '../view.js';
import { mendedWhere } from './mended-where.js';

/** What the clerk does next: the one line a page ends with. */
export function nextStep({ requests, joint, asOf, verdict }: TenantCheckData, view: View): string {
  const vi = view.lang === 'vi';
  const wrong = requests.filter(({ accepted }) => !accepted);
  const together = joint !== undefined && refuses(joint.fit);
  const step =
    wrong.length > 0
      ? wrong.map((request) => mending(request, view)).join('; ') + (vi ? ', rồi chạy lại lệnh này' : ', then run this command again')
      : together
        ? vi
          ? 'thống nhất với các cơ quan nêu trên xem ai giảm hoặc lùi lại, rồi chạy lại lệnh này'
          : 'agree with the organisations named above who takes less or comes later, then run this command again'
        : verdict === 'unclear'
          ? vi
            ? 'mở yêu cầu gộp (pull request) với tệp này; những điều chưa kiểm tra nêu ở trên phải được làm rõ trước khi nhận'
            : 'open a pull request with this file; what was not checked, named above, has to be cleared up before it is taken'
          : vi
            ? 'mở yêu cầu gộp (pull request) với tệp này'
            : 'open a pull request with this file';
  return wrap(`${painter(view).bold(vi ? 'Việc tiếp theo của bạn' : 'Your next step')} (${date(view, asOf)}): ${step}.`, view.columns, '  ');
}

/** What keeps one request from being taken, each by who can put it right. */
function mending({ file, findings, policies, fit }: CheckedRequest, view: View): string {
  const vi = view.lang === 'vi';
  const failed = [...new Set(policies.findings.filter(({ status, severity }) => status === 'fail' && severity === 'error').map(({ policy }) => policy))];
  const others = failed.filter((policy) => mendedWhere(policy) === 'platform');
  const own = findings.some(({ weight }) => weight === 'refuse') || failed.length > others.length;
  const above = vi ? `sửa những mục nêu ở trên trong ${safe(file)}` : `mend what is named above in ${safe(file)}`;
  const steps = [
    ...(own ? [above] : []),
    ...(refuses(fit) ? [lessOf(file, fit, view)] : []),
    ...(others.length === 0 ? [] : [vi ? `báo đơn vị vận hành nền tảng về ${names(others, view)}, vì phần này không sửa được trong phiếu` : `tell the platform team of ${names(others, view)}, which no change of the request mends`]),
  ];
  return steps.length > 0 ? steps.join('; ') : above;
}

/** Of what runs out, where, by how much, and how much there is room for. */
function lessOf(file: string, { rows }: CheckedFit, view: View): string {
  const vi = view.lang === 'vi';
  const short = rows.filter(({ left }) => left < 0n);
  const said = short.slice(0, 4).map(({ site, quarter, resource, request, left }) => {
    const room = request + left;
    const [name, lacks, fits] = [shortResource(resource, view), amountText(resource, -left, view), amountText(resource, room > 0n ? room : 0n, view)];
    // A site that only takes over what another one ran has no share of the request of its own.
    const rest = request <= 0n ? '' : vi ? `, còn đủ chỗ cho ${fits}` : `, with room for ${fits}`;
    return vi ? `${safe(site)} (${quarter}) thiếu ${lacks} ${name}${rest}` : `${safe(site)} (${quarter}) lacks ${lacks} ${name}${rest}`;
  });
  const why = said.length === 0 ? '' : `: ${said.join('; ')}`;
  return vi ? `giảm hạn mức trong ${safe(file)}${why}; hoặc hỏi đơn vị vận hành nền tảng khi nào có thêm chỗ` : `ask for less in ${safe(file)}${why}; or ask the platform team when there is more room`;
}
