/** A box of a drawing in layers: `along` runs from layer to layer, `across` within one. */
export interface LaidBox {
  readonly layer: number;
  readonly across: number;
  readonly along: number;
}

/** How boxes lie: the same size everywhere, layers in even steps. */
export interface Laid {
  /** Size of a box across, and along. */
  readonly wide: number;
  readonly deep: number;
  /** Between two boxes of a layer. */
  readonly gap: number;
  /** From the beginning of one layer to that of the next. */
  readonly step: number;
  readonly boxes: readonly LaidBox[];
}

/** Side by side in one gap, as parts of half of it. */
const lanes = [0, 0.45, -0.45, 0.75, -0.75] as const;

/**
 * Ways from box to box that pass between the boxes of the layers in between: a line that ran behind one would be read as
 * beginning and ending there. Each way is told by the points that its curves join, along before across.
 */
export function ways({ wide, deep, gap, step, boxes }: Laid): (from: LaidBox, to: LaidBox) => readonly (readonly [along: number, across: number])[] {
  const starts = new Map<number, number[]>();
  for (const { layer, across } of boxes) starts.set(layer, [...(starts.get(layer) ?? []), across].sort((a, b) => a - b));
  const taken = new Map<string, number>();
  /** Where a layer is passed nearest to where a line would. */
  const passing = (layer: number, wanted: number): number => {
    const row = starts.get(layer) ?? [];
    const [first, last] = [row[0], row.at(-1)];
    if (first === undefined || last === undefined || wanted < first - gap / 2 || wanted > last + wide + gap / 2) return wanted;
    const gaps = [...row.map((start) => start - gap / 2), last + wide + gap / 2];
    const nearest = gaps.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));
    const before = taken.get(`${layer} ${nearest}`) ?? 0;
    taken.set(`${layer} ${nearest}`, before + 1);
    return nearest + ((lanes[before % lanes.length] ?? 0) * gap) / 2;
  };
  return (from, to) => {
    const [begin, end] = [from.across + wide / 2, to.across + wide / 2];
    const points: (readonly [number, number])[] = [[from.along + deep, begin]];
    for (let layer = from.layer + 1; layer < to.layer; layer += 1) {
      const along = from.along + (layer - from.layer) * step;
      const across = passing(layer, begin + ((end - begin) * (layer - from.layer)) / (to.layer - from.layer));
      points.push([along, across], [along + deep, across]);
    }
    // The point of the arrow stays clear of the box.
    return [...points, [to.along - 2, end]];
  };
}
