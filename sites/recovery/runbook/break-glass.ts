import { breakGlassKinds, breakGlassNames } from '../../model/kinds/break-glass.js';
import type { RunbookPlan } from './plan.js';
import { text, type RunbookCell, type RunbookTable } from './step.js';

/** Where what the steps tell to open lies: a runbook that only says "the envelope" sends people looking. */
export function breakGlassTable({ recovery: { estate }, lost, survivors }: Pick<RunbookPlan, 'recovery' | 'lost' | 'survivors'>): RunbookTable {
  const { asOf } = estate.scenario;
  return {
    title: text('Phương án khẩn cấp nằm ở đâu, ai mở', 'Where the means of an emergency lie, and who opens them'),
    columns: [text('trung tâm', 'site'), text('thứ', 'what'), text('nơi cất', 'where'), text('cần', 'needed'), text('trong các vai trò', 'of these roles')],
    rows: [lost, ...survivors].sort().flatMap((site) =>
      breakGlassKinds.flatMap((what): RunbookCell[][] => {
        const there = Object.values(estate.breakGlass).filter((means) => means.site === site && means.what === what && means.since !== undefined && means.since <= asOf);
        if (there.length === 0) return [[site, breakGlassNames[what], text('dữ liệu chưa ghi (ndc hsm break-glass)', 'the data name no place (ndc hsm break-glass)'), '–', '–']];
        return there.map(({ place, opens: { roles, needed } }) => [site, breakGlassNames[what], place, String(needed), roles.join('; ')]);
      }),
    ),
  };
}
