import type { Estate } from '../../sites/model/estate.js';
import type { Protection } from '../../sites/model/kinds/protection.js';
import { protections } from '../../sites/model/kinds/protection.js';
import type { RecoveryAction } from '../../sites/model/kinds/recovery-inputs.js';
import { pointer, type Pointer } from '../../sites/model/pointer.js';
import type { Text } from '../../sites/model/text.js';
import { durationsOf } from '../../sites/recovery/durations.js';
import { environmentsOf } from './placement.js';

/** One interval of a tier's copies, minutes; alone it is the least that may be lost, whatever the links carry. */
export interface Interval {
  readonly what: Text;
  readonly minutes: number;
  readonly pointer: Pointer;
}

/** What no number of sites, links or people can better: the intervals of a tier's copies, and the steps nobody can skip. */
export interface TierFloor {
  readonly tier: Protection;
  readonly environments: number;
  readonly rpoMinutes: number;
  readonly rtoMinutes: number;
  readonly intervals: readonly Interval[];
  /** Steps one after another with each at its median, and the time resolvers keep the old address. */
  readonly rtoFloorMinutes: number;
  readonly steps: readonly { readonly what: string; readonly minutes: number; readonly pointer: Pointer }[];
}

/** Of every recovery, also of a system that keeps nothing: they wait for each other. */
const unavoidable = ['detect', 'declare', 'fence', 'start-identity', 'start-secret-store', 'apply-stack', 'verify', 'switch-dns'] as const satisfies readonly RecoveryAction[];

/** Of each tier that some environment has, best first. */
export function tierFloors(estate: Estate): readonly TierFloor[] {
  const count = new Map<Protection, number>();
  for (const { tier } of environmentsOf(estate)) count.set(tier, (count.get(tier) ?? 0) + 1);
  const durations = durationsOf(estate);
  const steps = [
    ...unavoidable.map((action) => ({ what: action, minutes: durations[action].p50 / 60_000, pointer: durations[action].inputs[0] ?? pointer('recovery', 'durations', action) })),
    { what: 'ttl', minutes: estate.recovery.dns.ttlSeconds / 60, pointer: pointer('recovery', 'dns', 'ttlSeconds') },
  ];
  return protections.flatMap((tier): TierFloor[] => {
    const environments = count.get(tier);
    if (environments === undefined) return [];
    const { rpoMinutes, rtoMinutes } = estate.protection.tiers[tier];
    return [{ tier, environments, rpoMinutes, rtoMinutes, intervals: intervalsOf(estate, tier), rtoFloorMinutes: steps.reduce((sum, { minutes }) => sum + minutes, 0), steps }];
  });
}

function intervalsOf({ recovery }: Estate, tier: Protection): readonly Interval[] {
  const { volumes, newKeys } = recovery.copies[tier];
  const at = (...path: readonly string[]): Pointer => pointer('recovery', ...path);
  const copy: Interval =
    volumes.mode === 'snapshot'
      ? { what: { vi: 'chu kỳ chụp ổ đĩa', en: 'interval of volume snapshots' }, minutes: volumes.intervalMinutes, pointer: at('copies', tier, 'volumes', 'intervalMinutes') }
      : volumes.mode === 'journal'
        ? { what: { vi: 'nhật ký ổ đĩa', en: 'journal of volumes' }, minutes: 0, pointer: at('copies', tier, 'volumes', 'mode') }
        : { what: { vi: 'chu kỳ sao lưu, vì không sao chép ổ đĩa', en: 'interval of backups, since no volume is replicated' }, minutes: recovery.copies[tier].backupEveryMinutes, pointer: at('copies', tier, 'backupEveryMinutes') };
  const keys: Interval = { what: { vi: 'chu kỳ chụp kho bí mật, khi khóa mới được dùng ngay', en: 'interval of the secret store\'s snapshots, where new keys are used at once' }, minutes: recovery.secretStore.snapshotEveryMinutes, pointer: at('secretStore', 'snapshotEveryMinutes') };
  const images: Interval = { what: { vi: 'độ trễ gửi ảnh phần mềm giữa các kho ảnh', en: 'lag of images between registries' }, minutes: recovery.registry.lagMinutes, pointer: at('registry', 'lagMinutes') };
  return [copy, ...(newKeys === 'after-snapshot' ? [] : [keys]), images];
}
