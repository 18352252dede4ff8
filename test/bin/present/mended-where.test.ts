import { describe, expect, it } from 'vitest';
import { mendedWhere, remedyFor } from '../../../bin/present/tenant/mended-where.js';
import { rules } from '../../../policies/engine/catalogue.js';

describe('where what a rule finds is put right', () => {
  it('is known of every rule of the toolkit, and of none that somebody wrote', () => {
    expect(rules.filter(({ id }) => mendedWhere(id) === undefined)).toEqual([]);
    expect(mendedWhere('ORG-001')).toBeUndefined();
    expect(remedyFor('ORG-001')).toBeUndefined();
  });
  it('is the request where its remedy says so', () => {
    const told = rules.filter(({ remedy }) => /phiếu đăng ký|`migration/.test(remedy.vi)).map(({ id }) => id);
    expect(told.length).toBeGreaterThan(5);
    expect(told.filter((id) => mendedWhere(id) === 'platform')).toEqual([]);
  });
  it('is the platform for nodes, keys and sites', () => {
    for (const id of ['ENC-001', 'ENC-010', 'BAK-003', 'RED-001', 'SUP-001', 'REP-001']) expect(mendedWhere(id), id).toBe('platform');
    expect(remedyFor('ENC-010')?.vi).toContain('đơn vị vận hành nền tảng');
  });
});
