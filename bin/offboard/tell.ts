import { readDay } from '../../sites/model/calendar.js';
import { approvalsNeeded } from '../../sites/model/approval.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import { nextStep, offboardingSteps, stepsTaken, type OffboardingStep } from '../../sites/model/offboarding.js';
import type { Text } from '../../sites/model/text.js';
import { printBytes, printCpu } from '../../sites/model/units.js';
import type { CordonLimit } from '../../sites/model/kinds/offboarding.js';
import type { Steps } from '../../sites/tenancy/offboard.js';
import type { OffboardData, StepRow } from './data.js';

/** The steps in order, those taken with their day and what they recorded. */
export function stepRows(steps: Steps): readonly StepRow[] {
  const days = new Map(stepsTaken(steps).map(({ step, on }) => [step, on]));
  return offboardingSteps.map((step): StepRow => {
    const on = days.get(step);
    const said = saidOf(step, steps);
    return { step, ...(on === undefined ? {} : { on }), ...(said === undefined ? {} : { said }) };
  });
}

function saidOf(step: OffboardingStep, { offboarding }: Steps): Text | undefined {
  const [exported, retention, cordon] = [offboarding?.export, offboarding?.retention, offboarding?.cordon];
  switch (step) {
    case 'cordon':
      if (cordon === undefined) return undefined;
      return cordon.figures === 'live' ? { vi: 'số liệu đọc từ cụm', en: 'figures read from the clusters' } : { vi: 'số liệu do người thực hiện nêu, chưa đối chiếu với cụm', en: 'figures stated by hand, not compared with the clusters' };
    case 'export':
      return exported === undefined ? undefined : { vi: `${exported.location}, ${exported.digest}, ${exported.confirmedBy} xác nhận`, en: `${exported.location}, ${exported.digest}, confirmed by ${exported.confirmedBy}` };
    case 'retain':
      return retention === undefined ? undefined : { vi: `giữ đến hết ${readDay(retention.until)}`, en: `kept until the end of ${retention.until}` };
    case 'release':
    case 'tombstone':
      return undefined;
  }
}

/** What each environment may still use at each site. Of state secrets, and of what no request tells any more, no figures. */
export function limitRows({ requests }: Estate, limits: readonly DeepReadonly<CordonLimit>[]): OffboardData['limits'] {
  const open = new Set(Object.values(requests).flatMap(({ systems }) => systems.filter(({ secrecy }) => secrecy === 'none').flatMap(({ id, environments }) => environments.map(({ name }) => `${id}-${name}`))));
  return limits.map(({ namespace, site, cpu, memory, pods, storage }) => {
    const stored = Object.entries(storage).map(([name, size]) => `, ${name} ${printBytes(size)}`).join('');
    return { namespace, site, ...(open.has(namespace) ? { use: `${printCpu(cpu)} CPU, ${printBytes(memory)}, ${pods} pod${stored}` } : {}) };
  });
}

/** What comes next, as a command to paste. */
export function nextOf(subject: string, transition: string, steps: Steps): Text {
  const command = (more: string): string => `ndc tenant offboard ${subject} ${more} --write`;
  switch (nextStep(steps)) {
    case 'cordon':
      return { vi: `Bước đầu: ${command('cordon --connection <tên>')}`, en: `First: ${command('cordon --connection <name>')}` };
    case 'export': {
      const more = command('export --location <nơi> --digest sha256:<…> --confirmed-by <người>');
      return { vi: `Chạy ndc up để khóa hạn mức, xuất dữ liệu, rồi: ${more}`, en: `Run ndc up so that the cordon holds, export the data, then: ${command('export --location <place> --digest sha256:<…> --confirmed-by <person>')}` };
    }
    case 'retain':
      return { vi: `Tiếp theo: ${command('retain --until <ngày>')}`, en: `Next: ${command('retain --until <day>')}` };
    case 'release': {
      const until = steps.offboarding?.retention?.until ?? '';
      return {
        vi: `Giữ đến hết ${readDay(until)}. ${approvalsNeeded} người ký: ndc approve ${transition} --key <tệp> --write. Sau ngày đó: ${command('release')}`,
        en: `Kept until the end of ${until}. ${approvalsNeeded} people sign: ndc approve ${transition} --key <file> --write. After that day: ${command('release')}`,
      };
    }
    case 'tombstone':
      return { vi: `Chạy ndc up: kế hoạch chỉ được xóa đúng những gì đã ký. Rồi: ${command('tombstone --connection <tên>')}`, en: `Run ndc up: the plan may destroy exactly what was signed. Then: ${command('tombstone --connection <name>')}` };
    case undefined:
      return { vi: 'Đã xong. Tệp này là bia mộ: đừng xóa, các id trong đó không bao giờ dùng lại.', en: 'Done. This file is the tombstone: keep it, its ids are never used again.' };
  }
}
