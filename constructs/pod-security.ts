export const podSecurityLevels = ['privileged', 'baseline', 'restricted'] as const;
export type PodSecurity = (typeof podSecurityLevels)[number];

/**
 * Pod Security labels of a namespace, pinned to the cluster's minor version: an upgrade then changes them visibly.
 * Source: https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces
 * @param kubernetesVersion of the cluster, `1.35.4`
 */
export function podSecurityLabels(level: PodSecurity, kubernetesVersion: string): Record<string, string> {
  const version = `v${kubernetesVersion.split('.').slice(0, 2).join('.')}`;
  return Object.fromEntries(
    ['enforce', 'audit', 'warn'].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, version],
    ]),
  );
}

/** The least strict of several levels: what a namespace shared by them must allow. */
export const loosest = (levels: readonly PodSecurity[]): PodSecurity => podSecurityLevels.find((level) => levels.includes(level)) ?? 'restricted';
