import { describe, expect, it } from 'vitest';
import { HelmRelease, type HelmReleaseProps } from '../../constructs/helm-release.js';
import { probe, someNamespace } from './probe.js';

const given = { name: 'velero', namespace: 'some', chart: 'velero', version: '12.1.0', values: { a: '${x}' }, kubernetesVersion: '1.35.4', holdsData: false };

const made = (props: Partial<HelmReleaseProps> = {}) => {
  const { resource, data } = probe((scope) => {
    const namespace = someNamespace(scope);
    new HelmRelease(scope, 'velero', { ...given, after: [namespace.object], ...props });
  });
  return { release: resource['helm_release']?.['velero'] ?? {}, twin: data['helm_template']?.['velero'] ?? {} };
};

describe('HelmRelease', () => {
  it('has a twin with the same inputs, definitions included, for a fixed version of Kubernetes', () => {
    const { release, twin } = made();
    for (const input of ['name', 'namespace', 'chart', 'version', 'values', 'timeout']) expect(twin[input]).toEqual(release[input]);
    expect(twin).toMatchObject({ include_crds: true, kube_version: '1.35.4' });
    expect(release).toMatchObject({ skip_crds: false });
  });

  it('names its chart without an address', () => {
    const { release, twin } = made();
    expect(release['chart']).toBe('ndc/velero');
    for (const side of [release, twin]) expect(Object.keys(side).filter((key) => key.startsWith('repository'))).toEqual([]);
  });

  it('waits for what it needs; its twin waits for nothing, or it would be read too late', () => {
    const { release, twin } = made();
    expect(release['depends_on']).toEqual(['kubernetes_namespace_v1.some']);
    expect(twin['depends_on']).toBeUndefined();
  });

  it('is not destroyed where data would go with it', () => {
    expect(made().release['lifecycle']).toBeUndefined();
    expect(made({ holdsData: true }).release['lifecycle']).toEqual({ prevent_destroy: true });
  });
});
