import { expect, it } from 'vitest';
import { customKinds } from '../../stacks/custom-kinds.js';

it('customKinds names each kind outside Kubernetes’ own groups once, in order', () => {
  expect(
    customKinds([
      { apiVersion: 'v1', kind: 'ConfigMap' },
      { apiVersion: 'velero.io/v1', kind: 'Schedule' },
      { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy' },
      { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy' },
      { apiVersion: 'velero.io/v1', kind: 'Schedule' },
      // Groups that only look like Kubernetes' own.
      { apiVersion: 'snapshot.storage.k8s.io/v1', kind: 'VolumeSnapshotClass' },
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' },
      { apiVersion: 'batch/v1', kind: 'Job' },
    ]),
  ).toEqual([
    { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy' },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' },
    { apiVersion: 'snapshot.storage.k8s.io/v1', kind: 'VolumeSnapshotClass' },
    { apiVersion: 'velero.io/v1', kind: 'Schedule' },
  ]);
});
