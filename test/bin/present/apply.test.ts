import { describe, expect, it } from 'vitest';
import { applied, text } from '../../../bin/present/apply.js';
import type { View } from '../../../bin/present/view.js';
import { untouched, type ApplyResult, type ApplyRow } from '../../../bin/runner/apply.js';
import type { DestroyResult } from '../../../bin/runner/destroy.js';

const view: View = { lang: 'en', columns: 100, colour: false };
const row = (name: string, status: ApplyRow['status'], more: Partial<ApplyRow> = {}): ApplyRow => ({ name, kind: 'tenant', site: 'ndc-01', status, changed: 0, found: 0, planned: 0, ...more });
const result = (rows: readonly ApplyRow[], more: Partial<ApplyResult> = {}): ApplyResult => ({ id: 'P', age: 0, rows, accepted: [], unplanned: [], interrupted: false, complete: true, exit: 0, ...more });

describe('the table of an apply', () => {
  it('says that the set holds no plan of a site that did not answer, not that the same set has more to apply', () => {
    const rows = [row('ndc-01-a', 'applied', { changed: 3, planned: 3 }), row('ndc-03-a', 'unreachable', { site: 'ndc-03' })];
    const said = text(result(rows, { complete: false, accepted: ['ndc-03'], unplanned: ['ndc-03'] }), view);
    expect(said).toContain('does not answer, accepted (--accept-unreachable): ndc-03');
    expect(said).toContain('The plan set P holds no plan of ndc-03, which did not answer when it was made; all else is applied. Once it answers: ndc up');
    expect(said).not.toContain('The rest: ndc apply P');
    // What another failure left is still to be applied with the same set.
    expect(text(result([...rows, row('ndc-01-b', 'failed')], { complete: false, unplanned: ['ndc-03'] }), view)).toContain('The rest: ndc apply P');
  });

  it('names a site that is declared lost with its declaration, and not as somebody’s word that it is silent', () => {
    const data = result([row('ndc-02-a', 'applied', { site: 'ndc-02', changed: 1, planned: 1 })], { declared: [{ site: 'ndc-01', by: 'mat-ndc-01' }] });
    expect(text(data, view)).toContain('  ndc-01: declared lost (mat-ndc-01); nothing of it is applied, and nothing is destroyed\n');
    expect(text(data, { ...view, lang: 'vi' })).toContain('  ndc-01: đã tuyên bố mất (mat-ndc-01); không có gì của nơi này được áp dụng, và không có gì bị hủy\n');
    expect(text(data, view)).not.toContain('--accept-unreachable');
  });

  it('takes as untouched whoever is accepted and has no row that was worked on', () => {
    const named = [{ site: 'ndc-01', by: 'mat-ndc-01' }, { site: 'ndc-03', by: '--accept-unreachable' }, { site: 'ndc-03', by: '--accept-unreachable' }];
    expect(untouched(named, [row('a', 'applied', { site: 'ndc-02' }), row('b', 'unreachable', { site: 'ndc-03' }), row('c', 'not-selected', { site: 'ndc-03' })])).toEqual({ accepted: ['ndc-03'], declared: [{ site: 'ndc-01', by: 'mat-ndc-01' }] });
    // On its way back, and answering: its stacks were applied, or had nothing to change.
    for (const status of ['applied', 'no-op'] as const) expect(untouched(named, [row('a', status), row('b', 'applied', { site: 'ndc-03' })])).toEqual({ accepted: [], declared: [] });
  });

  it('counts what stands there, whichever run made it', () => {
    const said = text(result([row('a', 'applied', { changed: 34, planned: 34 }), row('b', 'already-applied', { found: 34, planned: 34 }), row('c', 'applied', { changed: 10, found: 24, planned: 34 }), row('d', 'partly', { changed: 2, found: 1, planned: 34 })]), view);
    expect(said.split('\n').slice(1, 5).map((line) => line.trim().split(/\s{2,}/))).toEqual([
      ['a', 'applied', '34/34'],
      ['b', 'applied before', '34/34'],
      ['c', 'applied', '34/34'],
      ['d', 'partly', '3/34'],
    ]);
  });

  it('tells stacks without changes from stacks that were not selected', () => {
    const rows = [row('a', 'applied', { changed: 1, planned: 1 }), row('b', 'no-op'), row('c', 'not-selected'), row('d', 'not-selected')];
    const said = text(result(rows), view);
    expect(said).toContain('  1 stack had nothing to change\n');
    expect(said).toContain('  2 stacks not selected\n');
    const vi = text(result(rows), { ...view, lang: 'vi' });
    expect(vi).toContain('  1 stack không có gì thay đổi\n');
    expect(vi).toContain('  2 stack không được chọn\n');
  });

  it('says nothing of either where there is none', () => {
    expect(text(result([row('a', 'applied', { changed: 1, planned: 1 })]), view)).not.toMatch(/nothing to change|not selected/);
  });

  it('does not call a set wholly applied that has stacks of a later wave', () => {
    expect(text(result([row('a', 'applied', { changed: 1, planned: 1 }), row('b', 'deferred')]), view)).toContain('All that the plan set P planned is applied; 1 stack left to the next wave.');
  });

  it('names the command for the next wave where one waits, but not where ndc up goes on by itself', () => {
    const waiting = result([row('a', 'applied', { changed: 1, planned: 1 }), row('b', 'deferred')]);
    expect(text(waiting, view)).toMatch(/\nNext: ndc plan\n$/);
    expect(text(waiting, { ...view, lang: 'vi' })).toMatch(/\nTiếp theo: ndc plan\n$/);
    expect(applied(waiting, view)).not.toContain('Next');
    expect(text(result([row('a', 'applied', { changed: 1, planned: 1 })]), view)).not.toContain('Next');
  });
});

it('the table of a destroy speaks the same', () => {
  const rows: DestroyResult['rows'] = [
    { name: 'a', kind: 'tenant', site: 'ndc-01', status: 'destroyed', removed: 5, left: [] },
    { name: 'b', kind: 'tenant', site: 'ndc-01', status: 'nothing', removed: 0, left: [] },
  ];
  expect(text({ rows, orphans: [], interrupted: false, exit: 0 }, view)).toContain('  1 stack had nothing to change\n');
});
