import type { HallPower } from '../../../sites/capacity/power/hall.js';
import type { PowerData, PowerSite } from '../../power-data.js';
import type { Chart } from '../plot/chart.js';
import { say, type View } from '../view.js';

/** What one site draws, against what its feeds carry and its cooling removes with one path and one unit failed. */
export function powerChart({ site, name, rows }: PowerSite, { quarters, whatIf }: Pick<PowerData, 'quarters' | 'whatIf'>, view: View): Chart {
  const vi = view.lang === 'vi';
  const byQuarter = new Map(rows.map((row) => [row.quarter, row]));
  const kw = (of: (hall: HallPower) => bigint): (number | null)[] =>
    quarters.map((quarter) => {
      const row = byQuarter.get(quarter);
      return row === undefined ? null : Number(row.halls.reduce((sum, hall) => sum + of(hall), 0n)) / 1000;
    });
  const opened = rows.flatMap(({ quarter, halls }, index) => halls.filter(({ hall }) => index > 0 && rows[index - 1]?.halls.every((before) => before.hall !== hall) === true).map(({ hall }) => ({ at: quarter, text: vi ? `phòng máy ${hall} đi vào hoạt động` : `hall ${hall} opens` })));
  const head = vi ? `${site}: điện của các phòng máy` : `${site}: power of the halls`;
  return {
    title: `${head} (${say(view, name)})`,
    subtitle: `${vi ? 'Tải đỉnh của thiết bị, so với nguồn điện khi nhánh mạnh nhất hỏng và làm mát khi một máy hỏng' : 'Peak IT load, against the feeds with the strongest path failed and the cooling with one unit failed'}${whatIf.length === 0 ? '' : `; ${vi ? 'giả sử' : 'what if'} ${whatIf.join(' ')}`}`,
    unit: 'kW',
    x: quarters,
    series: [
      { name: vi ? 'tải đỉnh' : 'peak IT load', kind: 'area', values: kw(({ drawn }) => drawn) },
      { name: vi ? 'nguồn điện, một nhánh hỏng' : 'feeds, one path failed', kind: 'limit', values: kw(({ feed }) => feed) },
      { name: vi ? 'làm mát, một máy hỏng' : 'cooling, one unit failed', kind: 'limit', values: kw(({ cooling }) => cooling) },
    ],
    ...(opened.length === 0 ? {} : { annotations: opened }),
  };
}
