import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { modulePath } from '../../../policies/planset/addresses.js';

describe('module addresses', () => {
  it.each([
    [undefined, []],
    ['module.tenant', ['tenant']],
    ['module.tenant["a\\"b"].module.inner["b.c"]', ['tenant', 'inner']],
    ['module.m["s1"].module.x[0].module.y', ['m', 'x', 'y']],
    ['module.m["]"].module.n["a]b.module.z"]', ['m', 'n']],
    ['module.m["\\\\"].module.n', ['m', 'n']],
  ])('%s', (address, expected) => {
    expect(modulePath(address)).toEqual(expected);
  });

  it('finds every module whatever its keys hold', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.option(fc.string(), { nil: undefined })), { maxLength: 5 }), (parts) => {
        const address = parts.map(([module, key]) => `module.${module}${key === undefined ? '' : `[${JSON.stringify(key)}]`}`).join('.');
        expect(modulePath(address)).toEqual(parts.map(([module]) => module));
      }),
    );
  });
});
