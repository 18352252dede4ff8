import { join } from 'node:path';
import { isSeq, parseDocument, YAMLSeq } from 'yaml';
import { approvalDigest, approvalStatement, approvalsNeeded, notApprovable, peopleOf } from '../../sites/model/approval.js';
import { approvalWords } from '../../sites/model/approval-words.js';
import type { Day } from '../../sites/model/calendar.js';
import { shown } from '../../sites/model/diagnostic.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { Transition } from '../../sites/model/kinds/ledger.js';
import { loadEstate } from '../../sites/model/load.js';
import { didYouMean, nearest } from '../../sites/model/nearest.js';
import type { SourceFile } from '../../sites/model/source-file.js';
import type { ApprovalData } from '../approval-data.js';
import { allowedSigners, approvalDay, checkTransition, validOn } from '../approvals.js';
import type { Command } from '../command.js';
import { changeFiles } from '../edge/change-files.js';
import { readDataDirectory } from '../edge/data-directory.js';
import { signBytes, verifySignature } from '../edge/ssh-signature.js';
import { InvalidEstate } from '../invalid-estate.js';
import { CheckFailure, InputFailure } from '../failure.js';
import { asOfDay } from '../open-estate.js';
import type { Outcome } from '../outcome.js';

export const command: Command = {
  arguments: [{ name: '<transition>', about: { vi: 'id của thủ tục trong sites/data/transitions', en: 'id of the transition in sites/data/transitions' } }],
  options: [
    { flags: '--key <file>', about: { vi: 'khóa SSH của người ký: tệp khóa, hoặc tệp .pub khi khóa nằm trong ssh-agent', en: 'SSH key of whoever signs: the key file, or the .pub file of a key held by ssh-agent' } },
    { flags: '--write', about: { vi: 'ký và ghi chữ ký vào tệp thủ tục; không có thì chỉ cho xem nội dung được ký', en: 'sign, and write the signature into the transition; without it only what would be signed is shown' } },
  ],
  examples: ['ndc approve offboard-ho-so', 'ndc approve offboard-ho-so --key ~/.ssh/ndc --write'],
  run: async (context, [given = ''], options): Promise<Outcome<'ndc/approval.v1', ApprovalData>> => {
    if (context.globals.with.length > 0)
      throw new InputFailure('NDC-X300', { vi: 'không phê duyệt trên dữ liệu giả định: hãy bỏ --with.', en: 'nothing is approved on supposed data: leave --with out.' });
    const files = await readDataDirectory(context.sites);
    const loaded = loadEstate(files, asOfDay(context));
    if ('diagnostics' in loaded) throw new InvalidEstate(context.sites, loaded.diagnostics);
    const { estate } = loaded;
    const transition = known(estate, given);
    const day = approvalDay(estate, context.now());
    const refused = notApprovable(transition);
    if (refused !== undefined) throw new CheckFailure('NDC-X302', { vi: `chưa phê duyệt được ${transition.id}: ${refused.vi}.`, en: `${transition.id} cannot be approved: ${refused.en}.` });
    const [digest, file] = [approvalDigest(estate, transition), `transitions/${transition.id}.yaml`];
    const data = { transition: transition.id, file: join(context.sites, file), digest, on: day, permits: approvalWords(transition), needed: approvalsNeeded };
    if (options['write'] !== true) {
      const { given: valid, refused: worthless } = await checkTransition(estate, transition, day);
      return { kind: 'ndc/approval.v1', exit: 0, data: { ...data, given: peopleOf(valid), refused: worthless } };
    }
    const key = options['key'];
    if (typeof key !== 'string') throw new InputFailure('NDC-X300', { vi: 'để ký cần nêu khóa: --key <tệp>.', en: 'to sign, name the key: --key <file>.' });
    const signature = await signBytes(new TextEncoder().encode(approvalStatement(transition.id, digest, day)), key);
    const by = await signerOf(estate, transition, digest, day, signature);
    const source = files.find(({ name }) => name === file);
    if (source === undefined || !('bytes' in source)) throw new Error(`${file} was loaded without bytes`);
    const after = withApproval(new TextDecoder().decode(source.bytes), { by, on: day, digest, signature });
    const checked = await checkedAfter(files, file, after, estate, transition.id, by, day);
    await changeFiles([{ path: join(context.sites, file), before: source.bytes, after }]);
    return { kind: 'ndc/approval.v1', exit: 0, data: { ...data, signed: by, given: peopleOf(checked.given), refused: checked.refused } };
  },
};

function known({ transitions }: Estate, given: string): DeepReadonly<Transition> {
  const found = Object.hasOwn(transitions, given) ? transitions[given] : undefined;
  if (found !== undefined) return found;
  const hint = didYouMean(nearest(given, Object.keys(transitions)));
  throw new InputFailure('NDC-X301', { vi: `không có thủ tục "${shown(given)}" trong transitions/.${hint.vi}`, en: `there is no transition "${shown(given)}" in transitions/.${hint.en}` });
}

/**
 * Whose key signed, by the catalogue. A name is the key's, never the command line's.
 *
 * @throws CheckFailure NDC-X303 where it is nobody's, or its owner has approved already.
 */
async function signerOf(estate: Estate, transition: DeepReadonly<Transition>, digest: string, day: Day, signature: string): Promise<string> {
  const encoder = new TextEncoder();
  const signers = (estate.signers ?? []).filter((signer) => validOn(signer, day));
  const check = await verifySignature(encoder.encode(approvalStatement(transition.id, digest, day)), encoder.encode(signature), { text: allowedSigners(signers) });
  if (!check.good)
    throw refuse(
      `chữ ký của khóa này không được tính: ${check.because.vi}. Người ký phải có trong catalogue/signers.yaml của dữ liệu đã duyệt, với khóa còn hiệu lực ngày ${day}.`,
      `a signature by this key does not count: ${check.because.en}. Whoever signs stands in catalogue/signers.yaml of the approved data, with a key valid on ${day}.`,
    );
  const before = await checkTransition(estate, transition, day);
  const own = [...before.given, { by: check.signer, on: day, key: check.key }];
  if (peopleOf(own).length === peopleOf(before.given).length)
    throw refuse(`${check.signer} đã phê duyệt nội dung này; hai phê duyệt là của hai người, hai khóa.`, `${check.signer} has approved this text already; two approvals are two people's, by two keys.`);
  return check.signer;
}

const refuse = (vi: string, en: string): CheckFailure => new CheckFailure('NDC-X303', { vi: `${vi} Chưa ghi gì.`, en: `${en} Nothing was written.` });

/** The file with one more approval; everything else of it keeps its form. */
export function withApproval(text: string, { by, on, digest, signature }: { readonly by: string; readonly on: Day; readonly digest: string; readonly signature: string }): string {
  const document = parseDocument(text);
  const present = document.get('approvals');
  const list = isSeq(present) ? present : new YAMLSeq();
  if (!isSeq(present)) document.set('approvals', list);
  list.flow = false;
  list.add(document.createNode({ by, on, digest, signature }));
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** Reads back what would be written: a signature that does not count afterwards is not written. */
async function checkedAfter(files: readonly SourceFile[], file: string, text: string, { scenario }: Estate, id: string, by: string, day: Day) {
  const loaded = loadEstate([...files.filter(({ name }) => name !== file), { name: file, bytes: new TextEncoder().encode(text) }], scenario.asOf);
  if ('diagnostics' in loaded) throw new InvalidEstate(file, loaded.diagnostics);
  const transition = loaded.estate.transitions[id];
  if (transition === undefined) throw new Error(`${id} is gone from ${file}`);
  const checked = await checkTransition(loaded.estate, transition, day);
  const worthless = checked.refused.find((one) => one.by === by && one.on === day);
  if (worthless !== undefined) throw refuse(`chữ ký của ${by} không được tính: ${worthless.because.vi}.`, `the signature of ${by} does not count: ${worthless.because.en}.`);
  return checked;
}
