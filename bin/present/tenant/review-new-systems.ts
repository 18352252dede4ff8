import { importanceNames, personalNames, sharingNames } from '../../../sites/model/classification-names.js';
import { waveNames } from '../../../sites/model/wave-names.js';
import { fundingNames } from '../../../sites/tenancy/funding.js';
import { facilityNames } from '../../../sites/tenancy/names.js';
import type { NewSystem, TenantReviewData } from '../../tenant-review-data.js';
import { amountText } from '../capacity/words.js';
import { date, figure, say, type View } from '../view.js';
import { sentence, span } from './markdown-text.js';
import { rowsOf, type Section } from './review-sections.js';

type OpenSystem = Extract<NewSystem, { readonly concealed: false }>;

/** What each new system is: whoever approves it has seen no other file. */
export function newSystemSection({ requests }: TenantReviewData, view: View): Section {
  const all = requests.flatMap(({ newSystems, organisation }) => newSystems.map((system) => ({ system, organisation })));
  return {
    title: view.lang === 'vi' ? 'Hệ thống mới, như phiếu khai' : 'New systems, as the request says',
    head: [],
    rows: rowsOf(all, ({ system, organisation }) => {
      const whose = requests.length > 1 ? ` (${span(organisation, 40)})` : '';
      if (system.concealed) return `- ${span(system.system)}${whose}: ${view.lang === 'vi' ? 'thuộc bí mật nhà nước; phân loại và hạn mức không nêu ở đây' : 'a system of state secrets; its classes and quotas are not told here'}`;
      return [`- ${span(system.system)} ${span(system.name, 120)}${whose}: ${classText(system, view)}`, `  - ${migrationText(system, view)}`, ...system.environments.map((one) => `  - ${environmentText(one, view)}`)].join('\n');
    }),
  };
}

function classText({ securityLevel, sharing, importance, personalData, tier, funding, fundingByCatalogue }: OpenSystem, view: View): string {
  const vi = view.lang === 'vi';
  return [
    `${vi ? 'cấp độ an toàn' : 'security level'} ${securityLevel}`,
    say(view, sharingNames[sharing]),
    say(view, importanceNames[importance]),
    vi ? 'không phải bí mật nhà nước' : 'no state secret',
    say(view, personalNames[personalData]),
    ...(tier === undefined ? [] : [`${vi ? 'cấp bảo vệ' : 'protection tier'} ${sentence(say(view, tier))}`]),
    `${funding === 'not-said' ? (vi ? '' : 'what pays: ') : vi ? 'nguồn vốn: ' : 'paid by: '}${say(view, fundingNames[funding])}${fundingByCatalogue ? (vi ? ' (theo danh mục cơ quan)' : ' (by the catalogue)') : ''}`,
  ].join('; ');
}

function migrationText({ migration }: OpenSystem, view: View): string {
  const vi = view.lang === 'vi';
  if (migration === undefined) return vi ? 'di chuyển: không, là hệ thống mới' : 'migration: none, it is a new system';
  const { wave, mode, start, facility, agreement, securityPlan } = migration;
  const paper = (title: string, found: typeof agreement): string => `${title}: ${found === undefined ? (vi ? 'chưa ghi nhận' : 'not on record') : `${span(found.document, 120)}, ${date(view, found.date)}`}`;
  return `${vi ? 'di chuyển' : 'migration'}: ${[
    wave === undefined ? (vi ? 'chưa rõ đợt' : 'wave not known') : `${vi ? 'đợt' : 'wave'} ${say(view, waveNames[wave])}`,
    ...(mode === undefined ? [] : [mode === 'move' ? (vi ? 'chuyển hệ thống đang chạy' : 'a running system moves') : vi ? 'xây dựng mới trên nền tảng' : 'built anew on the platform']),
    start === undefined ? (vi ? 'chưa rõ ngày bắt đầu' : 'start not known') : `${vi ? 'bắt đầu' : 'from'} ${date(view, start)}`,
    ...(facility === undefined ? [] : [`${vi ? 'cơ sở hiện nay' : 'present facility'}: ${say(view, facilityNames[facility])}`]),
    paper(vi ? 'văn bản thống nhất lộ trình' : 'agreement on route and dates', agreement),
    paper(vi ? 'phương án bảo đảm an ninh' : 'security plan', securityPlan),
  ].join('; ')}`;
}

function environmentText({ namespace, primary, standby, backup, cpu, memory, gpu, storage, pods }: OpenSystem['environments'][number], view: View): string {
  const vi = view.lang === 'vi';
  const sizes = [amountText('cpu', cpu, view), amountText('memory', memory, view), ...(gpu === 0 ? [] : [`${figure(view, gpu)} GPU`]), `${amountText('storage/any', storage, view)} ${vi ? 'lưu trữ' : 'of storage'}`, `${figure(view, pods)} pod${vi || pods === 1 ? '' : 's'}`];
  const places = [`${vi ? 'chính' : 'primary'} ${span(primary)}`, standby === undefined ? (vi ? 'không có dự phòng' : 'no standby') : `${vi ? 'dự phòng' : 'standby'} ${span(standby)}`, ...(backup === undefined ? [] : [`${vi ? 'sao lưu' : 'backups'} ${span(backup)}`])];
  return `${span(namespace)}: ${sizes.join(', ')}; ${places.join(', ')}`;
}
