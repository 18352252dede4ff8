import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheKey, cacheRoot } from '../../../../bin/edge/sandbox/cache.js';

describe('cacheRoot', () => {
  it.each([
    [{ NDC_CACHE: '/a', XDG_CACHE_HOME: '/b' }, '/a'],
    [{ NDC_CACHE: '', XDG_CACHE_HOME: '/b' }, '/b/ndc'],
    [{}, join(homedir(), '.cache', 'ndc')],
  ])('%j → %s', (env, expected) => {
    expect(cacheRoot(env)).toBe(expected);
  });
});

describe('cacheKey', () => {
  it('does not depend on the order of its parts', () => {
    expect(cacheKey({ a: '1', b: '2' })).toBe(cacheKey({ b: '2', a: '1' }));
  });

  it.each([
    ['a changed byte', { a: '1', b: '2' }, { a: '1', b: '3' }],
    ['a byte that moves to the next part', { a: '12', b: '3' }, { a: '1', b: '23' }],
    ['another name', { a: '1' }, { b: '1' }],
    ['a part that looks like two', { a: '1b=1:2' }, { a: '1', b: '2' }],
  ])('changes with %s', (_, one, other) => {
    expect(cacheKey(one as Record<string, string>)).not.toBe(cacheKey(other as Record<string, string>));
  });

  it('is short and fit for a path', () => {
    expect(cacheKey({ a: '1' })).toMatch(/^[0-9a-f]{16}$/);
  });
});
