import { describe, expect, it } from 'vitest';
import { foundBy, type Changed } from './written.js';

const container = (name: string, memory?: string): object => ({ name, image: 'a', ...(memory === undefined ? {} : { resources: { limits: { memory } } }) });
const deployment = (spec: object, more: object = {}): Record<string, unknown> => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'ho-so-prod', labels: { app: 'web' } }, spec, ...more });
const pods = (...containers: object[]): object => ({ replicas: 2, template: { spec: { containers } } });
const one = 'Deployment/ho-so-prod/web';

describe('all containers', () => {
  it.each<[string, Record<string, unknown>, string, string]>([
    ['with limits', deployment(pods(container('a', '1Gi'), container('b', '1Gi'))), one, 'pass'],
    ['one of three without', deployment(pods(container('a', '1Gi'), container('b'), container('c', '1Gi'))), one, 'fail'],
    ['an init container without', deployment({ template: { spec: { containers: [container('a', '1Gi')], initContainers: [container('i')] } } }), one, 'fail'],
    ['an ephemeral container without', deployment({ template: { spec: { containers: [container('a', '1Gi')], ephemeralContainers: [container('e')] } } }), one, 'fail'],
    ['in a CronJob', { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'don', namespace: 'x' }, spec: { jobTemplate: { spec: { template: { spec: { containers: [container('a')] } } } } } }, 'CronJob/x/don', 'fail'],
    ['in a bare pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'x' }, spec: { containers: [container('a')] } }, 'Pod/x/p', 'fail'],
    ['no containers at all', deployment({ template: { spec: {} } }), one, 'not-applicable'],
  ])('%s', (_what, object, subject, status) => {
    expect(foundBy({}, { objects: [object] })).toEqual({ [subject]: status });
  });

  it('a chart that nobody rendered hides workloads: unknown, not silence', () => {
    expect(foundBy({}, { resources: [{ type: 'helm_release', name: 'cilium', after: { name: 'cilium', namespace: 'kube-system', chart: 'cilium', version: '1.20.0' } }] })).toEqual({ 'stack/ndc-01-platform': 'unknown' });
  });

  it('a typed resource is judged as a manifest is', () => {
    const after = { metadata: [{ name: 'web', namespace: 'ho-so-prod' }], spec: [{ template: [{ spec: [{ container: [{ name: 'a', resources: [{ limits: { memory: '1Gi' } }] }, { name: 'b', resources: [] }] }] }] }] };
    expect(foundBy({}, { resources: [{ type: 'kubernetes_deployment_v1', name: 'web', after }] })).toEqual({ [one]: 'fail' });
  });
});

describe('unknown values', () => {
  const unknown = { objects: [deployment(pods(container('a', '1Gi'), container('b', '1Gi')))], unknown: ['spec.template.spec.containers[1].resources.limits.memory'] };

  it('give unknown under all and none, and decide nothing under any that something else decides', () => {
    const any = { expect: 'any', comparison: { equals: '1Gi' } };
    expect(foundBy({}, unknown)).toEqual({ [one]: 'unknown' });
    expect(foundBy({ expect: 'none', comparison: { equals: '2Gi' } }, unknown)).toEqual({ [one]: 'unknown' });
    expect(foundBy(any, unknown)).toEqual({ [one]: 'pass' });
    expect(foundBy({ ...any, comparison: { equals: '2Gi' } }, unknown)).toEqual({ [one]: 'unknown' });
  });

  it('do not hide what is wrong beside them', () => {
    const both = { ...unknown, objects: [deployment(pods(container('a'), container('b', '1Gi')))] };
    expect(foundBy({}, both)).toEqual({ [one]: 'fail' });
  });

  it('of a whole list leave the count open unless its bound is met already', () => {
    const list = { objects: [deployment(pods(container('a')))], unknown: ['spec.template.spec.initContainers'] };
    const count = (bounds: object): Changed => ({ path: '$containers[*].name', comparison: { count: bounds }, expect: undefined });
    expect(foundBy(count({ atLeast: 1 }), list)).toEqual({ [one]: 'pass' });
    expect(foundBy(count({ atLeast: 2 }), list)).toEqual({ [one]: 'unknown' });
    expect(foundBy(count({ atMost: 1 }), list)).toEqual({ [one]: 'unknown' });
    expect(foundBy(count({ atMost: 0 }), list)).toEqual({ [one]: 'fail' });
    expect(foundBy(count({ equals: 1 }), list)).toEqual({ [one]: 'unknown' });
  });

  it('that the author never configured are held against him by exists alone', () => {
    const resource = { type: 'kubernetes_deployment_v1', name: 'web', after: { metadata: [{ name: 'web', namespace: 'ho-so-prod' }], spec: [{ replicas: '1' }] }, after_unknown: { spec: [{ strategy: true }] }, expressions: {} };
    const strategy = (comparison: object): Changed => ({ selector: { kind: 'Deployment' }, path: 'spec.strategy', comparison });
    expect(foundBy(strategy({ exists: true }), { resources: [resource] })).toEqual({ [one]: 'fail' });
    expect(foundBy(strategy({ absent: true }), { resources: [resource] })).toEqual({ [one]: 'unknown' });
    expect(foundBy(strategy({ equals: 'x' }), { resources: [resource] })).toEqual({ [one]: 'unknown' });
  });

  it('in a label leave open whether the rule means the object, but only where that matters', () => {
    const labelled = { selector: { kind: 'Deployment', labels: { app: 'web' } }, path: 'spec.replicas' };
    const plan = (replicas: number) => ({ objects: [deployment({ replicas })], unknown: ['metadata.labels.app'] });
    expect(foundBy({ ...labelled, comparison: { atLeast: 2 } }, plan(2))).toEqual({ [one]: 'pass' });
    expect(foundBy({ ...labelled, comparison: { atLeast: 2 } }, plan(1))).toEqual({ [one]: 'unknown' });
  });
});

describe('a path that cannot be walked', () => {
  it.each([
    ['spec.template.spec.containers.image', 'absent'],
    ['spec.replicas.count', 'absent'],
    ['spec.replicas[*]', 'absent'],
    ['spec.template[0]', 'absent'],
    ['$containers.image', 'absent'],
  ])('%s is unknown, never "nothing there"', (path, is) => {
    expect(foundBy({ path, comparison: { [is]: true } }, { objects: [deployment(pods(container('a')))] })).toEqual({ [one]: 'unknown' });
  });
});

describe('the selector', () => {
  const plan = { objects: [deployment(pods(container('a')))] };
  it.each<[object, string | undefined]>([
    [{ kind: 'Deployment' }, 'fail'],
    [{ kind: ['StatefulSet', 'Deployment'] }, 'fail'],
    [{ kind: 'StatefulSet' }, undefined],
    [{ type: 'kubernetes_manifest' }, 'fail'],
    [{ type: 'kubernetes_deployment_v1' }, undefined],
    [{ kind: 'Deployment', apiVersion: 'apps/v1' }, 'fail'],
    [{ kind: 'Deployment', apiVersion: 'extensions/v1beta1' }, undefined],
    [{ kind: 'Deployment', site: 'ndc-01' }, 'fail'],
    [{ kind: 'Deployment', site: 'ndc-02' }, undefined],
    [{ kind: 'Deployment', namespace: 'ho-so-prod' }, 'fail'],
    [{ kind: 'Deployment', namespace: ['a', 'b'] }, undefined],
    [{ kind: 'Deployment', namespace: { matches: '-prod$' } }, 'fail'],
    [{ kind: 'Deployment', namespace: { matches: '^prod-' } }, undefined],
    [{ kind: 'Deployment', name: 'web' }, 'fail'],
    [{ kind: 'Deployment', labels: { app: ['api', 'web'] } }, 'fail'],
    [{ kind: 'Deployment', labels: { app: 'api' } }, undefined],
    [{ kind: 'Deployment', labels: { tier: { matches: '' + '.*' } } }, undefined],
    [{ kind: 'Deployment', labels: { constructor: { matches: '.*' } } }, undefined],
  ])('%j', (selector, status) => {
    expect(foundBy({ selector }, plan)).toEqual(status === undefined ? { 'estate/thu': 'not-applicable' } : { [one]: status });
  });
});

describe('the population', () => {
  const empty = (of: string, then: string): Changed => ({ selector: { kind: 'PodDisruptionBudget' }, path: 'metadata.name', comparison: { exists: true }, population: { of, empty: then } });
  const budget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'b', namespace: 'ho-so-prod' }, spec: {} };

  it('nothing where something is expected fails, and names who lacks it', () => {
    expect(foundBy(empty('objects', 'fail'), { objects: [] })).toEqual({ 'estate/thu': 'fail' });
    expect(foundBy(empty('sites', 'fail'), { objects: [] })).toEqual({ 'site/ndc-01': 'fail' });
    expect(foundBy(empty('environments', 'fail'), { objects: [] })).toEqual({ 'environment/ho-so-prod': 'fail' });
  });

  it('nothing where nothing is expected is not applicable, never passed', () => {
    for (const [of, subject] of [['objects', 'estate/thu'], ['sites', 'site/ndc-01'], ['environments', 'environment/ho-so-prod']] as const) expect(foundBy(empty(of, 'not-applicable'), { objects: [] })).toEqual({ [subject]: 'not-applicable' });
  });

  it('objects without a value to compare are nothing', () => {
    const volumes: Changed = { selector: { kind: 'Deployment' }, path: 'spec.template.spec.volumes[*].name', comparison: { exists: true }, population: { of: 'objects', empty: 'fail' } };
    expect(foundBy(volumes, { objects: [deployment(pods(container('a')))] })).toEqual({ [one]: 'not-applicable', planset: 'fail' });
  });

  it('a site and an environment are judged on all of their objects together', () => {
    for (const [of, subject] of [['sites', 'site/ndc-01'], ['environments', 'environment/ho-so-prod']] as const) {
      expect(foundBy(empty(of, 'fail'), { objects: [budget] })).toEqual({ [subject]: 'pass' });
      const at = (comparison: object): Changed => ({ ...empty(of, 'fail'), comparison, expect: undefined });
      expect(foundBy(at({ count: { atLeast: 2 } }), { objects: [budget] })).toEqual({ [subject]: 'fail' });
      expect(foundBy(at({ count: { atLeast: 2 } }), { objects: [budget, { ...budget, metadata: { name: 'c', namespace: 'ho-so-prod' } }] })).toEqual({ [subject]: 'pass' });
    }
  });

  it('an object in another namespace is not the environment’s; one in a namespace not yet known may be', () => {
    const other = { ...budget, metadata: { name: 'b', namespace: 'khac' } };
    expect(foundBy(empty('environments', 'fail'), { objects: [other] })).toEqual({ 'environment/ho-so-prod': 'fail' });
    expect(foundBy({ ...empty('environments', 'fail'), expect: 'any' }, { objects: [other], unknown: ['metadata.namespace'] })).toEqual({ 'environment/ho-so-prod': 'unknown' });
  });

  it.each<[string, object]>([
    ['a stack that was not read', { unreadStack: true }],
    ['a plan that is not whole', { incomplete: true }],
  ])('%s: nothing is known of what it may hold', (_what, more) => {
    expect(foundBy(empty('objects', 'fail'), { objects: [], ...more })).toEqual({ [`stack/ndc-01-${'unreadStack' in more ? 'protection' : 'platform'}`]: 'unknown' });
    expect(foundBy(empty('sites', 'fail'), { objects: [], ...more })).toEqual({ 'site/ndc-01': 'unknown' });
    // What was seen and is wrong stays wrong, what was seen and is right passes only where nothing unseen could change it.
    expect(foundBy({ ...empty('sites', 'fail'), comparison: { equals: 'x' } }, { objects: [budget], ...more })).toEqual({ 'site/ndc-01': 'fail' });
    expect(foundBy(empty('sites', 'fail'), { objects: [budget], ...more })).toEqual({ 'site/ndc-01': 'unknown' });
    expect(foundBy({ ...empty('sites', 'fail'), expect: 'any' }, { objects: [budget], ...more })).toEqual({ 'site/ndc-01': 'pass' });
  });
});

describe('a Helm release', () => {
  it('is judged by its name, namespace, chart and version', () => {
    const release = { type: 'helm_release', name: 'c', after: { name: 'cilium', namespace: 'kube-system', chart: 'ndc/cilium', version: '1.20.0' } };
    const rule: Changed = { selector: { type: 'helm_release' }, path: 'version', comparison: { matches: '^1\\.20\\.' } };
    expect(foundBy(rule, { resources: [release] })).toEqual({ 'helm_release.c': 'pass' });
    expect(foundBy({ ...rule, comparison: { equals: '1.21.0' } }, { resources: [release] })).toEqual({ 'helm_release.c': 'fail' });
  });
});
