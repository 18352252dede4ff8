import type { Command } from '../../command.js';
import { movedSystems } from '../../hand-over/edits.js';
import { handOver, handOverOptions, requestFile, systemsByOwner, takingRequest } from '../../hand-over/hand-over.js';
import { receiverOption, receiverOf } from '../../hand-over/receiver.js';

export const command: Command = {
  arguments: [{ name: '<system...>', about: { vi: 'các hệ thống được chuyển giao', en: 'the systems that are handed over' } }],
  options: [receiverOption, ...handOverOptions],
  examples: ['ndc tenant transfer chung-nhan-xuat-xu --to bo-tai-chinh', 'ndc tenant transfer chung-nhan-xuat-xu --to bo-tai-chinh --write'],
  run: (context, systems, options) =>
    handOver(context, options, ({ estate, text }) => {
      const to = receiverOf(options);
      takingRequest(estate, to);
      let taker = text(requestFile(to));
      const byOwner = [...systemsByOwner(estate, systems, to)];
      const givers = byOwner.map(([from, ids]): [string, string] => {
        const moved = movedSystems(text(requestFile(from)), taker, ids, undefined);
        taker = moved.taker;
        return [requestFile(from), moved.giver];
      });
      return { handOvers: byOwner.map(([from, ids]) => ({ kind: 'transfer', from, to, systems: ids })), edits: { ...Object.fromEntries(givers), [requestFile(to)]: taker } };
    }),
};
