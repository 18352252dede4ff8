import { describe, expect, it } from 'vitest';
import { day } from '../../../../sites/model/calendar.js';
import { estateOf, system, type Changes } from '../../estate-builder.js';
import { statuses, verdictsOf } from '../../judging.js';

/** 8,640 GB of changes a day are 8.64e12 × 8 / 86,400 = 800 Mbit/s on average, so 8,000 Mbit/s at ten times the mean. */
const database = { id: 'goc', engine: 'postgresql', size: '20T', changeRate: '8640G' };
const link = (more: object = {}): object => ({ id: 'nhap', organisation: 'bo-y-te', system: 'ho-so', mbps: 8000, lagTargetSeconds: 60, network: 'mang', ...more });
const links = (...list: object[]): Changes => ({ 'catalogue/ingest.yaml#': { apiVersion: 'ndc.gov.vn/v1', kind: 'IngestLinks', links: list } });
const synchronised = (lag = 60): Changes => ({ [`${system}/databases`]: [{ ...database, ingest: { from: 'bo-y-te', lag } }] });
const migration = (more: object): Changes => ({ [`${system}/migration`]: { wave: 'database-owner', ...more } });
const judged = (changes: Changes, asOf?: string) => verdictsOf('NET-003', estateOf(changes), undefined, ...(asOf === undefined ? [] : [day(asOf)]));

describe('NET-003', () => {
  it.each([
    ['just enough', { ...synchronised(), ...links(link()) }, 'pass'],
    ['a tenth of a megabit too little', { ...synchronised(), ...links(link({ mbps: 7999.9 })) }, 'fail'],
    ['two links together', { ...synchronised(), ...links(link({ mbps: 4000 }), link({ id: 'nhap-2', mbps: 4000 })) }, 'pass'],
    ['no link', { ...synchronised(), ...links() }, 'fail'],
    ['a link of another owner', { ...synchronised(), ...links(link({ organisation: 'bo-cong-an' })) }, 'fail'],
    ['a link of another system', { ...synchronised(), ...links(link({ system: 'csdl-quoc-gia' })) }, 'fail'],
    ['five minutes are real time', { ...synchronised(86_400), ...links(link({ lagTargetSeconds: 300 })) }, 'pass'],
    ['a second more is not', { ...synchronised(86_400), ...links(link({ lagTargetSeconds: 301 })) }, 'fail'],
    ['as slow as the database promises', { ...synchronised(60), ...links(link({ lagTargetSeconds: 60 })) }, 'pass'],
    ['slower than the database promises', { ...synchronised(59), ...links(link({ lagTargetSeconds: 60 })) }, 'fail'],
  ])('%s: %s', (_name, changes, status) => {
    expect(statuses(judged(changes))).toEqual({ 'ingest/bo-y-te--ho-so': status });
  });

  it.each([
    ['an owner at tier III stays', migration({ facility: 'tier-iii' }), 'fail'],
    ['by its organisation', { ...migration({}), 'catalogue/organisations.yaml#/organisations/1/facility': 'tier-iii' }, 'fail'],
    ['a lease ends today: it still stays', migration({ facility: 'leased', contractEnds: '2026-11-22' }), 'fail'],
    ['a lease ended yesterday: it has moved', migration({ facility: 'leased', contractEnds: '2026-11-21' }), 'not-applicable'],
    ['an owner below tier III moves', migration({ facility: 'below-tier-iii' }), 'not-applicable'],
    ['another wave moves', { [`${system}/migration`]: { wave: 'cloud', facility: 'tier-iii' } }, 'not-applicable'],
    ['nothing is declared', {}, 'not-applicable'],
    ['it stays, with a link, and says nothing of its databases', { ...migration({ facility: 'tier-iii' }), ...links(link()) }, 'unknown'],
  ])('%s: %s', (_name, changes, status) => {
    expect(judged(changes).map((verdict) => verdict.status)).toEqual([status]);
  });

  it('gives both figures', () => {
    expect(judged({ ...synchronised(), ...links(link({ mbps: 7999.9 })) })[0]?.finding).toEqual({
      vi: 'Đồng bộ ho-so từ bo-y-te: đường truyền 7.999,9 Mbit/s, cần 8.000,0 Mbit/s.',
      en: 'Ingest of ho-so from bo-y-te: its links carry 7,999.9 Mbit/s, 8,000.0 Mbit/s are needed.',
    });
  });
});
