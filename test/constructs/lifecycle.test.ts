import { describe, expect, it } from 'vitest';
import { ignorable, ignoredUnlisted } from '../../constructs/lifecycle.js';

describe('ignored changes', () => {
  const listed = { kubernetes_thing: { spec: 'set by its controller' } };
  it.each([
    ['nothing', undefined, []],
    ['what is listed', ['spec'], []],
    ['what is not', ['spec', 'metadata'], ['metadata']],
    ['everything', 'all', ['all']],
    ['names every object has', ['constructor'], ['constructor']],
  ])('%s', (_, ignored, unlisted) => {
    expect(ignoredUnlisted('kubernetes_thing', ignored, listed)).toEqual(unlisted);
    expect(ignoredUnlisted('kubernetes_other', ignored, listed)).toEqual(ignored === undefined ? [] : [ignored].flat());
  });

  it('are none today: whoever adds one changes this line and says why', () => {
    expect(ignorable).toEqual({});
  });
});
