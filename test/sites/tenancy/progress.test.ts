import { describe, expect, it } from 'vitest';
import { progressOf } from '../../../sites/tenancy/progress.js';
import { asOf, estateOf, put, type Changes } from '../model/estate-files.js';

const tenant = 'tenants/bo-y-te.yaml';
// Everything below is judged on 2026-06-30.
const migration = (text: string): Changes => ({ [tenant]: put('    environments:', `    migration: {${text}}\n    environments:`) });
const step = (changes: Changes, name: string) => progressOf(estateOf(changes)).find(({ system, step: of }) => of === name && (name === 'registration' || system === 'ho-so-suc-khoe'));
const waves = (text: string): Changes => ({ 'catalogue/organisations.yaml': put('kind: ministry, groups: ["bo-y-te:platform"]}', `kind: ministry, groups: ["bo-y-te:platform"], ${text}}`) });

describe('progress', () => {
  it('is judged on the day the tests say', () => {
    expect(asOf).toBe('2026-06-30');
  });

  it('knows who has registered; a body without a request is open, or overdue once the day of T IV.4 has passed', () => {
    const milestones = (due: string): Changes => ({ 'catalogue/estate.yaml': put('milestones: []', `milestones: [{id: dang-ky-su-dung, name: {vi: a, en: a}, due: ${due}, basis: {document: quyet-dinh, clause: IV.4}}]`) });
    const of = (due: string) => Object.fromEntries(progressOf(estateOf(milestones(due))).filter(({ step: name }) => name === 'registration').map(({ organisation, state }) => [organisation, state]));
    expect(of('2026-Q1')).toEqual({ 'bo-cong-an': 'overdue', 'bo-y-te': 'done' });
    // The quarter ends on the very day: it has not passed.
    expect(of('2026-Q2')).toEqual({ 'bo-cong-an': 'open', 'bo-y-te': 'done' });
  });

  it('asks nothing of a system that does not move', () => {
    expect(progressOf(estateOf()).filter(({ system }) => system !== undefined)).toEqual([]);
    expect(progressOf(estateOf(migration('wave: none'))).filter(({ system }) => system !== undefined)).toEqual([]);
  });

  it.each<[string, string, object]>([
    ['nothing on record, the move has begun', 'wave: cloud, start: 2026-Q2', { state: 'overdue', due: '2026-Q2' }],
    ['nothing on record, the move is to come', 'wave: cloud, start: 2026-Q3', { state: 'open', due: '2026-Q3' }],
    ['an agreement', 'wave: cloud, start: 2026-Q2, agreement: {document: 12/BCA, date: 2026-06-30}', { state: 'done', record: { document: '12/BCA', on: '2026-06-30' } }],
    ['an agreement dated tomorrow', 'wave: cloud, start: 2026-Q2, agreement: {document: 12/BCA, date: 2026-07-01}', { state: 'overdue' }],
    ['no date at all', 'wave: cloud', { state: 'open' }],
  ])('of the agreement: %s', (_what, text, expected) => {
    expect(step(migration(text), 'agreement')).toMatchObject({ ...expected, basis: { document: 'c', clause: 'III.1.b' } });
  });

  it.each<[string, string, string, string | undefined]>([
    ['the start of its wave', 'waves: [{wave: cloud, start: 2025-Q3, basis: {document: quyet-dinh, clause: a}}]', 'mode: move', '2025-Q3'],
    ['no day, where two waves name the body', 'waves: [{wave: cloud, start: 2025-Q3, basis: {document: quyet-dinh, clause: a}}, {wave: relocation, start: 2025-Q2, basis: {document: quyet-dinh, clause: a}}]', 'mode: move', undefined],
    ['the end of the contract, of an owner that leases', 'facility: leased, waves: [{wave: database-owner, start: 2025-Q4, basis: {document: quyet-dinh, clause: a}}]', 'mode: move, contractEnds: 2026-12-31', '2026-12-31'],
    ['no day yet, of an owner at tier III that named none', 'facility: tier-iii, waves: [{wave: database-owner, start: 2025-Q4, basis: {document: quyet-dinh, clause: a}}]', 'mode: move', undefined],
  ])('moves at %s', (_what, body, text, due) => {
    expect(step({ ...migration(text), ...waves(body) }, 'move')?.due).toBe(due);
  });
});
