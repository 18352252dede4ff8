import { fromJSON, type ServiceDefinition } from '@grpc/proto-loader';

/**
 * The service that Kubernetes calls, by its field numbers: `k8s.io/kms/apis/v2/api.proto`, package v2.
 * https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/kms/apis/v2/api.proto
 */
const proto = {
  nested: {
    v2: {
      nested: {
        KeyManagementService: {
          methods: {
            Status: { requestType: 'StatusRequest', responseType: 'StatusResponse' },
            Decrypt: { requestType: 'DecryptRequest', responseType: 'DecryptResponse' },
            Encrypt: { requestType: 'EncryptRequest', responseType: 'EncryptResponse' },
          },
        },
        StatusRequest: { fields: {} },
        StatusResponse: { fields: { version: { type: 'string', id: 1 }, healthz: { type: 'string', id: 2 }, keyId: { type: 'string', id: 3 } } },
        DecryptRequest: { fields: { ciphertext: { type: 'bytes', id: 1 }, uid: { type: 'string', id: 2 }, keyId: { type: 'string', id: 3 }, annotations: { keyType: 'string', type: 'bytes', id: 4 } } },
        DecryptResponse: { fields: { plaintext: { type: 'bytes', id: 1 } } },
        EncryptRequest: { fields: { plaintext: { type: 'bytes', id: 1 }, uid: { type: 'string', id: 2 } } },
        EncryptResponse: { fields: { ciphertext: { type: 'bytes', id: 1 }, keyId: { type: 'string', id: 2 }, annotations: { keyType: 'string', type: 'bytes', id: 3 } } },
      },
    },
  },
};

// protobufjs' own type of a namespace asks for parts that its reader does not.
export const kmsService = fromJSON(proto as unknown as Parameters<typeof fromJSON>[0], { defaults: true, objects: true })['v2.KeyManagementService'] as ServiceDefinition;

export interface StatusResponse {
  readonly version: string;
  readonly healthz: string;
  readonly keyId: string;
}
export interface EncryptRequest {
  readonly plaintext: Uint8Array;
  readonly uid: string;
}
export interface EncryptResponse {
  readonly ciphertext: Uint8Array;
  readonly keyId: string;
  readonly annotations: Readonly<Record<string, Uint8Array>>;
}
export interface DecryptRequest {
  readonly ciphertext: Uint8Array;
  readonly uid: string;
  readonly keyId: string;
  readonly annotations: Readonly<Record<string, Uint8Array>>;
}
export interface DecryptResponse {
  readonly plaintext: Uint8Array;
}

/** `uid` of every request that our own test of plugins makes; an API server's is a UUID. */
export const testUid = 'ndc-kms-test';

/** What kube-apiserver itself refuses (k8s.io/apiserver, package envelope/kmsv2). */
export const limits = {
  /** Bytes of a key id. */
  keyId: 1024,
  /** Bytes of what Encrypt returns for a data key. */
  ciphertext: 1024,
  /** Bytes of all keys and values of annotations together. */
  annotations: 32 * 1024,
  /** Bytes of a socket's path: sun_path of Linux without its closing zero. */
  socketPath: 107,
} as const;
