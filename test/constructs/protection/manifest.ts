import type { Construct } from 'constructs';
import { probe } from '../probe.js';

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Manifests a construct makes, by address, and which of them the engine refuses to destroy. */
export function manifestsOf(build: (scope: Construct) => void): { readonly manifests: Readonly<Record<string, Manifest>>; readonly guarded: readonly string[] } {
  const made = Object.entries(probe(build).resource['kubernetes_manifest'] ?? {});
  return {
    manifests: Object.fromEntries(made.map(([id, { manifest }]) => [id, manifest as Manifest])),
    guarded: made.filter(([, { lifecycle }]) => JSON.stringify(lifecycle) === '{"prevent_destroy":true}').map(([id]) => id),
  };
}
