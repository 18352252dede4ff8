import type { DeepReadonly } from '../../model/estate.js';
import type { Site } from '../../model/kinds/site.js';

type Curve = DeepReadonly<Site['facility']['pue']>;

/** Both ends of what cannot be told exactly; equal where it can. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * What cooling, conversion and lighting draw beside the IT load, as a share of the IT load the halls are made for.
 * Between two points of the curve the PUE (TIA-942, ISO/IEC 30134-2: facility energy ÷ IT energy) is a straight line,
 * beyond the last it stays. Below the first nothing was measured: at best the PUE stays, at worst pumps, fans and UPS
 * draw no less than they did there. Ratios: floating point.
 *
 * @param load IT load as a share of the load the halls are made for, 0 and up.
 */
export function overheadShare(curve: Curve, load: number): Range {
  const points = [...curve].sort((a, b) => a.load - b.load);
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return { low: 0, high: 0 };
  if (load < first.load) return { low: (first.pue - 1) * load, high: (first.pue - 1) * first.load };
  const above = points.findIndex((point) => point.load > load);
  const pue = above < 1 ? last.pue : between(points[above - 1] ?? first, points[above] ?? last, load);
  return { low: (pue - 1) * load, high: (pue - 1) * load };
}

const between = (from: Curve[number], to: Curve[number], load: number): number => from.pue + ((to.pue - from.pue) * (load - from.load)) / (to.load - from.load);
