/**
 * How far a cluster has come. `migrating`: new writes are encrypted, and what still lies in clear is read. `encrypted`:
 * everything was rewritten, and clear text is no longer accepted.
 */
export const encryptionStages = ['migrating', 'encrypted'] as const;
export type EncryptionStage = (typeof encryptionStages)[number];

/** `apiserver.config.k8s.io/v1`, as far as it is used. */
export interface EncryptionConfiguration {
  readonly apiVersion: 'apiserver.config.k8s.io/v1';
  readonly kind: 'EncryptionConfiguration';
  readonly resources: readonly {
    readonly resources: readonly string[];
    readonly providers: readonly ({ readonly kms: { readonly apiVersion: 'v2'; readonly name: string; readonly endpoint: string; readonly timeout: string } } | { readonly identity: Record<string, never> })[];
  }[];
}

/**
 * What a site's API servers encrypt, and with which plugin. `identity` stands last while anything in clear is left, since
 * the first provider writes; after the rewrite it is absent, so that nobody can put clear text into etcd unnoticed.
 *
 * @param site names the provider: the name is stored before every value in etcd (`k8s:enc:kms:v2:<name>:`) and never changes
 */
export function encryptionConfiguration(site: string, stage: EncryptionStage, socket: string): EncryptionConfiguration {
  const kms = { apiVersion: 'v2', name: site, endpoint: `unix://${socket}`, timeout: '3s' } as const;
  return {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'EncryptionConfiguration',
    resources: [{ resources: ['secrets'], providers: [{ kms }, ...(stage === 'migrating' ? [{ identity: {} }] : [])] }],
  };
}
