import { describe, expect, it } from 'vitest';
import { estateOf } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';

const allPass = { 'site/ndc-01': 'pass', 'site/ndc-02': 'pass', 'site/ndc-03': 'pass', 'relation/ndc-01--ndc-02': 'pass', 'relation/ndc-01--ndc-03': 'pass', 'relation/ndc-02--ndc-03': 'pass' };

describe('NET-002', () => {
  it.each([
    ['nothing overlaps', {}, {}],
    ['pod networks touch', { 'ndc-02.yaml#/cluster/podCidr': '10.0.0.0/12' }, {}],
    ['pod networks of two sites overlap', { 'ndc-02.yaml#/cluster/podCidr': '10.31.255.0/24' }, { 'relation/ndc-01--ndc-02': 'fail' }],
    ['a node network lies in the pod network of another site', { 'ndc-03.yaml#/cluster/nodeCidr': '10.17.0.0/16' }, { 'relation/ndc-01--ndc-03': 'fail' }],
    ['two networks of one site overlap', { 'ndc-01.yaml#/cluster/serviceCidr': '10.16.0.0/16' }, { 'site/ndc-01': 'fail' }],
    ['two clusters share a name', { 'ndc-02.yaml#/cluster/name': 'cluster-1' }, { 'relation/ndc-01--ndc-02': 'fail' }],
    ['two clusters share an id', { 'ndc-03.yaml#/cluster/id': 2 }, { 'relation/ndc-02--ndc-03': 'fail' }],
  ])('%s', (_name, changes, expected) => {
    expect(statuses(verdictsOf('NET-002', estateOf(changes)))).toEqual({ ...allPass, ...expected });
  });

  it('says which networks, in both languages', () => {
    const verdict = verdictOn(verdictsOf('NET-002', estateOf({ 'ndc-03.yaml#/cluster/nodeCidr': '10.17.0.0/16' })), 'relation/ndc-01--ndc-03');
    expect(verdict.finding).toEqual({
      vi: 'mạng pod 10.16.0.0/12 của ndc-01 chồng lên mạng máy chủ 10.17.0.0/16 của ndc-03.',
      en: 'the pod network 10.16.0.0/12 of ndc-01 overlaps the node network 10.17.0.0/16 of ndc-03.',
    });
  });

  it('leaves retired sites out', () => {
    expect(Object.keys(statuses(verdictsOf('NET-002', estateOf({ 'ndc-03.yaml#/phase': 'retired' }))))).toEqual(['site/ndc-01', 'site/ndc-02', 'relation/ndc-01--ndc-02']);
  });
});
