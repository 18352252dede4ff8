import { credentials, makeGenericClientConstructor, status, type Client, type ServiceError } from '@grpc/grpc-js';
import { kmsService, type DecryptRequest, type DecryptResponse, type EncryptRequest, type EncryptResponse, type StatusResponse } from './definition.js';

/** What a plugin answered, or how it refused; and how long that took. */
export type Answered<T> = { readonly milliseconds: number } & ({ readonly answer: T } | { readonly refused: { readonly code: string; readonly details: string } });

interface Calls {
  Status: [request: Record<string, never>, response: StatusResponse];
  Encrypt: [request: EncryptRequest, response: EncryptResponse];
  Decrypt: [request: DecryptRequest, response: DecryptResponse];
}

/** A KMS v2 plugin, as the API server sees it. */
export class KmsPeer {
  readonly #client: Client;
  readonly #deadline: number;

  /** @param deadline milliseconds a call may take; the API server's own default is 3 s. */
  constructor(socket: string, deadline = 3_000) {
    const Constructor = makeGenericClientConstructor(kmsService, 'KeyManagementService');
    this.#client = new Constructor(`unix:${socket}`, credentials.createInsecure(), { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1_000, 'grpc.max_receive_message_length': 1 << 20 });
    this.#deadline = deadline;
  }

  call<M extends keyof Calls>(method: M, request: Calls[M][0]): Promise<Answered<Calls[M][1]>> {
    const began = process.hrtime.bigint();
    const act = (this.#client as unknown as Record<M, (request: Calls[M][0], options: { readonly deadline: number }, done: (error: ServiceError | null, answer: Calls[M][1]) => void) => void>)[method];
    return new Promise((done) => {
      act.call(this.#client, request, { deadline: Date.now() + this.#deadline }, (error, answer) => {
        const milliseconds = Number(process.hrtime.bigint() - began) / 1e6;
        done(error === null ? { milliseconds, answer } : { milliseconds, refused: { code: status[error.code] ?? String(error.code), details: error.details } });
      });
    });
  }

  close(): void {
    this.#client.close();
  }
}
