import { Aspects, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { labelsOf, setLabels } from '../../constructs/estate-labels.js';
import { KubernetesManifest } from '../../constructs/kubernetes-manifest.js';
import { TierPriorityClass } from '../../constructs/priority-class.js';
import { resource } from '../../constructs/resource.js';
import { written } from '../../stacks/synthesise.js';
import { probe, ProbeStack } from './probe.js';

describe('estate labels', () => {
  it('are put beside an object’s own labels, on typed resources and on manifests', () => {
    const { resource: made } = probe((scope) => {
      new TierPriorityClass(scope, 'typed', { tier: 'gold', value: 1 });
      new KubernetesManifest(scope, 'manifest', { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'x', annotations: { a: 'b' } }, body: {} });
    });
    const labels = { 'ndc.gov.vn/site': 'ndc-01', 'ndc.gov.vn/organisation': 'co-quan-van-hanh', 'ndc.gov.vn/system': 'platform', 'ndc.gov.vn/environment': 'platform', 'ndc.gov.vn/role': 'platform' };
    expect(made['kubernetes_priority_class_v1']?.['typed']?.['metadata']).toEqual({ name: 'ndc-gold', labels: { ...labels, 'ndc.gov.vn/component': 'priority' } });
    expect(made['kubernetes_manifest']?.['manifest']?.['manifest']).toEqual({
      apiVersion: 'v1',
      kind: 'Thing',
      metadata: { name: 'x', annotations: { a: 'b' }, labels: { ...labels, 'ndc.gov.vn/component': 'probe' } },
    });
  });

  it('are inherited, and changed from a scope downwards', () => {
    const stack = new ProbeStack();
    const outer = new Construct(stack, 'Outer');
    setLabels(outer, { organisation: 'bo-a', component: 'outer' });
    const inner = new Construct(outer, 'Inner');
    setLabels(inner, { component: 'inner' });
    expect(labelsOf(inner)).toMatchObject({ site: 'ndc-01', organisation: 'bo-a', component: 'inner' });
    expect(labelsOf(outer)).toMatchObject({ component: 'outer' });
  });

  it('are missed where a construct says nothing of its component', () => {
    const stack = new ProbeStack();
    new KubernetesManifest(stack, 'manifest', { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'x' }, body: {} });
    expect(() => written(stack)).toThrow('probe/manifest/Manifest has no label component');
  });

  it('refuse a resource that has no place for them', () => {
    class Elsewhere extends TerraformResource {
      constructor(scope: Construct, id: string, _config: object) {
        super(scope, id, { terraformResourceType: 'other_thing' });
      }
    }
    expect(() => probe((scope) => void resource(Elsewhere, scope, 'thing', {}))).toThrow('have no place on a other_thing');
  });

  it('are put by an aspect of the stack, which runs once on every element', () => {
    const stack = new ProbeStack();
    const visited: string[] = [];
    Aspects.of(stack).add({ visit: ({ node }) => void visited.push(node.path) });
    written(stack);
    expect(visited).toEqual(stack.node.findAll().map(({ node }) => node.path));
  });
});
