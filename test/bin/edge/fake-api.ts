import { createServer, type Server } from 'node:http';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AddressInfo } from 'node:net';

/** The few answers of an API server that the runner asks for before an engine starts. */
export interface FakeApi {
  readonly url: string;
  /** uid of kube-system; change it to stand another cluster behind the same address. */
  uid: string;
  /** HTTP status of every answer; 200 unless a test says otherwise. */
  status: number;
  /** Answers by path, without query. */
  readonly answers: Map<string, unknown>;
  readonly asked: string[];
  close(): Promise<void>;
}

/** Starts it on loopback. */
export async function fakeApi(uid: string): Promise<FakeApi> {
  const answers = new Map<string, unknown>();
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    asked.push(`${request.headers.accept ?? ''} ${request.url ?? ''}`);
    const body = path === '/api/v1/namespaces/kube-system' ? { kind: 'Namespace', metadata: { name: 'kube-system', uid: api.uid } } : answers.get(path);
    const status = api.status !== 200 ? api.status : body === undefined ? 404 : 200;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(status === 200 ? body : { kind: 'Status', message: `status ${status} for ${path}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api: FakeApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    uid,
    status: 200,
    answers,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return api;
}

/** A kubeconfig with one context per name. Plain http is only taken where verification is switched off. */
export async function writeKubeconfig(path: string, contexts: Readonly<Record<string, string>>): Promise<void> {
  const names = Object.keys(contexts);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(
    path,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: names.map((name) => ({ name, cluster: { server: contexts[name], 'insecure-skip-tls-verify': true } })),
      users: names.map((name) => ({ name, user: { token: 'test' } })),
      contexts: names.map((name) => ({ name, context: { cluster: name, user: name } })),
      'current-context': names[0],
    }),
  );
}
