import { expect, it } from 'vitest';
import { toldJoint } from '../../../bin/tenant-told.js';
import type { Joint } from '../../../sites/tenancy/joint.js';
import { quarter } from '../../../sites/model/calendar.js';

it('of requests judged together, nobody is told what runs short on the nodes of state secrets', () => {
  const share = (compartment: string): Joint['shares'][number] => ({ site: 'ndc-01', quarter: quarter('2027-Q1'), compartment, resource: 'cpu', short: 1n, of: [] });
  const joint = { onlyApart: true, shares: [share('open'), share('secret')], together: { concealed: new Set() } } as unknown as Joint;
  expect(toldJoint(joint)).toEqual({ onlyApart: true, shares: [share('open')] });
});
