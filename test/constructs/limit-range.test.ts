import { describe, expect, it } from 'vitest';
import { ContainerLimits, largestContainer } from '../../constructs/limit-range.js';
import { parseBytes, parseCpu } from '../../sites/model/units.js';
import { probe, someNamespace } from './probe.js';

const size = (cpu: string, memory: string) => ({ cpu: parseCpu(cpu), memory: parseBytes(memory) });

const limitOf = (cpu: string, memory: string) => {
  const { resource } = probe((scope) => void new ContainerLimits(scope, 'limits', { namespace: someNamespace(scope), largest: size(cpu, memory) }));
  return (resource['kubernetes_limit_range_v1']?.['limits']?.['spec'] as { limit: unknown[] }).limit[0];
};

describe('ContainerLimits', () => {
  it('sets defaults and bounds', () => {
    expect(limitOf('8', '32Gi')).toEqual({
      type: 'Container',
      default: { cpu: '500m', memory: '512Mi', 'ephemeral-storage': '2Gi' },
      default_request: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '256Mi' },
      min: { cpu: '10m', memory: '16Mi', 'ephemeral-storage': '1Mi' },
      max: { cpu: '8', memory: '32Gi', 'ephemeral-storage': '20Gi' },
    });
  });

  it('GIVEN less room than the defaults THEN they shrink: a default above the maximum is refused by the API server', () => {
    expect(limitOf('50m', '64Mi')).toMatchObject({
      default: { cpu: '50m', memory: '64Mi' },
      default_request: { cpu: '50m', memory: '64Mi' },
      min: { cpu: '10m', memory: '16Mi' },
      max: { cpu: '50m', memory: '64Mi' },
    });
  });
});

describe('largestContainer', () => {
  const nodes = [size('62', '496Gi'), size('30', '1Ti')];
  it.each([
    ['the quota where it is smaller', size('8', '32Gi'), nodes, size('8', '32Gi')],
    ['the largest node where that is smaller', size('2000', '8Ti'), nodes, size('62', '1Ti')],
    ['the quota at its edge', size('62', '1Ti'), nodes, size('62', '1Ti')],
    ['the quota where no node is known', size('2000', '8Ti'), [], size('2000', '8Ti')],
    ['the defaults for an empty standby', size('0', '0'), nodes, size('500m', '512Mi')],
  ])('is %s', (_, quota, shapes, expected) => {
    expect(largestContainer(quota, shapes)).toEqual(expected);
  });
});
