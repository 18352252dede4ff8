import { describe, expect, it } from 'vitest';
import type { PlanResult } from '../../../bin/runner/plan.js';
import { nothingLeft } from '../../../bin/runner/up.js';

type Is = PlanResult['rows'][number]['status']['is'];
const after = (...rows: readonly Is[]) => nothingLeft({ rows: rows.map((is) => ({ status: { is } })) } as unknown as PlanResult);

describe('how an up ends that finds nothing more to change', () => {
  it.each<[string, readonly Is[], string]>([
    ['the whole estate', ['planned', 'planned'], 'nothing is left to change.'],
    ['a part of it', ['planned', 'not-selected', 'not-selected'], 'nothing is left to change in the 1 stack looked at; not looked at: 2 not selected.'],
    ['all that answers', ['planned', 'planned', 'unreachable'], 'nothing is left to change in the 2 stacks looked at; not looked at: 1 unreachable.'],
    ['a part of what answers', ['planned', 'not-selected', 'unreachable'], 'nothing is left to change in the 1 stack looked at; not looked at: 1 not selected, 1 unreachable.'],
  ])('%s', (_, rows, en) => {
    expect(after(...rows).en).toBe(en);
  });

  it('says the same in Vietnamese', () => {
    expect(after('planned', 'not-selected').vi).toBe('không còn gì để thay đổi trong 1 stack đã xét; chưa xét: 1 stack không được chọn.');
    expect(after('planned').vi).toBe('không còn gì để thay đổi.');
  });
});
