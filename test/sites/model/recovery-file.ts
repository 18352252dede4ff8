import { recoveryActions } from '../../../sites/model/kinds/recovery-inputs.js';

const tier = (volumes: string, more = ''): string => `{volumes: ${volumes}, databases: streaming, objects: multisite, backupEveryMinutes: 30, baseBackupEveryHours: 24, archiveTimeoutSeconds: 60, starts: replicated-manifests${more}}`;

/** The smallest catalogue/recovery.yaml that loads: every action takes a minute, every prerequisite is there. */
export const recoveryFile = `apiVersion: ndc.gov.vn/v1
kind: RecoveryInputs
copies:
  platinum: ${tier('{mode: journal}', ', newKeys: after-snapshot')}
  gold: ${tier('{mode: snapshot, intervalMinutes: 5}')}
  silver: {volumes: {mode: none}, databases: none, objects: none, backupEveryMinutes: 60, baseBackupEveryHours: 24, archiveTimeoutSeconds: 600, starts: restore}
  bronze: {volumes: {mode: none}, databases: none, objects: none, backupEveryMinutes: 60, baseBackupEveryHours: 24, archiveTimeoutSeconds: 600, starts: restore}
localCopy: {retentionDays: 7, lockDays: 0}
databaseClusters: {instances: {platinum: 3, gold: 2, silver: 1, bronze: 1}, spareDiskPercent: 10, computePercent: 50, image: 'ghcr.io/cloudnative-pg/postgresql:17.6'}
ingest: {mbpsPerCore: 400, memoryMiBPerStream: 1024}
secretStore: {snapshotEveryMinutes: 5}
registry: {name: registry.example, lagMinutes: 0.25}
dns: {ttlSeconds: 60, owner: Người trực}
limits: {operators: 2, applySlots: 2, promotionSlots: 2, restoreMbps: 1000, imagePullMbps: 1000, hsmOperationsPerSecond: 1000}
imageMiBPerEnvironment: 1024
hsmOperationsPerEnvironment: 100
durations:
${recoveryActions.map((action) => `  ${action}: {p50: 1, p95: 2}`).join('\n')}
needsOperator: [declare]
prerequisites: []
systems: []
`;
