import { randomOf, type Random } from '../../../sites/packing/random.js';

/** Vectors to be packed into equal bins, and the fewest bins where the way they were made tells. */
export interface Vectors {
  readonly name: string;
  readonly capacity: number;
  readonly items: readonly (readonly number[])[];
  readonly optimum?: number;
}

const between = (random: Random, low: number, high: number): number => low + random.below(high - low + 1);
const repeat = <T>(times: number, make: (index: number) => T): T[] => Array.from({ length: times }, (_, index) => make(index));

/** Gaussian, by the polar method. */
function gaussian(random: Random, mean: number, deviation: number): number {
  for (;;) {
    const [x, y] = [random.next() * 2 - 1, random.next() * 2 - 1];
    const square = x * x + y * y;
    if (square > 0 && square < 1) return mean + deviation * x * Math.sqrt((-2 * Math.log(square)) / square);
  }
}

/**
 * The classes of R. Panigrahy, K. Talwar, L. Uyeda, U. Wieder, Heuristics for Vector Bin Packing (2011), as described there
 * and extended to more resources by C. Mommessin, T. Erlebach, N. Shakhlevich, Classification and evaluation of the
 * algorithms for vector bin packing (Computers & Operations Research 2025): 1 to 6 uniform, 7 correlated, 8
 * anti-correlated in pairs, 9 a few resources at a time.
 */
export function panigrahy(type: number, n: number, d: number, random: Random): Vectors {
  const uniform = [[1000, 100, 400], [1000, 1, 1000], [1000, 200, 800], [1000, 50, 200], [1000, 25, 100], [150, 20, 100]][type - 1];
  const name = `panigrahy-${type}-${n}-${d}`;
  if (uniform !== undefined) {
    const [capacity = 0, low = 0, high = 0] = uniform;
    return { name, capacity, items: repeat(n, () => repeat(d, () => between(random, low, high))) };
  }
  if (type === 9) {
    const items: number[][] = [];
    while (items.length < n) {
      const hits = repeat(d, () => 0);
      for (let hit = 0; hit < 2 * d; hit += 1) {
        const at = random.below(d);
        hits[at] = (hits[at] ?? 0) + 1;
      }
      const scale = between(random, 10, 40);
      const item = hits.map((count) => scale * count + between(random, 0, 1));
      if (Math.max(...item) <= 100) items.push(item);
    }
    return { name, capacity: 100, items };
  }
  return {
    name,
    capacity: 150,
    items: repeat(n, () => {
      const item: number[] = [];
      while (item.length < d) {
        const size = between(random, 20, 99);
        item.push(size);
        if (item.length < d) item.push(type === 7 ? between(random, size - 10, size + 10) : between(random, 110 - size, 130 - size));
      }
      return item;
    }),
  };
}

/** The irregular classes of the same comparison: 1 large in one resource only, 2 and 3 Gaussian, 4 to 6 Gaussian with two modes. */
export function irregular(type: number, n: number, d: number, random: Random): Vectors {
  const name = `new-${type}-${n}-${d}`;
  const size = (mean: number, deviation: number): number => {
    for (;;) {
      const value = Math.round(gaussian(random, mean, deviation));
      if (value >= 0 && value <= 100) return value;
    }
  };
  if (type === 1) return { name, capacity: 100, items: repeat(n, (index) => repeat(d, (resource) => (resource === Math.min(Math.floor(index / Math.floor(n / d)), d - 1) ? between(random, 50, 100) : between(random, 0, 25)))) };
  if (type <= 3) return { name, capacity: 100, items: repeat(n, () => repeat(d, () => (type === 2 ? size(20, 10) : size(30, 15)))) };
  const [large = 0, small = 0, deviation = 0] = [[70, 30, 15], [80, 20, 10], [70, 15, 10]][type - 4] ?? [];
  const columns = repeat(d, () => {
    const many = Math.max(0, Math.min(n, Math.round(gaussian(random, Math.floor(n * 0.1), Math.sqrt(n / 4)))));
    const sizes = repeat(n, (index) => (index < many ? size(large, deviation) : size(small, deviation)));
    for (let at = n - 1; at > 0; at -= 1) {
      const other = random.below(at + 1);
      [sizes[at], sizes[other]] = [sizes[other] ?? 0, sizes[at] ?? 0];
    }
    return sizes;
  });
  return { name, capacity: 100, items: repeat(n, (index) => columns.map((sizes) => sizes[index] ?? 0)) };
}

/**
 * Triplets, each filling a bin in every resource: n / 3 bins are the optimum. F: E. Falkenauer 1996; C: A. Caprara,
 * P. Toth 2001; M: Mommessin et al.
 */
export function triplets(type: 'F' | 'C' | 'M', n: number, d: number, random: Random): Vectors {
  const one = (): readonly [number, number, number] => {
    const a = type === 'F' ? between(random, 38, 49) : between(random, type === 'C' ? 25 : 1, 50);
    const b = type === 'F' ? between(random, 25, Math.floor((100 - a) / 2)) : between(random, type === 'C' ? 25 : 1, 50);
    return [a, b, 100 - a - b];
  };
  const items = repeat(n / 3, () => {
    const columns = repeat(d, one);
    return [0, 1, 2].map((at) => columns.map((column) => column[at] ?? 0));
  }).flat();
  return { name: `triplet-${type}-${n}-${d}`, capacity: 100, items, optimum: n / 3 };
}

/** Every class and number of resources, of the sizes asked for. */
export function allClasses(sizes: { readonly panigrahy: readonly number[]; readonly irregular: readonly number[]; readonly triplets: readonly number[] }, seed: number): Readonly<Record<'panigrahy' | 'new' | 'triplet', readonly Vectors[]>> {
  const dimensions = [3, 5, 10];
  const random = randomOf(seed);
  return {
    panigrahy: [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((type) => sizes.panigrahy.flatMap((n) => dimensions.map((d) => panigrahy(type, n, d, random)))),
    new: [1, 2, 3, 4, 5, 6].flatMap((type) => sizes.irregular.flatMap((n) => dimensions.map((d) => irregular(type, n, d, random)))),
    triplet: (['F', 'C', 'M'] as const).flatMap((type) => sizes.triplets.flatMap((n) => dimensions.map((d) => triplets(type, n, d, random)))),
  };
}
