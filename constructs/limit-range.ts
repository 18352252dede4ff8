import { LimitRangeV1 } from '@cdktf/provider-kubernetes/lib/limit-range-v1/index.js';
import { Construct } from 'constructs';
import type { Bytes, MilliCpu } from '../sites/model/units.js';
import { setLabels } from './estate-labels.js';
import type { Namespace } from './namespace.js';
import { bytesQuantity, cpuQuantity } from './quantities.js';
import { resource } from './resource.js';

/** Size of a container. */
export interface ContainerSize {
  readonly cpu: MilliCpu;
  readonly memory: Bytes;
}

export interface ContainerLimitsProps {
  readonly namespace: Namespace;
  /** Largest container that makes sense: bounded by the quota and by what a node can carry. */
  readonly largest: ContainerSize;
}

const mebi = (count: bigint): Bytes => (count << 20n) as Bytes;

/** What a container gets that says nothing, and the least one may ask for. Disk is the node's own, shared by all its tenants. */
const usual = {
  limit: { cpu: 500n as MilliCpu, memory: mebi(512n), disk: mebi(2048n) },
  request: { cpu: 100n as MilliCpu, memory: mebi(128n), disk: mebi(256n) },
  least: { cpu: 10n as MilliCpu, memory: mebi(16n), disk: mebi(1n) },
  most: { disk: mebi(20_480n) },
};

/** Defaults and bounds of containers: without them a quota refuses every pod that names no limits. */
export class ContainerLimits extends Construct {
  constructor(scope: Construct, id: string, props: ContainerLimitsProps) {
    super(scope, id);
    setLabels(this, { component: 'limits' });
    const sizes = (size: ContainerSize & { disk: Bytes }): Record<string, string> => ({
      cpu: cpuQuantity(size.cpu),
      memory: bytesQuantity(size.memory),
      'ephemeral-storage': bytesQuantity(size.disk),
    });
    const { cpu, memory } = props.largest;
    const within = (size: ContainerSize & { disk: Bytes }) => ({ ...size, cpu: least(size.cpu, cpu), memory: least(size.memory, memory) });
    resource(LimitRangeV1, this, 'Limits', {
      metadata: { name: 'ndc-limits', namespace: props.namespace.name },
      spec: {
        limit: [
          {
            type: 'Container',
            default: sizes(within(usual.limit)),
            defaultRequest: sizes(within(usual.request)),
            min: sizes(within(usual.least)),
            max: sizes({ cpu, memory, disk: usual.most.disk }),
          },
        ],
      },
      dependsOn: [props.namespace.object],
    });
  }
}

/**
 * Largest container of an environment: no larger than its quota, nor than the largest node. An empty quota (a cold
 * standby) bounds nothing: it admits no container, and a limit of zero would be no valid limit.
 */
export function largestContainer(quota: ContainerSize, nodes: readonly ContainerSize[]): ContainerSize {
  const bound = <Q extends MilliCpu | Bytes>(granted: Q, shapes: readonly Q[], fallback: Q): Q => {
    const largestNode = shapes.reduce<Q | undefined>((most, size) => (most === undefined || size > most ? size : most), undefined);
    if (granted <= 0n) return fallback;
    return largestNode === undefined || largestNode <= 0n ? granted : least(granted, largestNode);
  };
  return {
    cpu: bound(quota.cpu, nodes.map((node) => node.cpu), usual.limit.cpu),
    memory: bound(quota.memory, nodes.map((node) => node.memory), usual.limit.memory),
  };
}

const least = <Q extends bigint>(a: Q, b: Q): Q => (a < b ? a : b);
