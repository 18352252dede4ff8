import { expect, it } from 'vitest';
import { SiteFacts } from '../../constructs/site-facts.js';
import { smallEstate } from '../stacks/estate-small.js';
import { probe, someNamespace } from './probe.js';

it('SiteFacts tells software on a cluster which site it is, names literally', () => {
  const site = smallEstate().estate.sites['ndc-03'];
  if (site === undefined) throw new Error('the small estate has three sites');
  const { resource } = probe((scope) => void new SiteFacts(scope, 'site', { namespace: someNamespace(scope), estate: 'vn-ndc', site, losses: [{ site: 'ndc-01', declaration: 'mat-ndc-01', at: '2026-11-29T20:15:00Z', back: { transition: 've-ndc-01', step: 'demote', tokens: [] } }], over: [{ site: 'ndc-02', declaration: 'mat-ndc-02' }] }));
  expect(resource['kubernetes_config_map_v1']?.['site']).toMatchObject({
    metadata: { name: 'ndc-site', namespace: 'some', annotations: { 'declared.ndc.gov.vn/ndc-01': 'mat-ndc-01', 'returning.ndc.gov.vn/mat-ndc-01': 've-ndc-01.demote', 'closed.ndc.gov.vn/mat-ndc-02': 'ndc-02' } },
    data: { estate: 'vn-ndc', site: 'ndc-03', number: '3', region: 'nam', 'cluster.name': 'ndc-03', 'cluster.id': '3', 'name.vi': site.name.vi, 'name.en': site.name.en },
  });
  expect(site.name.en).toContain('${TfToken[TOKEN.0]}');
});
