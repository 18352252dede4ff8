import type { Command } from '../../command.js';
import { renamedRequest } from '../../hand-over/edits.js';
import { handOver, handOverOptions, requestFile, withoutRequest, withRequest } from '../../hand-over/hand-over.js';

export const command: Command = {
  arguments: [
    { name: '<from>', about: { vi: 'cơ quan đang có phiếu', en: 'the body that has the request' } },
    { name: '<to>', about: { vi: 'cơ quan kế tục, chưa có phiếu', en: 'the body that carries it on, without a request yet' } },
  ],
  options: handOverOptions,
  examples: ['ndc tenant rename vien-han-lam-khoa-hoc-xa-hoi-viet-nam vien-han-lam-khoa-hoc-va-cong-nghe', 'ndc tenant rename vien-han-lam-khoa-hoc-xa-hoi-viet-nam vien-han-lam-khoa-hoc-va-cong-nghe --write'],
  run: (context, [from = '', to = ''], options) =>
    handOver(context, options, ({ estate, text }) => {
      const { systems } = withRequest(estate, from);
      withoutRequest(estate, to);
      return {
        handOvers: [{ kind: 'rename', from, to, systems: systems.map(({ id }) => id) }],
        edits: { [requestFile(to)]: renamedRequest(text(requestFile(from)), to, estate.organisations[to]?.groups ?? []), [requestFile(from)]: undefined },
      };
    }),
};
