import { z } from 'zod';
import { bytes, count, positive } from '../scalars.js';

/** What the planner assumes of what HSMs are asked for. */
export const hsmPlanningSchema = z.strictObject({
  /** Percent of a device's rate that is planned for; the rest is for peaks within a second and for ceremonies. */
  busyPercent: positive(100),
  /** Size of a mean volume: a quota says how many bytes, and each volume's key is unwrapped once where it is mapped. */
  meanVolume: bytes(),
  /** Minutes within which a site that starts cold has its volumes mapped. */
  startMinutes: positive(1440),
  /** Minutes within which a survivor has those of a lost site mapped. */
  failoverMinutes: positive(1440),
  /** Seeds of data keys in use in etcd, each unwrapped by an API server that starts; it wraps a new one of its own (KMS v2). */
  seeds: positive(10_000),
  /** Nodes of a secret store, and operations with which one of them unseals. */
  secretStoreNodes: positive(9),
  unsealOperations: positive(100),
  /** Operations of one run of an environment's backup: its repository's password unwrapped. */
  backupOperations: count(1000),
});
export type HsmPlanning = z.output<typeof hsmPlanningSchema>;
