import { createServer, type Server as HttpServer } from 'node:http';
import { rm } from 'node:fs/promises';
import { Server, ServerCredentials, status, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { InputFailure } from '../../failure.js';
import { errorText } from '../sandbox/errno.js';
import { shownPath } from '../shown-path.js';
import { kmsService, type DecryptRequest, type EncryptRequest } from './definition.js';
import type { Gauges, KmsMetrics, Operation } from './metrics.js';
import { KmsRefusal } from './service.js';
import { freeSocketPath, privately } from './socket.js';

/** What answers, at once or later; a broken one stands in for it in tests of the conformance check. */
export interface KmsHandlers {
  readonly status: () => unknown;
  readonly encrypt: (request: EncryptRequest) => unknown;
  readonly decrypt: (request: DecryptRequest) => unknown;
}

export interface KmsServer {
  readonly path: string;
  /** Lets calls that run come to their end, then closes and takes the socket away. */
  readonly stop: () => Promise<void>;
}

/**
 * Serves KMS v2 on a unix socket of mode 0600.
 *
 * @throws InputFailure NDC-X065
 */
export async function serveKms(socket: string, handlers: KmsHandlers, metrics?: KmsMetrics): Promise<KmsServer> {
  const path = await freeSocketPath(socket);
  const server = new Server({ 'grpc.max_receive_message_length': 64 * 1024, 'grpc.max_concurrent_streams': 1000 });
  server.addService(kmsService, {
    Status: unary('status', () => handlers.status(), metrics),
    Encrypt: unary('encrypt', (request: EncryptRequest) => handlers.encrypt(request), metrics),
    Decrypt: unary('decrypt', (request: DecryptRequest) => handlers.decrypt(request), metrics),
  });
  try {
    await privately(path, () => new Promise<void>((done, failed) => server.bindAsync(`unix:${path}`, ServerCredentials.createInsecure(), (error) => (error === null ? done() : failed(error)))));
  } catch (error) {
    server.forceShutdown();
    throw new InputFailure('NDC-X065', { vi: `${shownPath(path)}: không mở được socket (${errorText(error)}).`, en: `${shownPath(path)}: the socket cannot be opened (${errorText(error)}).` });
  }
  return {
    path,
    stop: async () => {
      await new Promise<void>((done) => {
        // A client that keeps its connection is told to go, and waited for no longer than a request takes.
        const force = setTimeout(() => {
          server.forceShutdown();
          done();
        }, 3_000);
        server.tryShutdown(() => {
          clearTimeout(force);
          done();
        });
      });
      await rm(path, { force: true });
    },
  };
}

function unary<Q>(operation: Operation, act: (request: Q) => unknown, metrics: KmsMetrics | undefined) {
  return (call: ServerUnaryCall<Q, unknown>, answer: sendUnaryData<unknown>): void => {
    const began = process.hrtime.bigint();
    const observed = (code: status): void => metrics?.observe(operation, status[code], Number(process.hrtime.bigint() - began) / 1e9);
    Promise.resolve(call.request).then(act).then(
      (response) => {
        observed(status.OK);
        answer(null, response);
      },
      (error: unknown) => {
        const refusal = error instanceof KmsRefusal ? error : new KmsRefusal(status.INTERNAL, 'an unexpected failure of the plugin');
        observed(refusal.code);
        answer({ code: refusal.code, details: refusal.message });
      },
    );
  };
}

/**
 * Metrics and health over HTTP on loopback.
 *
 * @throws InputFailure NDC-X065 where the port is taken
 */
export function serveMetrics(port: number, metrics: KmsMetrics, gauges: () => Gauges): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const server: HttpServer = createServer((request, response) => {
    const known = request.method === 'GET' ? request.url : undefined;
    const now = gauges();
    if (known === '/metrics') response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(metrics.text(now));
    else if (known === '/healthz') response.writeHead(now.up ? 200 : 503, { 'content-type': 'text/plain; charset=utf-8' }).end(now.up ? 'ok\n' : 'the token is away\n');
    else response.writeHead(404).end();
  });
  return new Promise((done, failed) => {
    server.once('error', (error) => failed(new InputFailure('NDC-X065', { vi: `cổng ${port} trên 127.0.0.1: ${errorText(error)}. Hãy chọn cổng khác bằng --metrics-port.`, en: `port ${port} on 127.0.0.1: ${errorText(error)}. Choose another with --metrics-port.` })));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      done({
        port: typeof address === 'object' && address !== null ? address.port : port,
        stop: () =>
          new Promise((stopped) => {
            server.close(() => stopped());
            server.closeAllConnections();
          }),
      });
    });
  });
}
