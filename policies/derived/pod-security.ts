import { isKnownObject } from '../planset/kubernetes-object.js';
import { plainText } from '../planset/known.js';
import { isUnknown, type Known } from '../planset/read-model.js';
import { elements, none, notKnown, opened, together, type Openings } from './network-policy.js';
import { deepField, isSet, settledField } from './values.js';
import { containerName, type Workload } from './workloads.js';

/** Volumes that `restricted` lets a pod mount, in lower case: typed resources spell `downward_api`, manifests `downwardAPI`. */
const volumeTypes = new Set(['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'].map((type) => type.toLowerCase()));

/** The one capability that `restricted` lets a container add. */
const allowedCapability = 'NET_BIND_SERVICE';

/**
 * What a workload asks for that the Pod Security level `restricted` forbids, in its pod and in every container, init
 * container and ephemeral container. What it leaves unsaid (`runAsNonRoot`, a seccomp profile) is no opening: admission
 * then refuses its pods. The node's network and ports are TEN-005's.
 * Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function podSecurityOpenings(workload: Workload): Openings {
  const { kind, name, pod } = workload;
  const where = `${kind} ${name}`;
  return together([
    wanted(where, 'hostPID', settledField(pod, 'hostPID'), isSet, { vi: 'dùng chung tiến trình với máy chủ', en: 'shares the processes of its node' }),
    wanted(where, 'hostIPC', settledField(pod, 'hostIPC'), isSet, { vi: 'dùng chung bộ nhớ liên tiến trình với máy chủ', en: 'shares the inter-process memory of its node' }),
    context(where, settledField(pod, 'securityContext')),
    volumes(where, settledField(pod, 'volumes')),
    ...workload.containers.map((container) => context(containerName(workload, container), isUnknown(container.spec) ? container.spec : settledField(container.spec, 'securityContext'))),
    ...workload.unknown.map((because) => notKnown(`${where}: ${because}`)),
  ]);
}

function wanted(where: string, field: string, value: Known | undefined, forbidden: (value: Known | undefined) => boolean, words: { readonly vi: string; readonly en: string }): Openings {
  if (isUnknown(value)) return notKnown(`${where} ${field}: ${value.because}`);
  return forbidden(value) ? opened(`${where} ${words.vi}`, `${where} ${words.en}`) : none;
}

/** The security context of a pod or a container: fields that only one of them has are absent from the other. */
function context(where: string, given: Known | undefined): Openings {
  if (isUnknown(given)) return notKnown(`${where} securityContext: ${given.because}`);
  const at = (...path: readonly string[]): Known | undefined => deepField(given, ...path);
  return together([
    wanted(where, 'privileged', at('privileged'), isSet, { vi: 'chạy với toàn quyền trên máy chủ (privileged)', en: 'is privileged: it has every right of its node' }),
    wanted(where, 'allowPrivilegeEscalation', at('allowPrivilegeEscalation'), isSet, { vi: 'được nâng quyền (allowPrivilegeEscalation)', en: 'may gain privileges (allowPrivilegeEscalation)' }),
    wanted(where, 'runAsUser', at('runAsUser'), (user) => user === 0 || user === '0', { vi: 'chạy bằng tài khoản quản trị (runAsUser: 0)', en: 'runs as root (runAsUser: 0)' }),
    wanted(where, 'seccompProfile', at('seccompProfile', 'type'), (type) => type === 'Unconfined', { vi: 'tắt bộ lọc lời gọi hệ thống (seccomp Unconfined)', en: 'turns off the filter of system calls (seccomp Unconfined)' }),
    wanted(where, 'procMount', at('procMount'), (mount) => isSet(mount) && mount !== 'Default', { vi: 'mở toàn bộ /proc', en: 'unmasks /proc' }),
    wanted(where, 'hostProcess', at('windowsOptions', 'hostProcess'), isSet, { vi: 'chạy như tiến trình của máy chủ Windows', en: 'runs as a process of its Windows node' }),
    capabilities(where, at('capabilities', 'add')),
  ]);
}

function capabilities(where: string, given: Known | undefined): Openings {
  const list = elements(given);
  if ('because' in list) return notKnown(`${where} capabilities.add: ${list.because}`);
  return together(
    list.map((capability) => {
      if (isUnknown(capability)) return notKnown(`${where} capabilities.add: ${capability.because}`);
      const name = plainText(capability);
      return name === allowedCapability ? none : opened(`${where} thêm quyền ${name}`, `${where} adds the capability ${name}`);
    }),
  );
}

function volumes(where: string, given: Known | undefined): Openings {
  const list = elements(given);
  if ('because' in list) return notKnown(`${where} volumes: ${list.because}`);
  return together(
    list.map((volume) => {
      if (isUnknown(volume)) return notKnown(`${where} volumes: ${volume.because}`);
      if (!isKnownObject(volume)) return none;
      const name = plainText(volume['name']);
      return together(
        Object.entries(volume).flatMap(([type, source]): Openings[] => {
          if (type === 'name' || volumeTypes.has(type.toLowerCase()) || source === null) return [];
          if (isUnknown(source)) return [notKnown(`${where} volume ${name} ${type}: ${source.because}`)];
          const path = deepField(source, 'path');
          const folder = type === 'hostPath' && typeof path === 'string' ? ` ${path}` : '';
          return [opened(`${where} gắn ổ ${name} kiểu ${type}${folder}`, `${where} mounts the volume ${name} of type ${type}${folder}`)];
        }),
      );
    }),
  );
}
