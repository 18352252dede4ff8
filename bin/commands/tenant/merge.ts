import type { Command } from '../../command.js';
import { InputFailure } from '../../failure.js';
import { movedSystems } from '../../hand-over/edits.js';
import { handOver, handOverOptions, requestFile, takingRequest, withRequest } from '../../hand-over/hand-over.js';

export const command: Command = {
  arguments: [{ name: '<organisation...>', about: { vi: 'các cơ quan được hợp nhất, rồi cơ quan nhận ở cuối', en: 'the bodies that are merged, and last the one they are merged into' } }],
  options: handOverOptions,
  examples: ['ndc tenant merge vien-han-lam-khoa-hoc-xa-hoi-viet-nam bo-khoa-hoc-va-cong-nghe', 'ndc tenant merge vien-han-lam-khoa-hoc-xa-hoi-viet-nam bo-khoa-hoc-va-cong-nghe --write'],
  run: (context, given, options) =>
    handOver(context, options, ({ estate, text }) => {
      const [into = '', ...from] = [...given].reverse();
      if (from.length === 0)
        throw new InputFailure('NDC-X228', {
          vi: 'cần ít nhất hai cơ quan: (các) cơ quan được hợp nhất, rồi cơ quan nhận.',
          en: 'at least two organisations are needed: those that are merged, then the one they are merged into.',
        });
      if (from.includes(into)) throw new InputFailure('NDC-X228', { vi: `${into} không thể hợp nhất vào chính mình.`, en: `${into} cannot be merged into itself.` });
      takingRequest(estate, into);
      const givers = [...new Set(from.reverse())].map((id) => withRequest(estate, id));
      let taker = text(requestFile(into));
      const handOvers = givers.map(({ organisation, systems }) => {
        const ids = systems.map(({ id }) => id);
        // Where a system comes from is recorded only of bodies that are no more.
        taker = movedSystems(text(requestFile(organisation)), taker, ids, estate.organisations[organisation]?.dissolvedOn === undefined ? undefined : organisation).taker;
        return { kind: 'merge' as const, from: organisation, to: into, systems: ids };
      });
      return { handOvers, edits: { [requestFile(into)]: taker, ...Object.fromEntries(givers.map(({ organisation }) => [requestFile(organisation), undefined])) } };
    }),
};
