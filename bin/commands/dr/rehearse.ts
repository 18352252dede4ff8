import type { Command } from '../../command.js';
import type { DrRehearseData } from '../../dr-rehearse-data.js';
import { loadConnection } from '../../edge/connection.js';
import { estateHead } from '../../estate-head.js';
import { InputFailure } from '../../failure.js';
import { openEstate, underConnection } from '../../open-estate.js';
import type { ExitCode, Outcome } from '../../outcome.js';
import { reachSites } from '../../reach-sites.js';
import { rehearseLoss } from '../../rehearsal/rehearse.js';

export const command: Command = {
  options: [],
  examples: ['ndc dr rehearse', 'ndc dr rehearse --lose site/ndc-01', 'ndc dr rehearse --connection production --json'],
  run: async (context): Promise<Outcome<'ndc/dr-rehearse.v1', DrRehearseData>> => {
    const recorded = await openEstate(context);
    const connection = await loadConnection(context.home, context.globals.connection);
    // Checked as any loss is, and then not applied: what stands today is compared with what would stand.
    const checked = underConnection(recorded, context, connection);
    const estate = underConnection(recorded, { ...context, globals: { ...context.globals, lose: [] } }, connection);
    const operating = Object.values(estate.sites).filter(({ phase }) => phase === 'operating');
    const asked = checked.scenario.lose.map((domain) => domain.replace(/^site\//, ''));
    const wrong = asked.find((id) => !operating.some((site) => site.id === id));
    if (wrong !== undefined)
      throw new InputFailure('NDC-X280', {
        vi: `--lose là "${wrong}"; chỉ diễn tập được việc mất một trung tâm đang hoạt động: ${operating.map(({ id }) => `site/${id}`).join(', ')}.`,
        en: `--lose is "${wrong}"; only the loss of an operating site can be rehearsed: ${operating.map(({ id }) => `site/${id}`).join(', ')}.`,
      });
    const losses = asked.length === 0 ? operating.map(({ id }) => id) : asked;
    const reached = await reachSites(context, connection, operating.filter(({ id }) => losses.some((lost) => lost !== id)));
    const rehearsed = [];
    // One loss after the other: an API server is asked about one failover at a time.
    for (const lost of losses) rehearsed.push(await rehearseLoss(estate, lost, reached));
    const data: DrRehearseData = { estate: estateHead(estate), connection: connection.name, losses: rehearsed };
    return { kind: 'ndc/dr-rehearse.v1', exit: exitOf(data), data };
  },
};

/** A survivor nobody could ask hides whatever it would refuse. */
function exitOf({ losses }: DrRehearseData): ExitCode {
  if (losses.some(({ survivors }) => survivors.some(({ status }) => status === 'unread'))) return 3;
  return losses.some(({ survivors, stopped }) => stopped.length > 0 || survivors.some(({ refused }) => refused.length > 0)) ? 1 : 0;
}
