import type { Text } from '../../sites/model/text.js';
import { plainText } from '../planset/known.js';
import { isUnknown, type KubernetesObject } from '../planset/read-model.js';
import { elements, none, notKnown, opened, together, type Openings } from './network-policy.js';
import { deepField, isSet, settledField } from './values.js';
import { containerName, type Workload } from './workloads.js';

/**
 * What a Service opens on every node: ports of type NodePort, those a LoadBalancer takes unless told not to, and
 * addresses that take traffic meant for others (CVE-2020-8554).
 */
export function serviceOpenings({ name, body }: KubernetesObject): Openings {
  const type = deepField(body, 'spec', 'type') ?? 'ClusterIP';
  const addresses = elements(deepField(body, 'spec', 'externalIPs'));
  const external = 'because' in addresses ? notKnown(`Service ${name} externalIPs: ${addresses.because}`) : addresses.length > 0 ? opened(`Service ${name} nhận địa chỉ ngoài ${addresses.map(plainText).join(', ')}`, `Service ${name} takes external addresses ${addresses.map(plainText).join(', ')}`) : none;
  if (isUnknown(type)) return together([external, notKnown(`Service ${name} type: ${type.because}`)]);
  if (type === 'NodePort') return together([external, opened(`Service ${name} mở cổng trên mọi máy chủ (NodePort)`, `Service ${name} opens a port on every node (NodePort)`)]);
  const allocates = deepField(body, 'spec', 'allocateLoadBalancerNodePorts');
  if (type !== 'LoadBalancer' || allocates === false) return external;
  return together([
    external,
    isUnknown(allocates) ? notKnown(`Service ${name} allocateLoadBalancerNodePorts: ${allocates.because}`) : opened(`Service ${name} kiểu LoadBalancer vẫn mở cổng trên mọi máy chủ`, `LoadBalancer ${name} still opens ports on every node`),
  ]);
}

/** What a pod opens on its node: the node's own network, or ports of it. */
export function podOpenings(workload: Workload): Openings {
  const host = settledField(workload.pod, 'hostNetwork');
  const network = isUnknown(host) ? notKnown(`${workload.kind} ${workload.name} hostNetwork: ${host.because}`) : isSet(host) ? opened(`${workload.kind} ${workload.name} dùng mạng của máy chủ`, `${workload.kind} ${workload.name} uses the network of its node`) : none;
  const ports = workload.containers.map((container) => {
    const list = elements(settledField(container.spec, 'ports'));
    const where: Text = { vi: containerName(workload, container), en: containerName(workload, container) };
    if ('because' in list) return notKnown(`${where.en} ports: ${list.because}`);
    return together(
      list.map((port) => {
        const hostPort = isUnknown(port) ? port : settledField(port, 'hostPort');
        if (isUnknown(hostPort)) return notKnown(`${where.en} hostPort: ${hostPort.because}`);
        return isSet(hostPort) ? opened(`${where.vi} mở cổng ${plainText(hostPort)} của máy chủ`, `${where.en} opens port ${plainText(hostPort)} of its node`) : none;
      }),
    );
  });
  return together([network, ...ports]);
}
