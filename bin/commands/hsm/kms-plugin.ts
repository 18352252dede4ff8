import type { Estate } from '../../../sites/model/estate.js';
import { visible } from '../../../sites/model/visible.js';
import type { Command, Context, Values } from '../../command.js';
import { requireLibrary } from '../../edge/hsm/library.js';
import { tokenFailure, troubleText } from '../../edge/hsm/token-failure.js';
import { TokenClient } from '../../edge/hsm/token-client.js';
import { TokenError } from '../../edge/hsm/token-protocol.js';
import { TokenQueue } from '../../edge/hsm/token-queue.js';
import { absentLog } from '../../edge/kms/absent-log.js';
import { KmsMetrics } from '../../edge/kms/metrics.js';
import { serveKms, serveMetrics } from '../../edge/kms/server.js';
import { KmsService } from '../../edge/kms/service.js';
import { freeSocketPath } from '../../edge/kms/socket.js';
import { InvalidEstate } from '../../invalid-estate.js';
import { Failure, InputFailure } from '../../failure.js';
import type { KmsPluginData } from '../../kms-plugin-data.js';
import { openEstate } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { oneSite, oneSiteOption } from './sites-option.js';
import { numberOption } from '../../number-option.js';
import { needed, pinFor, requireLabel, tokenOptions } from './token-options.js';

export const command: Command = {
  options: [
    oneSiteOption,
    { flags: '--socket <path>', about: { vi: 'socket mà máy chủ API gọi tới, tối đa 107 byte', en: 'socket the API server calls, at most 107 bytes' } },
    ...tokenOptions,
    { flags: '--key <label>', about: { vi: 'nhãn khóa dùng để mã hóa; các khóa cũ trên token vẫn giải mã được', en: 'label of the key that encrypts; former keys on the token still decrypt' } },
    { flags: '--sessions <n>', about: { vi: 'số phiên PKCS#11 song song (mặc định 2)', en: 'PKCS#11 sessions side by side (default 2)' } },
    { flags: '--queue <n>', about: { vi: 'số yêu cầu được chờ (mặc định 256)', en: 'requests that may wait (default 256)' } },
    { flags: '--timeout-ms <n>', about: { vi: 'thời gian tối đa cho một yêu cầu (mặc định 3000)', en: 'longest a request may take (default 3000)' } },
    { flags: '--metrics-port <port>', about: { vi: 'cổng trên 127.0.0.1 cho /metrics và /healthz (mặc định không mở)', en: 'port on 127.0.0.1 for /metrics and /healthz (default none)' } },
  ],
  examples: ['ndc hsm kms-plugin --site ndc-01 --socket /run/ndc/kms.sock --library /usr/lib/softhsm/libsofthsm2.so --token ndc-01-kms --pin-file /etc/ndc/kms.pin --key ndc-01-api-2026c'],
  run: async (context, _args, options): Promise<Outcome<'ndc/kms-plugin.v1', KmsPluginData>> => {
    const label = requireLabel('--key', needed(options, 'key', '--key'), 64);
    const token = requireLabel('--token', needed(options, 'token', '--token'), 32);
    const { site, estate } = await declaredAt(context, options, token, label);
    const socket = await freeSocketPath(needed(options, 'socket', '--socket'));
    const library = await requireLibrary(needed(options, 'library', '--library'));
    const timeout = numberOption(options, 'timeoutMs', '--timeout-ms', 50, 60_000, 3_000);
    const [sessions, capacity] = [numberOption(options, 'sessions', '--sessions', 1, 16, 2), numberOption(options, 'queue', '--queue', 1, 10_000, 256)];
    const port = options['metricsPort'] === undefined ? undefined : numberOption(options, 'metricsPort', '--metrics-port', 0, 65_535, 0);
    const pin = await pinFor(token, context, options);
    const queue = new TokenQueue({
      open: () => TokenClient.open(context.root, { op: 'open', library, token, pin, key: label }, Math.max(timeout, 15_000)),
      sessions,
      capacity,
      timeout,
      onChange: ({ up, trouble }) => context.warn(changed(context, token, up, trouble)),
    });
    try {
      return await serve(context, queue, { site, token, socket, port, estate });
    } finally {
      queue.end();
    }
  },
};

/**
 * The site whose inventory names the key, also as a former version: while a rotation is under way, a plugin that is
 * started again must not be refused. Where the inventory cannot be read, the API server still needs its plugin.
 *
 * @throws InputFailure NDC-X067
 */
async function declaredAt(context: Context, options: Values, token: string, label: string): Promise<{ readonly site: string; readonly estate?: Estate }> {
  const estate = await openEstate(context).catch((error: unknown) => {
    if (error instanceof InvalidEstate || error instanceof Failure) return undefined;
    throw error;
  });
  if (estate === undefined) {
    context.warn(context.lang === 'vi' ? `Không đọc được dữ liệu ở ${visible(context.sites, 80)}: khóa chưa được đối chiếu với danh mục.` : `The data in ${visible(context.sites, 80)} cannot be read: the key is not compared with the inventory.`);
    return { site: requireLabel('--site', needed(options, 'site', '--site'), 32) };
  }
  const site = oneSite(estate, options);
  const declared = Object.values(estate.keys).flatMap(({ purpose, home, previous }) => (purpose === 'api-server' && 'hsm' in home && home.hsm.site === site ? [{ ...home.hsm, former: false }, ...(previous ?? []).flatMap((version) => (version.label === undefined ? [] : [{ partition: home.hsm.partition, label: version.label, former: true }]))] : []));
  const found = declared.find((key) => key.label === label && key.partition === token);
  if (found?.former === true) context.warn(context.lang === 'vi' ? `Khóa ${label} là phiên bản cũ trong danh mục: chỉ dùng khi đang thay khóa.` : `Key ${label} is a former version in the inventory: for use during a rotation only.`);
  if (found !== undefined) return { site, estate };
  const known = declared.flatMap((key) => (key.former ? [] : [`--token ${key.partition} --key ${key.label}`])).join('; ') || '-';
  throw new InputFailure('NDC-X067', {
    vi: `khóa "${visible(label, 80)}" trong phân vùng "${visible(token, 80)}" không có trong danh mục khóa của ${site} cho máy chủ API; có: ${known}. Hãy khai báo trong sites/data/keys/${site}.yaml.`,
    en: `key "${visible(label, 80)}" in partition "${visible(token, 80)}" is not in ${site}'s inventory for the API server; there are: ${known}. Declare it in sites/data/keys/${site}.yaml.`,
  });
}

function changed({ lang }: Context, token: string, up: boolean, trouble: TokenError['trouble'] | undefined): string {
  if (up) return lang === 'vi' ? `Phân vùng ${token} đã trở lại.` : `Partition ${token} is back.`;
  const said = trouble === undefined ? '' : troubleText(trouble, token)[lang];
  return lang === 'vi' ? `Không dùng được phân vùng ${token}: ${said}` : `Partition ${token} is away: ${said}`;
}

interface Serving {
  readonly site: string;
  readonly token: string;
  readonly socket: string;
  readonly port: number | undefined;
  readonly estate: Estate | undefined;
}

async function serve(context: Context, queue: TokenQueue, { site, token, socket, port, estate }: Serving): Promise<Outcome<'ndc/kms-plugin.v1', KmsPluginData>> {
  const { key } = await queue.start().catch((error: unknown) => {
    throw error instanceof TokenError ? tokenFailure(error.trouble, token) : error;
  });
  if (key === undefined) throw new Error('a token opened for a key has told none');
  const service = new KmsService(queue, key, token, absentLog(estate, context.lang, context.progress));
  const metrics = new KmsMetrics();
  const http = port === undefined ? undefined : await serveMetrics(port, metrics, () => ({ up: queue.up, waiting: queue.waiting, restarts: queue.restarts, keyId: key.keyId }));
  try {
    const server = await serveKms(socket, { status: () => service.status(), encrypt: (request) => service.encrypt(request), decrypt: (request) => service.decrypt(request) }, metrics);
    const at = http === undefined ? '' : context.lang === 'vi' ? `; số liệu ở http://127.0.0.1:${http.port}/metrics` : `; metrics at http://127.0.0.1:${http.port}/metrics`;
    context.progress(context.lang === 'vi' ? `KMS v2 sẵn sàng tại ${server.path}, khóa ${key.keyId}${at}.` : `KMS v2 is ready at ${server.path}, key ${key.keyId}${at}.`);
    await stopped(context.signal);
    await server.stop();
    return {
      kind: 'ndc/kms-plugin.v1',
      exit: 0,
      data: { site, socket: server.path, token, keyId: key.keyId, served: { status: metrics.served('status'), encrypt: metrics.served('encrypt'), decrypt: metrics.served('decrypt'), refused: metrics.refused() }, sessionsReopened: queue.restarts },
    };
  } finally {
    await http?.stop();
  }
}

const stopped = (signal: AbortSignal): Promise<void> => new Promise((done) => (signal.aborted ? done() : signal.addEventListener('abort', () => done(), { once: true })));
