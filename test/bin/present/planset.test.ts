import { describe, expect, it } from 'vitest';
import { text } from '../../../bin/present/planset.js';
import type { View } from '../../../bin/present/view.js';
import type { PlanResult, PlanRow } from '../../../bin/runner/plan.js';

const view: View = { lang: 'en', columns: 100, colour: false };
const none = { create: 0, update: 0, replace: 0, delete: 0, forget: 0, import: 0 };
const row = (name: string, more: Partial<PlanRow> = {}): PlanRow => ({ name, kind: 'tenant', site: 'ndc-01', status: { is: 'planned' }, changes: none, noOp: false, ...more });
const said = (rows: readonly PlanRow[], lang: View['lang'] = 'en'): string =>
  text({ id: 'P', directory: '/p', file: {} as PlanResult['file'], digest: 'sha256:0', rows, orphans: [], unaccepted: [], exit: 0 }, { ...view, lang });

describe('the table of a plan set', () => {
  it('lists stacks whose objects change, with figures', () => {
    expect(said([row('a', { changes: { ...none, create: 3 } })])).toMatch(/^ {2}a +3 +· +· +· +·$/m);
  });

  it('has no row of dots: a stack that only changes outputs is named as that', () => {
    const page = said([row('a'), row('b', { noOp: true })]);
    expect(page).not.toContain('·');
    expect(page).toContain('  a: no object changes, only outputs, addresses or what is read at apply\n');
    expect(page).toContain('  1 stack without changes\n');
    expect(said([row('a')], 'vi')).toContain('  a: không đổi đối tượng nào');
  });

  it('counts unchanged and unselected stacks apart, and neither where there is none', () => {
    const page = said([row('a', { changes: { ...none, update: 1 } }), row('b', { noOp: true }), row('c', { noOp: true }), row('d', { status: { is: 'not-selected' } })]);
    expect(page).toContain('  2 stacks without changes\n');
    expect(page).toContain('  1 stack not selected\n');
    expect(said([row('a', { changes: { ...none, update: 1 } })])).not.toMatch(/without changes|not selected/);
  });
});
