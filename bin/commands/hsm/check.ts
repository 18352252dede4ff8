import { latencyFindings, tokenFindings } from '../../../sites/keys/token-check.js';
import type { Estate } from '../../../sites/model/estate.js';
import { visible } from '../../../sites/model/visible.js';
import type { Command, Context, Values } from '../../command.js';
import { loadConnection } from '../../edge/connection.js';
import { requireLibrary } from '../../edge/hsm/library.js';
import { pinFromFile } from '../../edge/hsm/pin.js';
import { TokenClient } from '../../edge/hsm/token-client.js';
import { tokenFailure } from '../../edge/hsm/token-failure.js';
import { TokenError, type Inspection } from '../../edge/hsm/token-protocol.js';
import { percentiles } from '../../edge/kms/percentiles.js';
import { InputFailure } from '../../failure.js';
import type { CheckedPartition, HsmCheckData } from '../../hsm-check-data.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { marked } from './marked.js';
import { oneSite, oneSiteOption } from './sites-option.js';
import { numberOption } from '../../number-option.js';
import { needed, pinFor, requireLabel, tokenOptions } from './token-options.js';

/** Milliseconds a token may take to open, to be looked through, or to be measured. */
const patience = 60_000;

interface Asked {
  readonly library: string;
  readonly tokens: readonly { readonly label: string; readonly pin: () => Promise<string> }[];
}

export const command: Command = {
  options: [oneSiteOption, ...tokenOptions, { flags: '--rounds <n>', about: { vi: 'số lần đo mỗi phép (mặc định 500; 0: không đo)', en: 'rounds of each measurement (default 500; 0: none)' } }, { flags: '--marks', about: { vi: 'chỉ đọc CKA_ID và dấu nhận, của một phân vùng bất kỳ: bản sao đang phục hồi thử', en: 'read CKA_IDs and marks alone, of any partition: a copy that is being tried' } }],
  examples: ['ndc hsm check --site ndc-01 --library /usr/lib/softhsm/libsofthsm2.so --token ndc-01-kms --pin-file /etc/ndc/kms.pin', 'ndc hsm check --site ndc-01 --connection production'],
  run: async (context, _args, options): Promise<Outcome<'ndc/hsm-check.v1', HsmCheckData>> => {
    const estate = underScenario(await openEstate(context), context);
    const site = oneSite(estate, options);
    const marksOnly = options['marks'] === true;
    if (marksOnly) needed(options, 'token', '--token');
    const rounds = numberOption(options, 'rounds', '--rounds', 0, 100_000, 500);
    const { library: given, tokens } = await asked(context, options, site);
    const labels = estate.sites[site]?.hsm.partitions.map(({ label }) => label) ?? [];
    for (const { label } of tokens) {
      requireLabel('--token', label, 32);
      if (!marksOnly && !labels.includes(label))
        throw new InputFailure('NDC-X067', { vi: `${site} không khai báo phân vùng "${visible(label, 80)}"; có: ${labels.join(', ')}.`, en: `${site} declares no partition "${visible(label, 80)}"; there are: ${labels.join(', ')}.` });
    }
    const library = await requireLibrary(given);
    const partitions: CheckedPartition[] = [];
    for (const { label, pin } of tokens) partitions.push(await checked(context, estate, { site, library, label, pin: await pin(), rounds: marksOnly ? 0 : rounds, marksOnly }));
    const left = labels.filter((label) => !tokens.some((token) => token.label === label));
    const named = options['token'] !== undefined;
    return {
      kind: 'ndc/hsm-check.v1',
      exit: partitions.some(({ findings }) => findings.some(({ severity }) => severity === 'error')) ? 1 : 0,
      data: { site, asOf: estate.scenario.asOf, library, partitions, notChecked: named ? [] : left, notAskedFor: named && !marksOnly ? left : [], ...(marksOnly ? { marksOnly } : {}) },
    };
  },
};

/**
 * The partition that is named, through the library that is named, else the connection's; its PIN from the options, else from
 * the connection's file of that partition, else asked for. Without one named, every partition the connection has a PIN file of.
 *
 * @throws InputFailure NDC-X060 naming what is missing, and what either way of giving it would be.
 */
async function asked(context: Context, options: Values, site: string): Promise<Asked> {
  const [one, library] = [options['token'] as string | undefined, options['library'] as string | undefined];
  const named = context.globals.connection;
  const connection = named === undefined ? undefined : await loadConnection(context.home, named);
  const hsm = connection?.sites[site]?.hsm;
  const own = { vi: connection === undefined ? '' : ` (kết nối "${connection.name}" không có sites.${site}.hsm)`, en: connection === undefined ? '' : ` (the connection "${connection.name}" has no sites.${site}.hsm)` };
  if (one === undefined) {
    if (hsm === undefined) throw new InputFailure('NDC-X060', { vi: `thiếu --token và --library, hoặc một --connection có sites.${site}.hsm (library, pinFiles)${own.vi}.`, en: `--token and --library are missing, or a --connection that has sites.${site}.hsm (library, pinFiles)${own.en}.` });
    return { library: library ?? hsm.library, tokens: Object.entries(hsm.pinFiles).map(([label, file]) => ({ label, pin: () => pinFromFile(file) })) };
  }
  const through = library ?? hsm?.library;
  if (through === undefined) throw new InputFailure('NDC-X060', { vi: `thiếu --library của phân vùng "${visible(one, 80)}"${own.vi}.`, en: `--library of the partition "${visible(one, 80)}" is missing${own.en}.` });
  return { library: through, tokens: [{ label: one, pin: () => pinFor(one, context, options, hsm) }] };
}

async function checked(context: Context, estate: Estate, { site, library, label, pin, rounds, marksOnly }: { readonly site: string; readonly library: string; readonly label: string; readonly pin: string; readonly rounds: number; readonly marksOnly: boolean }): Promise<CheckedPartition> {
  try {
    const { client } = await TokenClient.open(context.root, { op: 'open', library, token: label, pin }, patience);
    try {
      const inspection = await client.call({ op: 'inspect' }, patience);
      const { manufacturer, model, serial, firmware } = inspection.token;
      const keys = Object.values(estate.keys).flatMap(({ purpose, home }) => (purpose === 'api-server' && 'hsm' in home && home.hsm.site === site && home.hsm.partition === label ? [home.hsm.label] : []));
      const measured: CheckedPartition['measured'][number][] = [];
      for (const key of rounds === 0 ? [] : keys.filter((name) => inspection.objects.some((object) => object.label === name && object.class === 'secret'))) {
        const { encrypt, decrypt } = await client.call({ op: 'measure', key, rounds }, patience);
        const [e, d] = [percentiles(encrypt.map((ns) => ns / 1e6)), percentiles(decrypt.map((ns) => ns / 1e6))];
        if (e !== undefined && d !== undefined) measured.push({ key, encrypt: e, decrypt: d });
      }
      const ahead = clockAhead(inspection, context.now());
      const findings = marksOnly ? [] : [...tokenFindings(estate, site, label, { ...inspection, ...(ahead === undefined ? {} : { clockAhead: ahead }) }), ...measured.flatMap(({ key, encrypt, decrypt }) => latencyFindings(key, { encrypt: encrypt.p99, decrypt: decrypt.p99 }))];
      return { partition: label, token: { manufacturer, model, serial, firmware }, keys: inspection.objects.filter((object) => object.class !== 'public').length, marks: inspection.objects.map(marked), findings, measured };
    } finally {
      client.end();
    }
  } catch (error) {
    throw error instanceof TokenError ? tokenFailure(error.trouble, label) : error;
  }
}

/** Seconds by which a token's clock, in UTC, is ahead of this machine's. */
function clockAhead({ token: { utcTime } }: Inspection, now: Date): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(utcTime ?? '');
  if (match === null) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return (Date.UTC(year, month - 1, day, hour, minute, second) - now.getTime()) / 1000;
}
