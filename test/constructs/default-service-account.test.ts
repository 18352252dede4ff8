import { expect, it } from 'vitest';
import { DefaultServiceAccount } from '../../constructs/default-service-account.js';
import { probe, someNamespace } from './probe.js';

it('DefaultServiceAccount mounts no token', () => {
  const { resource } = probe((scope) => void new DefaultServiceAccount(scope, 'service-account', { namespace: someNamespace(scope) }));
  expect(resource['kubernetes_default_service_account_v1']?.['service-account']).toMatchObject({ metadata: { namespace: 'some' }, automount_service_account_token: false });
});
