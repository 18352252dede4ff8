import { describe, expect, it } from 'vitest';
import { svg } from '../../../bin/present/hsm/graph.js';
import { keyGraph } from '../../../sites/keys/graph.js';
import { shippedEstate } from '../../sites/data/shipped.js';

const estate = shippedEstate();

interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Points along a path of lines and curves, close together. */
function pointsOf(path: string): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let [x, y] = [0, 0];
  for (const [, kind = '', numbers = ''] of path.matchAll(/([MLC])([^MLC]*)/g)) {
    const given = numbers.trim().split(/\s+/).map(Number);
    const [endX = 0, endY = 0] = given.slice(-2);
    const [ax = x, ay = y, bx = endX, by = endY] = kind === 'C' ? given : [x, y, endX, endY];
    if (kind !== 'M')
      for (let part = 0; part <= 40; part += 1) {
        const [t, u] = [part / 40, 1 - part / 40];
        const mixed = (p: number, q: number, r: number, s: number): number => u ** 3 * p + 3 * u * u * t * q + 3 * u * t * t * r + t ** 3 * s;
        found.push(kind === 'C' ? [mixed(x, ax, bx, endX), mixed(y, ay, by, endY)] : [u * x + t * endX, u * y + t * endY]);
      }
    [x, y] = [endX, endY];
  }
  return found;
}

describe('the graph of keys', () => {
  it.each([
    ['of a site, downwards', ['ndc-01'], 'down'],
    ['of every site, downwards', Object.keys(estate.sites), 'down'],
    ['of a site, to the right as in the report', ['ndc-01'], 'right'],
  ] as const)('%s has no line behind a box: it would be read as beginning there', (_, sites, towards) => {
    const graph = keyGraph(estate, sites);
    const out = svg({ estate: { id: 'e', name: { vi: 'a', en: 'b' }, digest: '' }, asOf: '2026-11-20', sites: [...sites], graph }, { lang: 'vi', columns: 100, colour: false }, { towards });
    const boxes = [...out.matchAll(/<title>([^<]*)<\/title><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g)].map(([, id = '', x, y, width, height]): Box => ({ id, x: Number(x), y: Number(y), width: Number(width), height: Number(height) }));
    const paths = [...out.matchAll(/<path d="([^"]+)" fill="none"/g)].map(([, path = '']) => path);
    expect([boxes.length, paths.length]).toEqual([graph.nodes.length, graph.edges.length]);
    // Some pass layers in between: else there were nothing to see here.
    expect(paths.some((path) => path.includes('L'))).toBe(true);
    const [, , width = 0, height = 0] = (/viewBox="([^"]+)"/.exec(out)?.[1] ?? '').split(' ').map(Number);
    for (const path of paths)
      for (const [x, y] of pointsOf(path)) {
        expect(boxes.filter((box) => x > box.x + 0.5 && x < box.x + box.width - 0.5 && y > box.y + 0.5 && y < box.y + box.height - 0.5).map(({ id }) => id)).toEqual([]);
        expect(x > 0 && x < width && y > 0 && y < height).toBe(true);
      }
  });
});
