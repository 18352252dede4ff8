import type { HsmKeysData } from '../../hsm-keys-data.js';
import { headline } from '../headline.js';
import { date, figure, painter, safe, say, table, wrap, type View } from '../view.js';
import { purposeNames, standingNames, thing } from './words.js';

export function text(data: HsmKeysData, view: View): string {
  const vi = view.lang === 'vi';
  const title = headline(data, view, { vi: 'khóa tính đến', en: 'keys as of' });
  const groups = data.sites.map((site) => siteText(site, data, view)).filter((part) => part !== '');
  const none = groups.length === 0 ? [vi ? 'Chưa khai báo khóa nào (sites/data/keys/<trung tâm>.yaml).' : 'No keys are declared (sites/data/keys/<site>.yaml).'] : [];
  return `${[title, ...none, ...groups, standardsText(data, view)].filter((part) => part !== '').join('\n\n')}\n`;
}

function siteText(site: string, { keys }: HsmKeysData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const own = keys.filter((key) => key.site === site);
  if (own.length === 0) return '';
  const rows = own.map((key) => [
    safe(key.id),
    say(view, purposeNames[key.purpose]),
    // A partition's label says whose it is; a store or a repository is named in full.
    safe(key.home.startsWith('hsm/') ? thing(key.home).which : key.home),
    safe(key.mechanism.replace(/^CKM_/, '')),
    key.due === undefined ? '' : date(view, key.due),
    key.standing === 'overdue' ? paint.red(say(view, standingNames.overdue)) : say(view, standingNames[key.standing]),
    `${key.quorum.needed}/${key.quorum.custodians}`,
  ]);
  const columns = [{ title: site }, { title: vi ? 'dùng cho' : 'purpose' }, { title: vi ? 'nơi giữ' : 'home' }, { title: vi ? 'cơ chế' : 'mechanism' }, { title: vi ? 'hạn thay' : 'rotate by' }, { title: '' }, { title: vi ? 'cần' : 'quorum' }];
  const gone = own.flatMap(({ id, destroyed, previous }) => [
    ...(destroyed === undefined ? [] : [wrap(`  ${safe(id)}: ${goneText(destroyed, view)}`, view.columns, '    ')]),
    ...previous.flatMap((version) => (version.destroyed === undefined ? [] : [wrap(`  ${safe(version.id)}: ${goneText({ on: version.destroyed, ...(version.neededUntil === undefined ? {} : { neededUntil: version.neededUntil }) }, view)}`, view.columns, '    ')])),
  ]);
  const notes = own.flatMap(({ id, findings }) => findings.map((finding) => wrap(`  ${safe(id)}: ${safe(say(view, finding))}`, view.columns, '    ')));
  return [table(view, columns, rows, ''), ...gone, ...notes.map((note) => paint.yellow(note))].join('\n');
}

/** The record of what is gone, as an auditor asks for it. */
function goneText({ on, record, neededUntil }: { readonly on: string; readonly record?: string; readonly neededUntil?: string }, view: View): string {
  const vi = view.lang === 'vi';
  return [
    `${vi ? 'đã hủy ngày' : 'destroyed on'} ${date(view, on)}`,
    ...(record === undefined ? [] : [`${vi ? 'biên bản' : 'record'}: ${safe(record)}`]),
    neededUntil === undefined ? (vi ? 'không ghi thứ cuối cùng nó mở hết hạn ngày nào' : 'when the last thing that it opened expired is not recorded') : `${vi ? 'thứ cuối cùng nó mở hết hạn ngày' : 'the last thing that it opened expired on'} ${date(view, neededUntil)}`,
  ].join('; ');
}

function standardsText({ standards, assumptions }: HsmKeysData, view: View): string {
  const vi = view.lang === 'vi';
  const lines = standards.map(({ number, name, source }) => wrap(`  ${safe(number)}: ${safe(say(view, name))}${source === 'assumption' ? (vi ? ' (giả định)' : ' (assumption)') : ''}`, view.columns, '    '));
  const note = assumptions === 0 ? [] : [wrap(vi ? `${figure(view, assumptions)} giá trị ở đây là giả định, chờ cán bộ cơ yếu xác nhận.` : `${figure(view, assumptions)} of these values are assumptions that cipher officers have yet to confirm.`, view.columns, '')];
  return [...(lines.length === 0 ? [] : [vi ? 'Tiêu chuẩn' : 'Standards', ...lines]), ...note].join('\n');
}

export function csv({ keys }: HsmKeysData, view: View): string[][] {
  const vi = view.lang === 'vi';
  const header = vi
    ? ['khóa', 'trung tâm', 'dùng cho', 'nơi giữ', 'nhãn', 'cơ chế', 'bit', 'số ngày thay', 'tạo ngày', 'thay ngày', 'hạn thay', 'tình trạng', 'miền khóa', 'chung với', 'cần', 'người giữ', 'tiêu chuẩn', 'mở', 'phiên bản cũ', 'hủy ngày', 'biên bản hủy', 'hết cần ngày', 'nhận xét']
    : ['key', 'site', 'purpose', 'home', 'label', 'mechanism', 'bits', 'rotation days', 'created', 'rotated', 'rotate by', 'standing', 'key domain', 'shared with', 'needed', 'custodians', 'standards', 'opens', 'former versions', 'destroyed', 'record', 'needed until', 'findings'];
  return [
    header,
    ...keys.map((key) => [
      key.id,
      key.site,
      say(view, purposeNames[key.purpose]),
      key.home,
      key.label ?? '',
      key.mechanism,
      String(key.bits),
      String(key.rotationDays),
      key.created ?? '',
      key.rotated ?? '',
      key.due ?? '',
      say(view, standingNames[key.standing]),
      key.domain ?? '',
      key.sharedWith.join(' '),
      String(key.quorum.needed),
      String(key.quorum.custodians),
      key.standards.join(' '),
      key.opens.join(' '),
      key.previous.map(({ id }) => id).join(' '),
      key.destroyed?.on ?? '',
      key.destroyed?.record ?? '',
      key.destroyed?.neededUntil ?? '',
      key.findings.map((finding) => say(view, finding)).join('; '),
    ]),
  ];
}
