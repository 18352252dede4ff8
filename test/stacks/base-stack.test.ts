import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { Annotations } from 'cdktf';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { setLabels } from '../../constructs/estate-labels.js';
import { resource } from '../../constructs/resource.js';
import { written } from '../../stacks/synthesise.js';
import { ProbeStack } from '../constructs/probe.js';

const inStack = (build: (scope: Construct) => void) => {
  const stack = new ProbeStack();
  const scope = new Construct(stack, 'Scope');
  setLabels(scope, { component: 'probe' });
  build(scope);
  return () => written(stack);
};

describe('a stack refuses', () => {
  it('two elements at one address, of which cdktf would keep the last', () => {
    const synthesis = inStack((scope) => {
      for (const group of ['One', 'Two']) resource(ConfigMapV1, new Construct(scope, group), 'map', { metadata: { name: group } });
    });
    expect(synthesis).toThrow('two elements have the address kubernetes_config_map_v1.map');
  });

  it('an address that is not made of ids', () => {
    expect(inStack((scope) => void resource(ConfigMapV1, scope, 'two_words ${x}', { metadata: { name: 'x' } }))).toThrow('is not made of ids');
  });

  it('a resource whose texts are no literals', () => {
    expect(inStack((scope) => void new ConfigMapV1(scope, 'map', { metadata: { name: 'harmless' } }))).toThrow('was not made through resource()');
  });

  it('to ignore changes that are not on the list', () => {
    const synthesis = inStack((scope) => void resource(ConfigMapV1, scope, 'map', { metadata: { name: 'x' }, lifecycle: { ignoreChanges: ['data'] } }));
    expect(synthesis).toThrow('kubernetes_config_map_v1.map ignores changes of data, which is not on the list');
  });

  it('an error somebody noted on a construct', () => {
    expect(inStack((scope) => void Annotations.of(scope).addError('no good'))).toThrow('no good');
  });
});

describe('addresses', () => {
  it('join ids, leave groups out, and hold no hash', () => {
    const stack = new ProbeStack();
    const group = new Construct(stack, 'Group');
    setLabels(group, { component: 'probe' });
    const made = resource(ConfigMapV1, new Construct(new Construct(group, 'outer-1'), 'inner'), 'Map', { metadata: { name: 'x' } });
    expect(made.friendlyUniqueId).toBe('outer-1_inner');
  });
});
