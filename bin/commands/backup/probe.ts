import { mayBeAble, mustBeAble, type BackupProbeData } from '../../backup-data.js';
import type { Command } from '../../command.js';
import { probeStore } from '../../edge/object-store/probe.js';
import type { Outcome } from '../../outcome.js';
import { daysOf, required, storeOf, storeOptions } from './store-of.js';

export const command: Command = {
  options: [...storeOptions, { flags: '--days <n>', about: { vi: 'khóa mặc định của bucket phải từ từng này ngày (thời gian giữ cộng thời gian dùng lại dài nhất)', en: 'the bucket’s default lock must last this many days: retention and longest reuse' } }],
  examples: ['ndc backup probe --site ndc-01 --bucket ndc-backup', 'ndc backup probe --site ndc-01 --bucket ndc-backup --profile ndc-backup-writer --json'],
  run: async (context, _args, options): Promise<Outcome<'ndc/backup-probe.v1', BackupProbeData>> => {
    const { store, bucket } = await storeOf(context, options);
    const least = options['days'] === undefined ? 1 : daysOf(required(options, 'days'));
    const { asked, defaultLock } = await probeStore(store, bucket, context.now().getTime());
    const rows = asked.map(({ act, did, reason }) => ({
      act,
      did,
      ...(reason === undefined ? {} : { reason }),
      // What could not be tried is not known to be refused, but for values the identity may not even read.
      fine: mustBeAble.has(act) ? did === 'permitted' : mayBeAble.has(act) ? did !== 'untried' : did === 'refused' || (did === 'untried' && act.startsWith('change-')),
    }));
    const lock = defaultLock === undefined ? undefined : { ...defaultLock, fine: defaultLock.mode === 'COMPLIANCE' && defaultLock.days >= least };
    return { kind: 'ndc/backup-probe.v1', exit: rows.every(({ fine }) => fine) && lock?.fine !== false ? 0 : 1, data: { site: store.site, bucket, ...(lock === undefined ? {} : { defaultLock: lock }), rows } };
  },
};
