import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Identity } from './pki.js';

/** Milliseconds one question may take. */
const TIMEOUT = 3_000;
/** No answer that is asked for here is longer. */
const LIMIT = 4 * 1024 * 1024;

/** An answer, or why there was none. */
export interface Answer {
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  readonly body: string;
}

/**
 * One GET on loopback. Never rejects: while something starts, no answer is the usual case. Plain
 * `node:https`, because the Kubernetes client takes longer to load than the sandbox to answer.
 *
 * @param identity client certificate and authority. @default - plain HTTP
 */
export function get(port: number, path: string, identity?: Identity): Promise<Answer> {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, path, timeout: TIMEOUT, agent: false } as const;
    const tls = { ca: identity?.authority, cert: identity?.certificate, key: identity?.key };
    const question =
      identity === undefined ? httpRequest(options) : httpsRequest({ ...options, ...tls });
    const fail = (error: Error): void => {
      resolve({ status: 0, body: error.message });
    };
    question.on('timeout', () => {
      question.destroy(new Error(`no answer within ${String(TIMEOUT)} ms`));
    });
    question.on('error', fail);
    question.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
        if (body.length > LIMIT) {
          question.destroy(new Error(`an answer of more than ${String(LIMIT)} bytes`));
        }
      });
      response.on('error', fail);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
    question.end();
  });
}
