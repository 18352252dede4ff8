import type { EnvironmentIntent } from '../sites/intent/environment.js';
import type { Estate } from '../sites/model/estate.js';
import type { CheckedEnvironment } from './tenant-check-data.js';

/** An environment as a page tells it: where it runs, and how much of everything it gets. */
export function checkedEnvironment(estate: Estate, { namespace, system, tier, primary, standby, backup, quota }: EnvironmentIntent): CheckedEnvironment {
  return {
    namespace,
    system: system.id,
    tier: estate.protection.tiers[tier].name,
    primary: primary.site,
    ...(standby === undefined ? {} : { standby: standby.site }),
    ...(backup === undefined ? {} : { backup: backup.site }),
    cpu: quota.cpu,
    memory: quota.memory,
    gpu: quota.gpu,
    storage: Object.values(quota.storage).reduce((sum, size) => sum + size, 0n),
    pods: quota.pods,
  };
}
