import { pack } from '../../../sites/packing/pack.js';
import { grouped, ruled } from './throughput.js';

/** Pods a second of the first answer, checking included, in `npm run bench`: the median of some runs after one that does not count. */
export function packingBench(row: (what: string, figure: string, target?: string) => void, median: (runs: number, work: () => unknown) => number): void {
  const instances = [
    ['packing, 1,000,000 pods in 500 groups', grouped(1), 'target ≥ 1,000,000 pods/s'],
    ['packing, 100,000 pods, spread and anti-affinity', ruled(1, 1_000, 100, false), 'target ≥ 100,000 pods/s'],
    ['packing, 10,000 pods, spread and anti-affinity, on 500 nodes', ruled(1, 400, 25, true), ''],
  ] as const;
  const now = (): number => performance.now();
  for (const [what, instance, target] of instances) {
    const pods = instance.pods.reduce((sum, { count }) => sum + count, 0);
    let told = '';
    const seconds = median(5, () => {
      const { nodesUsed, lowerBound, pods: found } = pack(instance, { effort: 'fast', seed: 1, now, until: Infinity });
      if (found.unplaced > 0) throw new Error(`${found.unplaced} pods of the bench found no place`);
      told = `${nodesUsed} nodes, bound ${lowerBound.value}`;
    });
    row(what, `${Math.round(pods / seconds).toLocaleString('en-US')}/s`, `${target}${target === '' ? '' : '; '}${told}`);
  }
}
