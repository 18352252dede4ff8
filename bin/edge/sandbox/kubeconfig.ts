import { stringify } from 'yaml';
import type { Identity } from './pki.js';

/**
 * A kubeconfig with everything inside it: one cluster, one user, one context named `context`. The user is named after the
 * site as well: kubectl merges files by names, and the certificate of one site opens no other.
 */
export function kubeconfigText(
  context: string,
  server: string,
  user: string,
  identity: Identity,
): string {
  const base64 = (pem: string): string => Buffer.from(pem).toString('base64');
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: context,
          cluster: { server, 'certificate-authority-data': base64(identity.authority) },
        },
      ],
      users: [
        {
          name: `${user}@${context}`,
          user: {
            'client-certificate-data': base64(identity.certificate),
            'client-key-data': base64(identity.key),
          },
        },
      ],
      contexts: [{ name: context, context: { cluster: context, user: `${user}@${context}` } }],
      'current-context': context,
    },
    { lineWidth: 0 },
  );
}
