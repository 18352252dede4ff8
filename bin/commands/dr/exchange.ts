import pLimit from 'p-limit';
import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import type { Command } from '../../command.js';
import type { DrExchangeData, ExchangeRow } from '../../dr-exchange-data.js';
import { loadConnection } from '../../edge/connection.js';
import { carry } from '../../exchange/carry.js';
import { exchangesOf, exchangingSites } from '../../exchange/exchanges.js';
import { estateHead } from '../../estate-head.js';
import { openEstate, underConnection } from '../../open-estate.js';
import type { ExitCode, Outcome } from '../../outcome.js';
import { isReached, reachSites } from '../../reach-sites.js';
import { known } from '../../selection.js';

/** Secrets carried at once: API servers answer quickly, and nothing is gained by more. */
const atOnce = 8;

export const command: Command = {
  options: [
    { flags: '--check', about: { vi: 'chỉ so sánh, không ghi gì', en: 'compare only; write nothing' } },
    { flags: '--site <id...>', about: { vi: 'chỉ những gì đi từ hoặc đến các trung tâm này', en: 'only what comes from or goes to these sites' } },
  ],
  examples: ['ndc dr exchange --check', 'ndc dr exchange', 'ndc dr exchange --site ndc-02 --connection production'],
  run: async (context, _args, options): Promise<Outcome<'ndc/dr-exchange.v1', DrExchangeData>> => {
    const recorded = await openEstate(context);
    const connection = await loadConnection(context.home, context.globals.connection);
    const estate = underConnection(recorded, context, connection);
    const asked = known('--site', options['site'] as readonly string[] | undefined, Object.keys(estate.sites));
    const operating = exchangingSites(estate);
    const exchanges = exchangesOf(deriveProtection(estate, deriveIntent(estate)), operating).filter(({ from, to }) => asked === undefined || asked.includes(from) || asked.includes(to));
    const touched = new Set(exchanges.flatMap(({ from, to }) => [from, to]));
    const reached = await reachSites(context, connection, operating.filter((id) => touched.has(id)).flatMap((id) => estate.sites[id] ?? []));
    const sites = new Map(reached.map((one) => [isReached(one) ? one.site.id : one.site, one]));
    const write = options['check'] !== true;
    const limit = pLimit(atOnce);
    const rows = await Promise.all(exchanges.map((exchange) => limit(() => carry(exchange, sites, write))));
    return { kind: 'ndc/dr-exchange.v1', exit: exitOf(rows), data: { estate: estateHead(estate), connection: connection.name, write, rows } };
  },
};

function exitOf(rows: readonly ExchangeRow[]): ExitCode {
  if (rows.some(({ status }) => status === 'unread')) return 3;
  return rows.some(({ status }) => status !== 'written' && status !== 'replaced' && status !== 'equal') ? 1 : 0;
}
