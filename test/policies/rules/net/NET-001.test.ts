import { describe, expect, it } from 'vitest';
import { rules } from '../../../../policies/engine/catalogue.js';
import { rulesInForce } from '../../../../policies/engine/run.js';
import { isDomestic } from '../../../../policies/rules/net/NET-001-egress-abroad.js';
import { day } from '../../../../sites/model/calendar.js';
import { estateOf, system, type Changes } from '../../estate-builder.js';
import { verdictsOf } from '../../judging.js';

const approval = { document: 'QĐ 12/2026', date: '2026-11-22' };
const watched = { approval, watchedBy: 'Đơn vị giám sát' };
const to = (host: string, more: object = {}, changes: Changes = {}) => {
  const [verdict, ...others] = verdictsOf('NET-001', estateOf({ ...changes, [`${system}/environments/0/network/egress`]: [{ host, port: 443, purpose: 'gọi', ...more }] }));
  if (verdict === undefined || others.length > 0) throw new Error('one destination has one row');
  return verdict;
};
const of = (importance: string, secrecy = 'none'): Changes => ({ [`${system}/importance`]: importance, [`${system}/secrecy`]: secrecy });

describe('NET-001: where a destination lies', () => {
  it.each([
    ['gov.vn', true],
    ['api.gov.vn', true],
    ['*.gov.vn', true],
    ['notgov.vn', false],
    ['gov.vn.example.com', false],
    ['vn', false],
  ])('%s is domestic: %s', (host, expected) => {
    expect(isDomestic(host, ['gov.vn'])).toBe(expected);
  });
});

describe('NET-001', () => {
  it.each([
    ['a domestic host', to('api.gov.vn'), 'pass', true],
    ['a host abroad with approval and watcher', to('api.example.com', watched), 'pass', true],
    ['an approval of today', to('api.example.com', watched), 'pass', true],
    ['an approval of tomorrow', to('api.example.com', { ...watched, approval: { ...approval, date: '2026-11-23' } }), 'fail', true],
    ['no approval', to('api.example.com', { watchedBy: 'x' }), 'fail', true],
    ['nobody watches', to('api.example.com', { approval }), 'fail', true],
    ['core data', to('api.example.com', {}, of('core')), 'fail', true],
    ['ordinary data: a warning', to('api.example.com', {}, of('ordinary')), 'fail', false],
    ['secret data, however ordinary', to('api.example.com', {}, of('ordinary', 'mat')), 'fail', true],
    ['the list of classes is editable', to('api.example.com', {}, { ...of('ordinary'), 'catalogue/estate.yaml#/crossBorderDenied': ['ordinary'] }), 'fail', true],
    ['and may be emptied', to('api.example.com', {}, { 'catalogue/estate.yaml#/crossBorderDenied': [] }), 'fail', false],
  ])('%s: %s', (_name, verdict, status, error) => {
    expect(verdict.status).toBe(status);
    expect(verdict.severity === 'error').toBe(error);
    expect(verdict.blocks).toBe(status === 'fail' && error);
  });

  it('says what is lacking, by its class', () => {
    expect(to('api.example.com').finding.en).toBe('ho-so-prod (importance "important") opens egress to api.example.com:443, which is on no domestic list: it names no approval; it names nobody who watches it.');
    expect(to('api.example.com', watched).finding.en).toContain('under QĐ 12/2026, watched by Đơn vị giám sát');
  });

  it('is not applicable without declared egress, and in force from the conclusions on', () => {
    expect(verdictsOf('NET-001', estateOf({ [`${system}/environments/0/network`]: undefined })).map(({ status }) => status)).toEqual(['not-applicable']);
    const inForce = (asOf: string) => rulesInForce(rules, ['design'], day(asOf)).some(({ id }) => id === 'NET-001');
    expect([inForce('2026-01-11'), inForce('2026-01-12')]).toEqual([false, true]);
  });
});
