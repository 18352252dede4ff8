import type { BreakGlassRow, BreakGlassStanding } from '../../../sites/keys/break-glass.js';
import { breakGlassNames } from '../../../sites/model/kinds/break-glass.js';
import type { Text } from '../../../sites/model/text.js';
import type { HsmBreakGlassData } from '../../hsm-break-glass-data.js';
import { headline } from '../headline.js';
import { date, figure, painter, safe, say, wrap, type View } from '../view.js';

const standingNames: Readonly<Record<BreakGlassStanding, Text>> = {
  missing: { vi: 'CHƯA CÓ', en: 'MISSING' },
  overdue: { vi: 'QUÁ HẠN DIỄN TẬP', en: 'DRILL OVERDUE' },
  due: { vi: 'sắp đến hạn diễn tập', en: 'drill due soon' },
  current: { vi: 'còn hạn', en: 'current' },
  planned: { vi: 'dự kiến', en: 'planned' },
};

export function text(data: HsmBreakGlassData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const title = headline(data, view, { vi: 'phương án khẩn cấp tính đến', en: 'break-glass as of' });
  const groups = data.sites.map((site) => [paint.bold(safe(site)), ...data.rows.filter((row) => row.site === site).map((row) => rowText(row, view))].join('\n'));
  const note = data.assumptions === 0 ? [] : [wrap(vi ? `${figure(view, data.assumptions)} giá trị ở đây là giả định, chờ cán bộ cơ yếu xác nhận.` : `${figure(view, data.assumptions)} of these values are assumptions that cipher officers have yet to confirm.`, view.columns, '')];
  const never = data.rows.filter(({ since, drilled, standing }) => since !== undefined && drilled === undefined && standing !== 'planned').length;
  const sound =
    never === 0
      ? vi ? 'Mọi trung tâm đang hoạt động đều có đủ và đã diễn tập đúng hạn.' : 'Every site that operates has all of it, drilled in time.'
      : vi ? `Mọi trung tâm đang hoạt động đều có đủ; ${figure(view, never)} thứ chưa diễn tập lần nào và chưa quá hạn.` : `Every site that operates has all of it; ${figure(view, never)} were never drilled, and are not overdue yet.`;
  const stands = data.rows.some(({ standing }) => standing !== 'planned');
  const verdict = data.wanting === 0 ? (stands ? sound : vi ? 'Ở đây chưa trung tâm nào hoạt động.' : 'No site shown here operates yet.') : paint.red(vi ? `${figure(view, data.wanting)} mục phải làm ngay (keys/break-glass.yaml).` : `${figure(view, data.wanting)} to be seen to now (keys/break-glass.yaml).`);
  return `${[title, ...groups, ...note, wrap(verdict, view.columns, '  ')].join('\n\n')}\n`;
}

function rowText({ what, standing, place, opens, since, drilled, due, findings }: BreakGlassRow, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const said = say(view, standingNames[standing]);
  const lines = [`  ${say(view, breakGlassNames[what])}: ${standing === 'missing' || standing === 'overdue' ? paint.red(said) : standing === 'due' ? paint.yellow(said) : said}`];
  if (place !== undefined) lines.push(wrap(`    ${vi ? 'Nơi cất' : 'Where'}: ${safe(place)}`, view.columns, '      '));
  if (opens !== undefined) lines.push(wrap(`    ${vi ? 'Ai mở' : 'Who opens it'}: ${opens.needed}/${opens.roles.length} ${vi ? 'trong' : 'of'} ${opens.roles.map(safe).join('; ')}`, view.columns, '      '));
  if (since !== undefined) lines.push(wrap(`    ${vi ? 'Có từ' : 'There since'} ${date(view, since)}; ${vi ? 'diễn tập gần nhất' : 'last drilled'}: ${drilled === undefined ? (vi ? 'chưa' : 'never') : date(view, drilled)}${due === undefined ? '' : `; ${vi ? 'diễn tập lại đến hết' : 'again by'} ${date(view, due)}`}`, view.columns, '      '));
  return [...lines, ...findings.map((finding) => paint.yellow(wrap(`    ! ${say(view, finding)}`, view.columns, '      ')))].join('\n');
}

export function csv({ rows }: HsmBreakGlassData, view: View): string[][] {
  const header = view.lang === 'vi' ? ['trung tâm', 'thứ', 'mã', 'tình trạng', 'nơi cất', 'cần', 'ai mở', 'có từ', 'diễn tập', 'diễn tập lại', 'nhận xét'] : ['site', 'what', 'id', 'standing', 'place', 'needed', 'who', 'since', 'drilled', 'again by', 'findings'];
  return [header, ...rows.map(({ site, what, standing, id, place, opens, since, drilled, due, findings }) => [site, say(view, breakGlassNames[what]), id ?? '', say(view, standingNames[standing]), place ?? '', opens === undefined ? '' : String(opens.needed), opens?.roles.join('; ') ?? '', since ?? '', drilled ?? '', due ?? '', findings.map((finding) => say(view, finding)).join('; ')])];
}
