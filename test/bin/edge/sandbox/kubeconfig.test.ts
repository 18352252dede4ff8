import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { kubeconfigText } from '../../../../bin/edge/sandbox/kubeconfig.js';

interface Config {
  readonly users: readonly { readonly name: string; readonly user: Readonly<Record<string, string>> }[];
  readonly contexts: readonly { readonly name: string; readonly context: { readonly cluster: string; readonly user: string } }[];
}

it('kubeconfigs of several sites can be merged: no two name their user alike, and each context finds its own', () => {
  const files = ['ndc-01', 'ndc-02', 'ndc-03'].map((site) => parse(kubeconfigText(site, 'https://127.0.0.1:1', 'ndc-platform', { authority: 'a', certificate: `certificate of ${site}`, key: 'k' })) as Config);
  const users = files.flatMap((file) => file.users);
  expect(new Set(users.map(({ name }) => name)).size).toBe(3);
  for (const { name, context } of files.flatMap((file) => file.contexts)) {
    const found = users.find((user) => user.name === context.user);
    expect(Buffer.from(found?.user['client-certificate-data'] ?? '', 'base64').toString()).toBe(`certificate of ${name}`);
  }
});
