import { describe, expect, it } from 'vitest';
import { freshestOf, lsnValue, positionsSaid } from '../../../bin/drill/database/freshest.js';

const at = (standby: string, third: string) => [{ name: 'ndc-02', lsn: standby }, { name: 'ndc-03', lsn: third }] as const;

describe('the copy that is promoted', () => {
  it.each<[string, ReturnType<typeof at>, string]>([
    ['the standby, where it is ahead', at('0/3A8F210', '0/3A8F20F'), 'ndc-02'],
    ['the third, where it is', at('0/3A8F210', '0/3A8F211'), 'ndc-03'],
    ['the standby, where they are level', at('0/3A8F210', '0/3A8F210'), 'ndc-02'],
    ['by number and not as text', at('0/FFFFFFFF', '1/0'), 'ndc-03'],
    ['by number and not by length', at('0/9', '0/10'), 'ndc-03'],
    ['one that received nothing last', at('0/0', '0/1000000'), 'ndc-03'],
  ])('is %s', (_name, copies, promoted) => {
    expect(freshestOf(copies).name).toBe(promoted);
  });

  it.each(['', '0/', '3A8F210', '0/3A8F210 ', 'x/1', '0/123456789'])('is not decided by "%s", which is no position', (lsn) => {
    expect(() => lsnValue(lsn)).toThrow(RangeError);
  });

  it('is said with where every copy stands', () => {
    expect(positionsSaid(at('0/10', '0/20'))).toEqual({ vi: 'ndc-03 có bản mới nhất (ndc-02 0/10, ndc-03 0/20)', en: 'ndc-03 has the freshest copy (ndc-02 0/10, ndc-03 0/20)' });
    expect(positionsSaid(at('0/10', '0/10')).en).toBe('the copies are level (ndc-02 0/10, ndc-03 0/10)');
  });
});
