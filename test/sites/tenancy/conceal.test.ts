import { describe, expect, it } from 'vitest';
import { codesOf, conceal } from '../../../sites/tenancy/conceal.js';
import { estateOf, put } from '../model/estate-files.js';

const tenant = 'tenants/bo-y-te.yaml';

describe('systems that hold state secrets', () => {
  const codes = codesOf(estateOf({ [tenant]: put('secrecy: none', 'secrecy: mat') }));

  it('have a code that says nothing of them; others have none', () => {
    expect([...codes.keys()]).toEqual(['ho-so-suc-khoe']);
    expect(codes.get('ho-so-suc-khoe')).toMatch(/^mat-[0-9a-f]{8}$/);
    expect(codesOf(estateOf()).size).toBe(0);
  });

  it.each([
    ['the id itself', 'ho-so-suc-khoe', 'CODE'],
    ['a namespace', 'environment/ho-so-suc-khoe-prod', 'environment/CODE-prod'],
    ['a sentence', 'ho-so-suc-khoe: no plan (ho-so-suc-khoe-test).', 'CODE: no plan (CODE-test).'],
    ['another system whose id ends alike', 'so-ho-so-suc-khoe', 'so-ho-so-suc-khoe'],
    ['another whose id begins alike', 'ho-so-suc-khoemat', 'ho-so-suc-khoemat'],
  ])('are concealed in %s', (_, text, expected) => {
    const code = codes.get('ho-so-suc-khoe') ?? '';
    expect(conceal({ deep: [{ text, n: 1n }] }, codes)).toEqual({ deep: [{ text: expected.replaceAll('CODE', code), n: 1n }] });
  });
});
