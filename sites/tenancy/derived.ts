import type { EnvironmentIntent } from '../intent/environment.js';
import type { Hold } from '../intent/hold.js';
import { sessionOnly } from '../intent/session-only.js';
import { floorOf } from '../intent/tier.js';
import { readDay } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { TenancyRequest, TenantSystem } from '../model/kinds/tenancy-request.js';
import { printBytes, printCpu } from '../model/units.js';
import type { Text } from '../model/text.js';
import { waveNames } from '../model/wave-names.js';
import { fundingNames, fundingOf } from './funding.js';
import { facilityNames } from './names.js';
import { namedWaves, onlyWave } from './waves.js';

/** A value that the request leaves out and the toolkit fills in, with the reason as a clerk reads it. */
export interface Derived {
  /** The system's id, or its namespace `<system>-<environment>`. */
  readonly subject: string;
  readonly what: Text;
  readonly value: Text;
  readonly because: Text;
}

const same = (text: string): Text => ({ vi: text, en: text });

/** Everything a request leaves to be derived, system by system, in the order of the file. `intents`: of this organisation. */
export function derivedOf(estate: Estate, request: DeepReadonly<TenancyRequest>, intents: readonly EnvironmentIntent[]): readonly Derived[] {
  return request.systems.flatMap((system) => [
    ...ofSystem(estate, request, system, intents.find(({ system: { id } }) => id === system.id)),
    ...intents.filter(({ system: { id } }) => id === system.id).flatMap((intent) => ofEnvironment(estate, intent)),
  ]);
}

function ofSystem(estate: Estate, { organisation }: DeepReadonly<TenancyRequest>, system: DeepReadonly<TenantSystem>, intent: EnvironmentIntent | undefined): Derived[] {
  const found: Derived[] = [];
  const add = (what: Text, value: Text, because: Text): unknown => found.push({ subject: system.id, what, value, because });
  if (intent?.tierReason === 'floor') add({ vi: 'cấp bảo vệ', en: 'protection tier' }, estate.protection.tiers[intent.tier].name, floorReason(estate, system));
  if (system.businessOwner === undefined) add({ vi: 'cơ quan chủ quản', en: 'business owner' }, same(organisation), { vi: 'chính cơ quan đăng ký', en: 'the organisation that asks' });
  if (system.technicalOperator === undefined) add({ vi: 'đơn vị vận hành kỹ thuật', en: 'technical operator' }, same(organisation), { vi: 'chính cơ quan đăng ký', en: 'the organisation that asks' });
  const funding = fundingOf(estate, organisation, system, '');
  if (funding.by === 'catalogue') add({ vi: 'nguồn vốn', en: 'paid by' }, fundingNames[funding.kind], funding.assumed ? { vi: 'theo danh mục cơ quan; giả định', en: 'as the catalogue of organisations says; an assumption' } : { vi: 'theo danh mục cơ quan', en: 'as the catalogue of organisations says' });
  const { migration } = system;
  if (migration !== undefined && migration.wave === undefined) {
    const named = namedWaves(estate, organisation, system);
    const only = onlyWave(named);
    const list = named.find(({ wave }) => wave === only);
    if (list !== undefined) {
      add({ vi: 'đợt di chuyển', en: 'wave' }, waveNames[list.wave], {
        vi: `văn bản ${list.basis.document.toUpperCase()} ${list.basis.clause} nêu ${list.body} trong một đợt duy nhất`,
        en: `${list.basis.document.toUpperCase()} ${list.basis.clause} names ${list.body} in one wave only`,
      });
      if (migration.start === undefined) add({ vi: 'thời điểm bắt đầu', en: 'start' }, same(list.start), { vi: 'ngày bắt đầu của đợt đó', en: 'the day that wave starts' });
    }
  }
  const facility = estate.organisations[organisation]?.facility;
  if (migration !== undefined && migration.facility === undefined && facility !== undefined)
    add({ vi: 'cơ sở hiện nay', en: 'present facility' }, facilityNames[facility], { vi: 'theo danh mục cơ quan', en: 'as the catalogue of organisations says' });
  return found;
}

/** Why the floor is what it is: what of the system makes its row of the table hold. */
export function floorReason(estate: Parameters<typeof floorOf>[0], system: DeepReadonly<Pick<TenantSystem, 'id' | 'securityLevel' | 'importance'>>): Text {
  const { by, row } = floorOf(estate, system);
  const { securityLevel, importance } = system;
  switch (by) {
    case 'national':
      return { vi: 'hệ thống có trong danh mục hệ thống quốc gia', en: 'the system is in the catalogue of national systems' };
    case 'importance':
      return { vi: `dữ liệu ${importance === 'core' ? 'cốt lõi' : 'quan trọng'} (importance: ${importance})`, en: `its data is ${importance} (importance: ${importance})` };
    case 'level':
      return { vi: `cấp độ an toàn ${securityLevel} (từ cấp ${row.securityLevelAtLeast})`, en: `security level ${securityLevel} (from level ${row.securityLevelAtLeast} on)` };
    case undefined:
      return { vi: 'không điều kiện nào cao hơn', en: 'no higher condition holds' };
  }
}

const sizeReason = (size: string, nothingStored: boolean): Text => ({
  vi: `cỡ "${size}" của danh mục${nothingStored ? '; không lưu trữ, vì trường của ngành khác chỉ dùng trong phiên (C V.3)' : ''}`,
  en: `size "${size}" of the catalogue${nothingStored ? '; nothing is stored, since fields of other sectors are used within the session only (C V.3)' : ''}`,
});

/** Why an environment has less than its request says. */
const holdReason = (hold: Hold): Text =>
  hold.is === 'cordoned'
    ? { vi: `đang ngừng sử dụng (${hold.transition}): chỉ giữ mức đang dùng, không gì mới chạy được`, en: `being offboarded (${hold.transition}): what was in use is kept, nothing new starts` }
    : { vi: `hết hạn sau ngày ${readDay(hold.on)}: không gì mới chạy được; dữ liệu đã lưu vẫn còn cho đến khi ngừng sử dụng theo thủ tục`, en: `expired after ${hold.on}: nothing new starts; what is stored stays until it is offboarded` };

function ofEnvironment(estate: Estate, { namespace, system, environment, primary, standby, backup, quota, tier, hold }: EnvironmentIntent): Derived[] {
  const found: Derived[] = [];
  const add = (what: Text, value: Text, because: Text): unknown => found.push({ subject: namespace, what, value, because });
  const when = (site: string): Text => {
    const { phase, milestones } = estate.sites[site] ?? {};
    return phase === 'operating' || milestones === undefined ? same('') : { vi: `; hoạt động từ ${milestones.commissioning}`, en: `; it operates from ${milestones.commissioning}` };
  };
  const lies = (what: Text, site: string, because: Text): unknown => add(what, same(site), { vi: `${because.vi}${when(site).vi}`, en: `${because.en}${when(site).en}` });
  const because = hold === undefined ? ('size' in environment.quota ? sizeReason(environment.quota.size, sessionOnly(system)) : undefined) : holdReason(hold);
  if (because !== undefined) {
    const storage = Object.entries(quota.storage).map(([name, size]) => `${printBytes(size)} ${name}`);
    add({ vi: 'hạn mức', en: 'quota' }, { vi: [`${printCpu(quota.cpu)} nhân CPU`, printBytes(quota.memory), ...storage, `${quota.pods} pod`, ...(quota.backup === 0n ? [] : [`${printBytes(quota.backup)} sao lưu`])].join(', '), en: [`${printCpu(quota.cpu)} cores`, printBytes(quota.memory), ...storage, `${quota.pods} pods`, ...(quota.backup === 0n ? [] : [`${printBytes(quota.backup)} of backups`])].join(', ') }, because);
  }
  if (primary.reason === 'derived') lies({ vi: 'trung tâm chính', en: 'primary site' }, primary.site, { vi: 'trung tâm đang hoạt động đầu tiên trong danh mục', en: 'the first site of the catalogue that operates' });
  if (standby?.reason === 'derived') lies({ vi: 'trung tâm dự phòng', en: 'standby site' }, standby.site, { vi: 'chia đều theo mã hệ thống, để các trung tâm còn lại cùng gánh khi mất một nơi', en: 'spread by the system’s id, so that the survivors of a lost site share its load' });
  if (standby === undefined) add({ vi: 'trung tâm dự phòng', en: 'standby site' }, { vi: 'không có', en: 'none' }, { vi: `cấp ${estate.protection.tiers[tier].name.vi} không có dự phòng: mất trung tâm chính thì dừng`, en: `the tier ${estate.protection.tiers[tier].name.en} has none: it stops when its primary is lost` });
  if (backup?.reason === 'derived') lies({ vi: 'nơi giữ bản sao lưu', en: 'site of the backups' }, backup.site, { vi: 'nơi khác với trung tâm chính và dự phòng, khi còn nơi khác', en: 'neither primary nor standby, where there is another' });
  if (hold === undefined && environment.forecast === undefined) add({ vi: 'dự báo', en: 'forecast' }, { vi: 'không đổi', en: 'flat' }, { vi: 'phiếu không dự báo; giả định', en: 'the request forecasts nothing; an assumption' });
  return found;
}
