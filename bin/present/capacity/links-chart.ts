import type { LinksData } from '../../links-data.js';
import type { Chart, Series } from '../plot/chart.js';
import { date, type View } from '../view.js';

/** Mbit/s of bits a second. */
const mega = (rate: bigint): number => Number(rate / 1000n) / 1000;

/** Peak replication of every link each way; empty where nothing crosses one. */
export function linksChart({ timeline, quarters, asOf }: LinksData, view: View): Chart {
  const vi = view.lang === 'vi';
  const ways = [...new Set(timeline.map(({ from, to }) => `${from} → ${to}`))].sort();
  const of = (way: string, quarter: string) => timeline.find((point) => `${point.from} → ${point.to}` === way && point.quarter === quarter);
  const series = ways.map((way): Series => ({
    name: way,
    kind: 'step',
    values: quarters.map((quarter) => {
      const point = of(way, quarter);
      return point === undefined ? null : mega(point.peak.mid);
    }),
  }));
  return {
    title: vi ? 'Tải đồng bộ cao điểm trên đường truyền' : 'Peak replication load of the links',
    subtitle: vi ? `Từng hướng; tính đến ${date(view, asOf)}` : `Each way; as of ${date(view, asOf)}`,
    unit: 'Mbit/s',
    x: quarters,
    series,
  };
}
