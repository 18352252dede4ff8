import { createHash } from 'node:crypto';
import type { ApiObject } from './velero-objects.js';

/** Pinned by its digest, as every site demands; nobody pulls it. */
const image = `sha256:${createHash('sha256').update('dien-tap').digest('hex')}`;

/**
 * What a tenant would run in an environment: a Deployment, its Service, its settings and a secret. Nothing of it has to run
 * to be restored; each is of another kind, and its content is text that a careless restore would spoil.
 */
export function workloadOf(namespace: string, registry: string, labels: Readonly<Record<string, string>>): readonly ApiObject[] {
  const metadata = (name: string) => ({ name, namespace, labels: { ...labels, app: 'dien-tap' } });
  return [
    { path: `/api/v1/namespaces/${namespace}/configmaps`, body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('dien-tap'), data: { 'cau-hinh.yaml': 'tên: "Hồ sơ sức khỏe"\nmẫu: ${HOST} %{if} {{ .Values }}\n' } } },
    { path: `/api/v1/namespaces/${namespace}/secrets`, body: { apiVersion: 'v1', kind: 'Secret', metadata: metadata('dien-tap'), type: 'Opaque', data: { khoa: Buffer.from('không ai đọc').toString('base64') } } },
    { path: `/api/v1/namespaces/${namespace}/services`, body: { apiVersion: 'v1', kind: 'Service', metadata: metadata('dien-tap'), spec: { selector: { app: 'dien-tap' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] } } },
    {
      path: `/apis/apps/v1/namespaces/${namespace}/deployments`,
      body: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: metadata('dien-tap'),
        spec: {
          replicas: 0,
          selector: { matchLabels: { app: 'dien-tap' } },
          template: { metadata: { labels: { ...labels, app: 'dien-tap' } }, spec: { automountServiceAccountToken: false, containers: [{ name: 'app', image: `${registry}/dien-tap/app@${image}`, resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '10m', memory: '16Mi' } } }] } },
        },
      },
    },
  ];
}
