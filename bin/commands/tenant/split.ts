import type { Command, OptionSpec, Values } from '../../command.js';
import { InputFailure } from '../../failure.js';
import { splitSystems } from '../../hand-over/edits.js';
import { handOver, handOverOptions, requestFile, systemsByOwner, withoutRequest } from '../../hand-over/hand-over.js';
import { receiverOption, receiverOf } from '../../hand-over/receiver.js';

const ownerOptions: readonly OptionSpec[] = [
  { flags: '--accountable <text>', about: { vi: 'người chịu trách nhiệm ở cơ quan mới', en: 'accountable owner at the new body' } },
  { flags: '--technical <text>', about: { vi: 'đầu mối kỹ thuật ở cơ quan mới, người khác', en: 'technical owner at the new body, somebody else' } },
  { flags: '--mailbox <address>', about: { vi: 'hộp thư chung của cơ quan mới', en: 'shared mailbox of the new body' } },
];

/** Who answers for the new request: nobody of the old body does. @throws InputFailure NDC-X228 */
function ownersOf(options: Values): { accountable: string; technical: string; mailbox: string } {
  const missing = ['accountable', 'technical', 'mailbox'].filter((name) => typeof options[name] !== 'string');
  if (missing.length > 0)
    throw new InputFailure('NDC-X228', {
      vi: `cơ quan nhận chưa có phiếu, nên cần nêu ${missing.map((name) => `--${name}`).join(', ')}.`,
      en: `the receiving body has no request yet, so ${missing.map((name) => `--${name}`).join(', ')} must be given.`,
    });
  return { accountable: String(options['accountable']), technical: String(options['technical']), mailbox: String(options['mailbox']) };
}

export const command: Command = {
  arguments: [{ name: '<system...>', about: { vi: 'các hệ thống được tách ra', en: 'the systems that leave' } }],
  options: [receiverOption, ...ownerOptions, ...handOverOptions],
  examples: ['ndc tenant split dau-tu-cong --to bo-quoc-phong --accountable "Nguyễn Văn A" --technical "Trần Thị B" --mailbox platform@bqp.example'],
  run: (context, systems, options) =>
    handOver(context, options, ({ estate, text }) => {
      const to = receiverOf(options);
      withoutRequest(estate, to);
      const [[from, ids], ...more] = [...systemsByOwner(estate, systems, to)] as [[string, readonly string[]], ...[string, readonly string[]][]];
      if (more.length > 0)
        throw new InputFailure('NDC-X228', {
          vi: `các hệ thống thuộc nhiều cơ quan: ${[from, ...more.map(([id]) => id)].join(', ')}. Tách là của một cơ quan; phần còn lại dùng ndc tenant transfer.`,
          en: `the systems belong to several bodies: ${[from, ...more.map(([id]) => id)].join(', ')}. A split is of one; use ndc tenant transfer for the rest.`,
        });
      const split = splitSystems(text(requestFile(from)), to, ownersOf(options), ids);
      return { handOvers: [{ kind: 'split', from, to, systems: ids }], edits: { [requestFile(from)]: split.giver, [requestFile(to)]: split.taker } };
    }),
};
