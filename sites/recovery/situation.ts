import type { RecoveryAction } from '../model/kinds/recovery-inputs.js';

/**
 * What befalls a system. `site-dead`: its site is gone. `link-cut`: the link its copies take is cut while its site serves on.
 * `brownout`: its site answers slowly or in part. `second-loss`: once it runs elsewhere, that site is lost too.
 */
export const situations = ['site-dead', 'link-cut', 'brownout', 'second-loss'] as const;
export type Situation = (typeof situations)[number];

/** Situations a tier promises anything for: one loss. A brownout ends in a decision, and nobody promises a second loss. */
export const promisedSituations: readonly Situation[] = ['site-dead', 'link-cut'];

/**
 * Kinds of data that reach another site each in its own way; and what every system needs there of the platform: keys of the
 * secret store, and images.
 */
export const dataKinds = ['databases', 'volumes', 'files', 'objects', 'manifests', 'keys', 'images'] as const;
export type DataKind = (typeof dataKinds)[number];

/**
 * How data reach the other site: streamed log, journal or snapshots of volumes, replication between object zones, log from
 * an archive, a backup, or a repository of manifests; snapshots of the secret store, and registries that pass images on.
 */
export const copyMeans = ['stream', 'journal', 'snapshot', 'multisite', 'archive', 'backup', 'gitops', 'replicated', 'store-snapshot', 'registry'] as const;
export type CopyMeans = (typeof copyMeans)[number];

/** Copies that are promoted where they lie; all others are restored first. */
export const standing: readonly CopyMeans[] = ['stream', 'journal', 'snapshot', 'multisite', 'gitops', 'replicated'];

/** Steps that no action of the planning inputs names: bytes on their way, operations of the HSM, resolvers that still know the old address. */
export type StepKind = RecoveryAction | 'transfer' | 'image-transfer' | 'hsm' | 'drain' | 'ttl';
