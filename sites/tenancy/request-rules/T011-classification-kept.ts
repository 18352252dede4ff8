import { diagnosticKind } from '../../model/diagnostic.js';
import type { DeepReadonly } from '../../model/estate.js';
import { importances, personalDataClasses, rank, secrecies, sharings } from '../../model/kinds/classification.js';
import type { TenantSystem } from '../../model/kinds/tenancy-request.js';
import type { Text } from '../../model/text.js';
import { systemsIn } from '../entries.js';
import { found, type RequestRule } from '../finding.js';

const kind = diagnosticKind<{ what: Text; axis: string; before: string; now: string }>({
  code: 'NDC-T011',
  message: {
    vi: ({ what, axis, before, now }) => `${what.vi}: ${axis} giảm từ ${before} xuống ${now}. Việc hạ phân loại cần một người phê duyệt được nêu tên; hãy nêu lý do trong yêu cầu thay đổi.`,
    en: ({ what, axis, before, now }) => `${what.en}: ${axis} is lowered from ${before} to ${now}. Lowering a classification needs a named approver; say why in the change request.`,
  },
  explanation: {
    vi: 'Hạ cấp độ an toàn, mức chia sẻ, mức quan trọng, độ mật hoặc loại dữ liệu cá nhân làm giảm bảo vệ cho cùng một dữ liệu. Phiếu vẫn được nhận, nhưng luôn cần một người phê duyệt được nêu tên, không bao giờ tự động. Nếu chỉ là nhầm lẫn, hãy ghi lại giá trị cũ.',
    en: 'A lower security level, sharing, importance, secrecy or class of personal data protects the same data less. The request can be taken, but always by a named approver, never automatically. If it was a slip, write the old value again.',
  },
});

/** Values of each axis, lowest first; a lower one protects less. `open` data is for everybody, `specialised` for one sector. */
const axes = { securityLevel: ['1', '2', '3', '4', '5'], sharing: sharings, importance: importances, secrecy: secrecies, personalData: personalDataClasses } as const satisfies Record<string, readonly string[]>;
type Axis = keyof typeof axes;
const axisNames = Object.keys(axes) as Axis[];
const databaseAxes = ['sharing', 'importance', 'secrecy', 'personalData'] as const satisfies readonly Axis[];

const lower = (axis: Axis, now: string | number, before: string | number): boolean => rank<string>(axes[axis], String(now)) < rank<string>(axes[axis], String(before));

export const classificationKept: RequestRule = {
  check: ({ estate, request, base }) => {
    const known = new Map((base?.systems ?? []).map((system) => [system.id, system]));
    return systemsIn(request).flatMap(({ system, at }) => {
      const before = known.get(system.id);
      if (before === undefined) return [];
      const say = (path: readonly (string | number)[], what: Text, axis: Axis, was: string | number, is: string | number) => found(estate, kind, 'notice', at(...path), { what, axis, before: String(was), now: String(is) });
      return [
        ...axisNames.filter((axis) => lower(axis, system[axis], before[axis])).map((axis) => say([axis], { vi: `hệ thống ${system.id}`, en: `system ${system.id}` }, axis, before[axis], system[axis])),
        ...loweredDatabases(system, before).map(({ index, id, axis, was, is }) => say(['databases', index, axis], { vi: `cơ sở dữ liệu ${id} của ${system.id}`, en: `database ${id} of ${system.id}` }, axis, was, is)),
      ];
    });
  },
};

/** Databases classified by themselves, before or now, that are classified lower than they were; what only follows their system is said of the system. */
function loweredDatabases(system: DeepReadonly<TenantSystem>, before: DeepReadonly<TenantSystem>): readonly { readonly index: number; readonly id: string; readonly axis: Axis; readonly was: string; readonly is: string }[] {
  return (system.databases ?? []).flatMap((database, index) => {
    const old = before.databases?.find(({ id }) => id === database.id);
    if (old === undefined) return [];
    return databaseAxes.flatMap((axis) => {
      if (database[axis] === undefined && old[axis] === undefined) return [];
      const [was, is] = [old[axis] ?? before[axis], database[axis] ?? system[axis]];
      return lower(axis, is, was) ? [{ index, id: database.id, axis, was, is }] : [];
    });
  });
}
