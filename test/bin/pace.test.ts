import { describe, expect, it } from 'vitest';
import { Pace } from '../../bin/pace.js';

function clock(): { pace: Pace; at: (seconds: number) => void } {
  let now = 0;
  return { pace: new Pace(() => new Date(now)), at: (seconds) => (now = seconds * 1000) };
}

describe('the pace of counted work', () => {
  it('goes by what is done: as long again for each', () => {
    const { pace, at } = clock();
    expect(pace.after(0, 4)).toEqual({ vi: '', en: '' });
    at(10);
    expect(pace.after(1, 4)).toEqual({ vi: ' · 10 s trên khoảng 40 s', en: ' · 10 s of about 40 s' });
    at(150);
    expect(pace.after(3, 4).en).toBe(' · 2 min 30 s of about 3 min 20 s');
    at(5400);
    expect(pace.after(3, 4).en).toBe(' · 1 h 30 min of about 2 h 0 min');
  });

  it.each([
    ['none is done', 10, 0],
    ['all are', 10, 4],
    ['no second has passed', 0.9, 1],
  ])('says nothing where %s', (_, seconds, done) => {
    const { pace, at } = clock();
    pace.after(0, 4);
    at(seconds);
    expect(pace.after(done, 4)).toEqual({ vi: '', en: '' });
  });

  it('begins anew where counting does', () => {
    const { pace, at } = clock();
    pace.after(0, 4);
    at(100);
    pace.restart();
    pace.after(0, 2);
    at(102);
    expect(pace.line({ vi: 'a', en: 'b' }, 1, 2)).toEqual({ vi: 'a · 2 s trên khoảng 4 s', en: 'b · 2 s of about 4 s' });
  });
});
