import { deriveIntent } from '../../../sites/intent/derive.js';
import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import { mayBeAble, mustBeAble, type BackupProbeData } from '../../backup-data.js';
import type { Command, Context } from '../../command.js';
import { probeStore } from '../../edge/object-store/probe.js';
import { InputFailure } from '../../failure.js';
import { openEstate } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { daysOf, required, storeOf, storeOptions } from './store-of.js';

export const command: Command = {
  options: [...storeOptions, { flags: '--days <n>', about: { vi: 'khóa mặc định của bucket phải từ từng này ngày; mặc định theo thời gian giữ trong dữ liệu', en: 'the bucket’s default lock must last this many days (default: what the data’s retention wants)' } }],
  examples: ['ndc backup probe --site ndc-01 --bucket ndc-backup', 'ndc backup probe --site ndc-01 --bucket ndc-backup --profile ndc-backup-writer --json'],
  run: async (context, _args, options): Promise<Outcome<'ndc/backup-probe.v1', BackupProbeData>> => {
    const { store, bucket } = await storeOf(context, options);
    const least = options['days'] === undefined ? await lockAt(context, store.site) : daysOf(required(options, 'days'));
    const { asked, defaultLock } = await probeStore(store, bucket, context.now().getTime());
    const rows = asked.map((row) => ({
      ...row,
      // What could not be tried is not known to be refused.
      fine: mustBeAble.has(row.act) ? row.did === 'permitted' : mayBeAble.has(row.act) ? row.did !== 'untried' : row.did === 'refused',
    }));
    const lock = defaultLock === undefined ? undefined : { ...defaultLock, ...(least === undefined ? {} : { least }), fine: defaultLock.mode === 'COMPLIANCE' && defaultLock.days >= (least ?? 1) };
    return { kind: 'ndc/backup-probe.v1', exit: rows.every(({ fine }) => fine) && lock?.fine !== false ? 0 : 1, data: { site: store.site, bucket, ...(lock === undefined ? {} : { defaultLock: lock }), rows } };
  },
};

/**
 * The longest lock that backups kept at a site are declared with, days: retention and the longest reuse of a block.
 * Undefined where no data lie here: a bucket can be tried without an estate.
 */
async function lockAt(context: Context, site: string): Promise<number | undefined> {
  try {
    const estate = await openEstate(context);
    const { environments } = deriveProtection(estate, deriveIntent(estate));
    return Math.max(1, ...environments.flatMap(({ backups }) => backups.filter((target) => target.site === site).map(({ lockDays }) => lockDays)));
  } catch (error) {
    if (error instanceof InputFailure && error.code === 'NDC-X103') return undefined;
    throw error;
  }
}
