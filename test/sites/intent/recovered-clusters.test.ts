import { describe, expect, it } from 'vitest';
import { foretoldOf } from '../../../bin/disaster/groups.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import { movedBy, recoveredClusters } from '../../../sites/intent/recovered-clusters.js';
import { returnSteps, type ReturnStep } from '../../../sites/model/kinds/disaster.js';
import { withLosses, type Loss } from '../../../sites/model/losses.js';
import { restoresOf } from '../../../sites/recovery/restores.js';
import { edited, estateOf, smallEstateFiles, withoutStandby } from '../../stacks/estate-small.js';

const { estate } = estateOf(edited(smallEstateFiles(), 'tenants/so-b.yaml', (text) => `${text.trimEnd()}${withoutStandby}`));
const restores = restoresOf(foretoldOf(estate, 'ndc-01').recovered);
const [first, second] = ['2026-11-29T20:15:00Z', '2026-11-30T02:05:00Z'];
const loss = (site: string, at: string, more: Partial<Loss> = {}): Loss => ({ site, declaration: `mat-${site}`, at, ...more });
const back = (step: ReturnStep): Pick<Loss, 'back'> => ({ back: { transition: 've', step, tokens: [] } });
const found = (...losses: readonly Loss[]): readonly string[] => {
  const now = withLosses(estate, losses);
  return recoveredClusters(now, deriveProtection(now, deriveIntent(now))).map(({ site, namespace, cluster, declaration, since }) => `${site} ${namespace}/${cluster} ${declaration} ${since}`);
};
const one = `ndc-02 thu-vien-prod/thu-vien mat-ndc-01 ${first}`;

describe('databases that declarations recover at survivors', () => {
  it('are those that do not stream, since the loss that moved them; nothing where nothing is lost', () => {
    expect(found()).toEqual([]);
    expect(found(loss('ndc-01', first, { restores }))).toEqual([one]);
    // Nothing of ndc-03 is restored, and what streams was promoted.
    expect(found(loss('ndc-03', first))).toEqual([]);
  });

  it('are not younger for a later loss of another site', () => {
    expect(found(loss('ndc-01', first, { restores }), loss('ndc-03', second))).toEqual([one]);
  });

  it('are recovered anew where a later loss moves them on', () => {
    const on = [{ to: 'ndc-03', environments: ['thu-vien-prod'] }];
    expect(found(loss('ndc-01', first, { restores }), loss('ndc-02', second, { restores: on }))).toEqual([`ndc-03 thu-vien-prod/thu-vien mat-ndc-02 ${second}`]);
  });

  it('are none once the survivor hands them over, nor where the lost site has them again', () => {
    for (const step of returnSteps) expect([step, found(loss('ndc-01', first, { restores, ...back(step) }))]).toEqual([step, ['demote', 'token', 'promote'].includes(step) ? [] : [one]]);
  });

  it('a declaration moves an environment from its recorded place alone', () => {
    const place = (site: string) => ({ site, operating: true, reason: 'requested' as const });
    const environment = { namespace: 'x', primary: place('ndc-02'), recorded: { primary: place('ndc-01'), standby: place('ndc-02') } };
    expect(movedBy({ losses: [loss('ndc-01', first)] }, environment)?.declaration).toBe('mat-ndc-01');
    expect(movedBy({ losses: [loss('ndc-03', first)] }, environment)).toBeUndefined();
    expect(movedBy({}, environment)).toBeUndefined();
  });
});
