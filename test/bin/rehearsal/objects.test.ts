import { describe, expect, it } from 'vitest';
import { failoverObjects } from '../../../bin/rehearsal/objects.js';
import { afterLoss } from '../../../sites/intent/after-loss.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { synthesise } from '../../../stacks/synthesise.js';
import { shippedEstate } from '../../sites/data/shipped.js';

const recorded = shippedEstate();
const target = applyScenario(recorded, { ...recorded.scenario, phase: 'all-operating' });
const intent = deriveIntent(target);
const organisations = ['bo-y-te', 'bo-tu-phap'];
const stacks = (of: typeof intent) => synthesise(target, of, { sites: ['ndc-02', 'ndc-03'], organisations });

describe('what a failover creates or changes', () => {
  const found = failoverObjects(stacks(intent), stacks(afterLoss(intent, 'ndc-01').intent));

  it('is nothing where nothing changes', () => {
    expect(failoverObjects(stacks(intent), stacks(intent))).toEqual([]);
  });

  it('grows the quota of every environment that moves', () => {
    const moving = intent.environments.filter(({ organisation, primary, standby }) => organisations.includes(organisation) && primary.site === 'ndc-01' && standby !== undefined).filter(({ tier }) => tier !== 'platinum');
    expect(moving.length).toBeGreaterThan(0);
    const grown = found.filter(({ shown: { kind } }) => kind === 'ResourceQuota').map(({ shown: { namespace } }) => namespace);
    for (const { namespace } of moving) expect(grown).toContain(namespace);
  });

  it('is written as an API server takes it: whole, with its metadata in place', () => {
    const quota = found.find(({ shown: { kind }, object }) => kind === 'ResourceQuota' && JSON.stringify(object).includes('requests.cpu'))?.object;
    expect(quota).toMatchObject({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { namespace: expect.any(String) as string }, spec: { hard: { 'requests.cpu': expect.any(String) as string } } });
    for (const { object } of found) expect(JSON.stringify(object)).not.toContain('UnknownValue');
  });

  it('writes ports of network policies as numbers, which a typed resource writes as text', () => {
    const policies = found.filter(({ shown: { kind } }) => kind === 'NetworkPolicy');
    for (const { object } of policies) expect(JSON.stringify(object)).not.toMatch(/"port":"\d/);
    const whole = failoverObjects([], stacks(intent)).filter(({ shown: { kind, name } }) => kind === 'NetworkPolicy' && name === 'ndc-dns');
    expect(JSON.stringify(whole[0]?.object)).toContain('"port":53');
  });
});
