import { CiliumNetworkPolicy } from '@kubernetes-models/cilium/cilium.io/v2/CiliumNetworkPolicy';
import { Cluster } from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Cluster';
import { ScheduledBackup } from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/ScheduledBackup';
import { describe, expect, it } from 'vitest';
import { synthesise } from '../../../stacks/synthesise.js';
import { readTexts } from '../../constructs/probe.js';
import { judgedBy } from '../../integration/protection/judged-by.js';
import { smallEstate } from '../estate-small.js';

/** Schemas as the projects publish them, where npm has them; the sandbox's own hold the others (its charts' README). */
const published = { Cluster, ScheduledBackup, CiliumNetworkPolicy } as const;

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
}

const { estate, intent } = smallEstate();
const manifests = synthesise(estate, intent)
  .filter(({ kind }) => kind === 'protection')
  .flatMap(({ site, json }) => {
    const tree = readTexts(JSON.parse(json)) as { resource: { kubernetes_manifest?: Record<string, { manifest: Manifest }> } };
    return Object.values(tree.resource.kubernetes_manifest ?? {}).map(({ manifest }) => [`${site} ${manifest.kind} ${manifest.metadata.namespace}/${manifest.metadata.name}`, manifest] as const);
  });
const of = (kind: keyof typeof published) => manifests.filter(([, manifest]) => manifest.kind === kind);
const validate = (kind: keyof typeof published, manifest: unknown): void => {
  const Model = published[kind] as unknown as new (data: unknown) => { validate: () => void };
  new Model(manifest).validate();
};

it('are the kinds that are said to be judged by a package', () => {
  expect(Object.keys(judgedBy).filter((kind) => judgedBy[kind]?.startsWith('npm ')).sort()).toEqual(Object.keys(published).sort());
});

describe.each(Object.keys(published) as (keyof typeof published)[])('%s', (kind) => {
  it('is used', () => {
    expect(of(kind).length).toBeGreaterThan(1);
  });

  it.each(of(kind))('%s is what its project accepts', (_, manifest) => {
    expect(() => {
      validate(kind, manifest);
    }).not.toThrow();
  });

  it.each(of(kind).slice(0, 1))('%s without its spec is refused: the schema is read', (_, manifest) => {
    const { spec, ...rest } = manifest as Manifest & { spec: Record<string, unknown> };
    const broken = kind === 'CiliumNetworkPolicy' ? { ...rest, spec: { ...spec, egress: 'everything' } } : { ...rest, spec: {} };
    expect(() => {
      validate(kind, broken);
    }).toThrow();
  });
});
