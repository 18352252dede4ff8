import { operatesIn } from '../../capacity/operation.js';
import { placementOf } from '../../intent/placement.js';
import { effectiveTier } from '../../intent/tier.js';
import { asStart, quarterOf, readDay } from '../../model/calendar.js';
import { diagnosticKind } from '../../model/diagnostic.js';
import type { Text } from '../../model/text.js';
import { systemsIn } from '../entries.js';
import { found, type RequestRule } from '../finding.js';

const kind = diagnosticKind<{ system: string; starts: Text; site: string; opens: string }>({
  code: 'NDC-T010',
  message: {
    vi: ({ system, starts, site, opens }) => `${system} ${starts.vi}, nhưng trung tâm chính ${site} đến ${readDay(opens)} mới hoạt động. Hãy lùi ngày bắt đầu, hoặc chọn trung tâm chính khác.`,
    en: ({ system, starts, site, opens }) => `${system} ${starts.en}, but its primary site ${site} operates only from ${opens}. Start later, or choose another primary.`,
  },
  explanation: {
    vi: 'migration.start là ngày hệ thống bắt đầu chạy tại trung tâm chính. Trước ngày trung tâm đó hoạt động thì không có chỗ để chạy. Cách sửa: ghi ngày không sớm hơn ngày hoạt động, hoặc bỏ placement để bộ công cụ chọn trung tâm đang hoạt động.',
    en: 'migration.start is the day from which a system runs at its primary site. Before that site operates there is nowhere to run. To mend it: write a day no earlier than its opening, or leave placement out and let the toolkit choose a site that operates.',
  },
});

export const startAfterOpening: RequestRule = {
  check: ({ estate, request }) =>
    systemsIn(request).flatMap(({ system, at }) => {
      const start = system.migration?.start;
      const from = start === undefined ? estate.scenario.asOf : asStart(start);
      const hasStandby = estate.protection.tiers[effectiveTier(estate, system).tier].standby !== 'none';
      const closed = system.environments
        .flatMap(({ placement }) => estate.sites[placementOf(estate, system.id, placement, hasStandby).primary.site] ?? [])
        .filter((site) => site.phase !== 'retired' && !operatesIn(site, quarterOf(from)))
        // The last to open decides when all of the system can run.
        .sort((a, b) => (a.milestones.commissioning < b.milestones.commissioning ? 1 : -1));
      const [last] = closed;
      if (last === undefined) return [];
      const opens = last.milestones.commissioning;
      const starts: Text = start === undefined ? { vi: 'không ghi ngày bắt đầu, tức là chạy ngay khi được nhận', en: 'names no start, so it runs as soon as it is taken' } : { vi: `bắt đầu ${readDay(start)}`, en: `starts ${start}` };
      return [found(estate, kind, 'notice', start === undefined ? at('id') : at('migration', 'start'), { system: system.id, starts, site: last.id, opens }, start === undefined ? `migration: {mode: ${system.migration?.mode ?? 'new'}, start: ${opens}}` : `start: ${opens}`)];
    }),
};
