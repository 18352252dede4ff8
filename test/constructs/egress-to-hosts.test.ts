import { expect, it } from 'vitest';
import { EgressToHosts } from '../../constructs/egress-to-hosts.js';
import { probe } from './probe.js';

it('EgressToHosts opens declared hosts by port, names and suffixes, and lets Cilium see the questions', () => {
  const hosts = [
    { host: 'smtp.example.vn', port: 587, purpose: 'gửi thư' },
    { host: 'b.example.vn', port: 443, purpose: '${x}' },
    { host: '*.cdn.example.vn', port: 443, purpose: 'tệp' },
    { host: 'b.example.vn', port: 443, purpose: 'lần nữa' },
  ];
  const { resource } = probe((scope) => void new EgressToHosts(scope, 'egress', { namespace: 'ho-so-prod', hosts }));
  const manifest = resource['kubernetes_manifest']?.['egress']?.['manifest'] as { metadata: { annotations: Record<string, string> } };
  expect(manifest).toMatchObject({
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { namespace: 'ho-so-prod' },
    spec: {
      endpointSelector: {},
      egress: [
        { toPorts: [{ ports: [{ port: '53', protocol: 'ANY' }], rules: { dns: [{ matchPattern: '*' }] } }] },
        { toFQDNs: [{ matchPattern: '*.cdn.example.vn' }, { matchName: 'b.example.vn' }], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }] },
        { toFQDNs: [{ matchName: 'smtp.example.vn' }], toPorts: [{ ports: [{ port: '587', protocol: 'TCP' }] }] },
      ],
    },
  });
  expect(JSON.parse(manifest.metadata.annotations['ndc.gov.vn/purposes'] ?? '')).toContainEqual({ destination: 'b.example.vn:443', purpose: '${x}' });
});
