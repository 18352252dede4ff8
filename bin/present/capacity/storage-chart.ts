import type { StorageData } from '../../storage-data.js';
import type { Chart, Series } from '../plot/chart.js';
import { date, say, type View } from '../view.js';

/** Percent left of a class, to a tenth; null where the site does not serve or has nothing usable. */
const share = (left: bigint, usable: bigint): number | null => (usable === 0n ? null : Number((left * 1000n) / usable) / 10);

function chartOf(data: StorageData, { site, name, rows }: StorageData['sites'][number], view: View): Chart {
  const vi = view.lang === 'vi';
  const classes = [...new Set(rows.map((row) => row.class))];
  const series = classes.map((of): Series => ({
    name: of,
    kind: 'step',
    values: data.quarters.map((quarter) => {
      const row = rows.find((one) => one.quarter === quarter && one.class === of);
      return row === undefined ? null : share(row.left.mid, row.usable);
    }),
  }));
  return {
    title: vi ? `Lưu trữ còn lại ở ${site} (${say(view, name)})` : `Storage left at ${site} (${say(view, name)})`,
    subtitle: vi ? `Phần còn cấp được của mỗi lớp; tính đến ${date(view, data.asOf)}` : `What may still be promised of each class; as of ${date(view, data.asOf)}`,
    unit: '%',
    x: data.quarters,
    series: [...series, { name: vi ? 'hết' : 'none left', kind: 'limit', values: data.quarters.map(() => 0) }],
  };
}

/** One chart for each site that serves in any of the quarters; where none does, one for each that says so. */
export function storageCharts(data: StorageData, view: View): Chart[] {
  const serving = data.sites.filter(({ rows }) => rows.length > 0);
  return (serving.length > 0 ? serving : data.sites).map((site) => chartOf(data, site, view));
}
