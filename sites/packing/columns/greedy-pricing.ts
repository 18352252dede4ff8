import type { Kinds } from '../kinds.js';
import type { Random } from '../random.js';
import { patternOf, type Pattern } from './pricing.js';

/**
 * Patterns of large profit, quickly and many: from each of some kinds on, a node is filled with what brings most for the
 * room it takes, then single pods are exchanged while that brings more.
 */
export function greedyPatterns(kinds: Kinds, cap: Float64Array, profit: Float64Array, from: readonly number[], random: Random): { readonly pattern: Pattern; readonly value: number }[] {
  const { n, d, size } = kinds;
  const usable: number[] = [];
  for (let kind = 0; kind < n; kind += 1) if ((profit[kind] ?? 0) > 0 && (kinds.need[kind] ?? 0) > 0) usable.push(kind);
  const found: { pattern: Pattern; value: number }[] = [];
  const room = new Float64Array(d);
  const weight = new Float64Array(d);
  const fits = (kind: number): boolean => {
    for (let r = 0; r < d; r += 1) if ((size[kind * d + r] as number) > (room[r] as number)) return false;
    return true;
  };
  const move = (kind: number, sign: number): void => {
    for (let r = 0; r < d; r += 1) room[r] = (room[r] as number) + sign * (size[kind * d + r] as number);
  };
  for (const first of from) {
    room.set(cap);
    if (!fits(first)) continue;
    const path = [first];
    const taken = new Map([[first, 1]]);
    const may = (kind: number): boolean => (taken.get(kind) ?? 0) < Math.min(kinds.need[kind] ?? 0, kinds.limit[kind] ?? 0);
    const count = (kind: number, by: number): void => void taken.set(kind, (taken.get(kind) ?? 0) + by);
    move(first, -1);
    const flavour = random.below(3);
    for (let candidates = usable; ; ) {
      // Scarce room weighs more: by what is left, or evenly, or at random between the two.
      for (let r = 0; r < d; r += 1) weight[r] = 1 / Math.max(flavour === 0 ? (cap[r] as number) : flavour === 1 ? (room[r] as number) : (room[r] as number) + random.next() * (cap[r] as number), 1e-9);
      let best = -1;
      let most = 0;
      const kept: number[] = [];
      for (const kind of candidates) {
        if (!fits(kind)) continue;
        if (!may(kind)) continue;
        kept.push(kind);
        let takes = 1e-3;
        for (let r = 0; r < d; r += 1) takes += (weight[r] as number) * (size[kind * d + r] as number);
        const ratio = (profit[kind] as number) / takes;
        if (ratio > most) {
          most = ratio;
          best = kind;
        }
      }
      candidates = kept;
      if (best < 0) break;
      path.push(best);
      count(best, 1);
      move(best, -1);
    }
    for (let improved = true; improved; ) {
      improved = false;
      for (let at = 1; at < path.length; at += 1) {
        const out = path[at] as number;
        move(out, 1);
        count(out, -1);
        let best = out;
        for (const kind of usable) if ((profit[kind] as number) > (profit[best] as number) && fits(kind) && may(kind)) best = kind;
        path[at] = best;
        count(best, 1);
        move(best, -1);
        if (best !== out) improved = true;
      }
      if (improved) for (const kind of usable) while (fits(kind) && may(kind)) {
        path.push(kind);
        count(kind, 1);
        move(kind, -1);
      }
    }
    found.push({ pattern: patternOf(path), value: path.reduce((sum, kind) => sum + (profit[kind] ?? 0), 0) });
  }
  return found;
}
