import { randomBytes } from 'node:crypto';
import { type HsmKey } from '../../../sites/keys/ceremony/step.js';
import { makingOf, type KeyMaking } from '../../../sites/keys/making.js';
import { readDay } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { everyKey } from '../../../sites/model/key-holders.js';
import { visible } from '../../../sites/model/visible.js';
import type { Command, Globals, Values } from '../../command.js';
import { loadConnection } from '../../edge/connection.js';
import { requireLibrary } from '../../edge/hsm/library.js';
import { TokenClient } from '../../edge/hsm/token-client.js';
import { generateFailure, tokenFailure } from '../../edge/hsm/token-failure.js';
import { TokenError, type TokenFacts, type TokenObject } from '../../edge/hsm/token-protocol.js';
import { InputFailure } from '../../failure.js';
import type { HsmGenerateData } from '../../hsm-generate-data.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { marked } from './marked.js';
import { namedKey } from './named-key.js';
import { needed, pinFor, requireLabel, tokenOptions } from './token-options.js';

/** Milliseconds a token may take to open, and to make a key: a long one of RSA takes its time. */
const patience = { open: 60_000, make: 300_000 } as const;

interface Asked {
  readonly key: HsmKey;
  readonly making: KeyMaking;
  readonly label: string;
  readonly objectId: string;
}

const refusal = (vi: string, en: string): InputFailure => new InputFailure('NDC-X368', { vi, en });

export const command: Command = {
  arguments: [{ name: '<key>', about: { vi: 'mã khóa trong danh mục: phân vùng, cơ chế, độ dài theo danh mục', en: 'id of a key of the inventory, which says partition, mechanism and length' } }],
  options: [
    // The inventory says in which partition a key lies.
    ...tokenOptions.filter(({ flags }) => !flags.startsWith('--token')),
    { flags: '--label <label>', about: { vi: 'nhãn của phiên bản mới khi thay khóa (khóa dự kiến: nhãn trong danh mục)', en: 'label of the new version, for a rotation (a planned key bears the inventory’s)' } },
    { flags: '--id <hex>', about: { vi: 'CKA_ID, các cặp chữ số thập lục phân (mặc định: rút ngẫu nhiên 8 byte)', en: 'CKA_ID, pairs of hexadecimal digits (default: 8 bytes drawn at random)' } },
  ],
  examples: ['ndc hsm generate ndc-02-seal --library /usr/lib/hsm.so', 'ndc hsm generate ndc-01-seal --label ndc-01-seal-2026a --id 5f1c09ab44de7702 --library /usr/lib/hsm.so --pin-file /etc/ndc/seal.pin'],
  run: async (context, [asked = ''], options): Promise<Outcome<'ndc/hsm-generate.v1', HsmGenerateData>> => {
    requireReality(context.globals);
    const estate = underScenario(await openEstate(context), context);
    const { key, making, label, objectId } = askedFor(estate, asked, options);
    const { site, partition } = key.home.hsm;
    const named = context.globals.connection;
    const hsm = named === undefined ? undefined : (await loadConnection(context.home, named)).sites[site]?.hsm;
    const library = await requireLibrary(hsm === undefined ? needed(options, 'library', '--library') : ((options['library'] as string | undefined) ?? hsm.library));
    const pin = await pinFor(partition, context, options, hsm);
    const { token, objects } = await made(context.root, { library, partition, pin, label, objectId, making });
    const { manufacturer, model, serial, firmware } = token;
    return {
      kind: 'ndc/hsm-generate.v1',
      exit: 0,
      data: { site, partition, key: key.id, label, objectId, bits: making.bits, use: making.use, token: { manufacturer, model, serial, firmware }, marks: objects.map(marked) },
    };
  },
};

/** What is written to a device is there: it is judged by this day and by what is recorded, by nothing supposed. */
function requireReality({ asOf, scenario, with: added, lose, delay }: Globals): void {
  const supposed = [...(asOf === undefined ? [] : ['--as-of']), ...(scenario === undefined ? [] : ['--scenario']), ...(added.length > 0 ? ['--with'] : []), ...(lose.length > 0 ? ['--lose'] : []), ...(delay.length > 0 ? ['--delay'] : [])].join(', ');
  if (supposed !== '') throw refusal(`lệnh này tạo khóa thật trên HSM, nên chỉ xét theo ngày hôm nay và dữ liệu đã ghi: hãy bỏ ${supposed}.`, `this command makes a real key on an HSM and goes by today and the recorded data alone: leave ${supposed} out.`);
}

/**
 * What is to be made, by the inventory: a planned key as it is declared, or the next version of one in use under a label
 * that nothing ever bore.
 *
 * @throws InputFailure NDC-X368, NDC-X355, NDC-X066
 */
function askedFor(estate: Estate, asked: string, options: Values): Asked {
  const { key, version } = namedKey(estate, asked);
  if (version !== undefined) throw refusal(`${version.id} là phiên bản cũ của ${key.id}, không bao giờ tạo lại. Muốn thay khóa thì nêu ${key.id}.`, `${version.id} is a former version of ${key.id} and is never made again. To rotate, name ${key.id}.`);
  if (key.destroyed !== undefined) throw refusal(`${key.id} đã bị hủy ngày ${readDay(key.destroyed.on)}: mã, nhãn và CKA_ID không dùng lại.`, `${key.id} was destroyed on ${key.destroyed.on}: its id, label and CKA_ID are never used again.`);
  const { home } = key;
  if (!('hsm' in home)) throw refusal(`${key.id} không nằm trong HSM; xem cách tạo bằng ndc hsm ceremony ${key.id}.`, `${key.id} lies in no HSM; how it is made says ndc hsm ceremony ${key.id}.`);
  const making = makingOf(key);
  if (making === undefined) throw refusal(`lệnh này không tạo khóa ${key.mechanism} ${key.bits} bit của ${key.id}; hãy dùng công cụ của nhà sản xuất HSM, theo ndc hsm ceremony ${key.id}.`, `this command makes no key of ${key.mechanism} and ${key.bits} bits as ${key.id} is; use the tool of the HSM’s maker, by ndc hsm ceremony ${key.id}.`);
  const planned = key.created === undefined || key.created > estate.scenario.asOf;
  const label = labelOf(estate, key.id, home.hsm, planned ? undefined : key.created, options);
  return { key: { ...key, home }, making, label, objectId: objectIdOf(estate, planned ? home.hsm.objectId : undefined, options) };
}

function labelOf(estate: Estate, id: string, own: HsmKey['home']['hsm'], created: string | undefined, options: Values): string {
  const given = options['label'] as string | undefined;
  if (created === undefined) {
    if (given === undefined || given === own.label) return own.label;
    throw refusal(`${id} còn là dự kiến, và danh mục ghi nhãn ${own.label}: bỏ --label, hoặc sửa danh mục trước.`, `${id} is planned, and the inventory has its label as ${own.label}: leave --label out, or change the inventory first.`);
  }
  if (given === undefined) throw refusal(`${id} đã có từ ${readDay(created)}. Thay khóa cần nhãn mới (--label); tờ ndc hsm ceremony ${id} --do rotate nêu nhãn đó.`, `${id} is there since ${created}. A rotation takes a new label (--label); the sheet of ndc hsm ceremony ${id} --do rotate has it.`);
  requireLabel('--label', given, 64);
  const bearer = everyKey(estate).find(({ home, previous }) => ('hsm' in home && home.hsm.label === given) || previous?.some((version) => version.label === given) === true);
  if (bearer !== undefined) throw refusal(`nhãn ${given} đã thuộc về ${bearer.id} trong danh mục; nhãn không dùng lại. Tờ ndc hsm ceremony ${id} --do rotate nêu một nhãn mới.`, `the label ${given} belongs to ${bearer.id} in the inventory; labels are never used again. The sheet of ndc hsm ceremony ${id} --do rotate has a new one.`);
  return given;
}

function objectIdOf(estate: Estate, declared: string | undefined, options: Values): string {
  const given = options['id'] as string | undefined;
  if (given !== undefined && !/^([0-9a-f]{2}){1,64}$/.test(given)) throw refusal(`--id là "${visible(given, 80)}"; cần các cặp chữ số thập lục phân viết thường, như openssl rand -hex 8 in ra.`, `--id is "${visible(given, 80)}"; expected pairs of lower-case hexadecimal digits, as openssl rand -hex 8 prints them.`);
  if (declared !== undefined) {
    if (given === undefined || given === declared) return declared;
    throw refusal(`--id là ${given}, danh mục ghi ${declared} cho khóa dự kiến này.`, `--id is ${given}, and the inventory has ${declared} for this planned key.`);
  }
  const bearer = given === undefined ? undefined : everyKey(estate).find(({ home, previous }) => ('hsm' in home && home.hsm.objectId === given) || previous?.some((version) => version.objectId === given) === true);
  if (bearer !== undefined) throw refusal(`CKA_ID ${given ?? ''} đã thuộc về ${bearer.id} trong danh mục; CKA_ID không dùng lại. Hãy rút một CKA_ID mới.`, `the CKA_ID ${given ?? ''} belongs to ${bearer.id} in the inventory; a CKA_ID is never used again. Draw a new one.`);
  return given ?? randomBytes(8).toString('hex');
}

interface Making {
  readonly library: string;
  readonly partition: string;
  readonly pin: string;
  readonly label: string;
  readonly objectId: string;
  readonly making: KeyMaking;
}

async function made(root: string, { library, partition, pin, label, objectId, making }: Making): Promise<{ readonly token: TokenFacts; readonly objects: readonly TokenObject[] }> {
  const { client, opened } = await TokenClient.open(root, { op: 'open', library, token: partition, pin, writes: true }, patience.open).catch((error: unknown) => {
    throw error instanceof TokenError ? tokenFailure(error.trouble, partition) : error;
  });
  try {
    return { token: opened.token, objects: await client.call({ op: 'generate', label, objectId, making }, patience.make) };
  } catch (error) {
    throw error instanceof TokenError ? generateFailure(error.trouble, partition) : error;
  } finally {
    client.end();
  }
}
