import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder } from '../../stacks/component-order.js';

const component = (id: string, ...after: string[]) => ({ id, after });
const ids = (components: readonly { id: string }[]) => components.map(({ id }) => id);

describe('inOrder', () => {
  it('puts each component after those it needs, otherwise by id', () => {
    expect(ids(inOrder([component('d', 'b'), component('b', 'z'), component('z'), component('a')]))).toEqual(['a', 'z', 'b', 'd']);
  });

  it('gives the same order whatever the catalogue’s', () => {
    const components = [component('a', 'c'), component('b'), component('c', 'b'), component('d', 'a', 'c')];
    fc.assert(
      fc.property(fc.shuffledSubarray(components, { minLength: 4 }), (shuffled) => {
        expect(ids(inOrder(shuffled))).toEqual(['b', 'c', 'a', 'd']);
      }),
    );
  });

  it('ignores what is not installed', () => {
    expect(ids(inOrder([component('a', 'gone')]))).toEqual(['a']);
  });

  it.each([
    ['a circle', [component('a', 'b'), component('b', 'c'), component('c', 'a')], 'a → b → c → a'],
    ['itself', [component('a', 'a')], 'a → a'],
  ])('names %s', (_, components, circle) => {
    expect(() => inOrder(components)).toThrow(circle);
  });
});
