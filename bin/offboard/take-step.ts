import type { Day } from '../../sites/model/calendar.js';
import { isDay } from '../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { Transition } from '../../sites/model/kinds/ledger.js';
import type { CordonLimit } from '../../sites/model/kinds/offboarding.js';
import type { OffboardingStep } from '../../sites/model/offboarding.js';
import type { StepTaken } from '../../sites/tenancy/offboard.js';
import { checkTransition } from '../approvals.js';
import type { Context, Values } from '../command.js';
import { ClusterUnread, openCluster } from '../edge/cluster.js';
import type { Connection } from '../edge/connection.js';
import { readUse } from '../edge/live-use.js';
import { EnvironmentFailure, InputFailure } from '../failure.js';
import { pinsOf } from '../operate.js';
import { lookAtClusters } from '../runner/clusters.js';
import { statedUse } from './stated-use.js';
import { subjectOf } from './subject.js';

/** What a step is taken with. */
export interface StepInputs {
  readonly context: Context;
  readonly options: Values;
  readonly estate: Estate;
  readonly connection: Connection | undefined;
  readonly name: string;
  readonly transition: DeepReadonly<Transition> | undefined;
  readonly on: Day;
}

/**
 * Gathers what a step needs: options, what clusters say, signatures.
 *
 * @throws InputFailure NDC-X308 for what is missing, EnvironmentFailure where a cluster that is asked does not answer.
 */
export async function stepOf(step: OffboardingStep, inputs: StepInputs): Promise<StepTaken> {
  const { options, estate, transition, on } = inputs;
  const wanted = (key: string, flag: string): string => {
    const value = options[key];
    if (typeof value === 'string') return value;
    throw new InputFailure('NDC-X308', { vi: `bước ${step} cần ${flag}.`, en: `the step ${step} needs ${flag}.` });
  };
  switch (step) {
    case 'cordon':
      return cordonOf(inputs);
    case 'export': {
      const digest = wanted('digest', '--digest <sha256:…>');
      if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new InputFailure('NDC-X308', { vi: '--digest cần dạng sha256: và 64 chữ số thập lục phân (sha256sum <tệp>).', en: '--digest is sha256: and 64 hexadecimal digits (sha256sum <file>).' });
      return { step, location: wanted('location', '--location <text>'), digest, confirmedBy: wanted('confirmedBy', '--confirmed-by <text>') };
    }
    case 'retain': {
      const until = wanted('until', '--until <day>');
      if (!isDay(until)) throw new InputFailure('NDC-X308', { vi: '--until cần một ngày, ví dụ 2027-06-30.', en: '--until is a day such as 2027-06-30.' });
      return { step, until };
    }
    case 'release':
      return { step, approvals: transition === undefined ? { given: [], refused: [] } : await checkTransition(estate, transition, on) };
    case 'tombstone': {
      const limits = transition?.offboarding?.cordon.limits ?? [];
      const found = await atClusters(inputs, limits, async (reader, { namespace, site }) => ((await reader.namespace(namespace)) === undefined ? [] : [`${namespace}@${site}`]));
      return { step, standing: found.flat() };
    }
  }
}

async function cordonOf(inputs: StepInputs): Promise<StepTaken> {
  const { options, estate, connection, name, transition } = inputs;
  // Of what is cordoned already nothing is read again: the step is refused.
  if (transition?.offboarding !== undefined) return { step: 'cordon', organisation: transition.offboarding.organisation, figures: 'stated', limits: [] };
  const { organisation, places } = subjectOf(estate, name);
  const stated = (options['use'] as readonly string[] | undefined) ?? [];
  if (connection === undefined) return { step: 'cordon', organisation, figures: 'stated', limits: statedUse(stated, places) };
  if (stated.length > 0) throw new InputFailure('NDC-X308', { vi: 'hãy nêu --use hoặc --connection, không phải cả hai.', en: 'give --use or --connection, not both.' });
  const limits = await atClusters(inputs, places, (reader, { namespace, site }) => readUse(reader, site, namespace));
  return { step: 'cordon', organisation, figures: 'live', limits };
}

type Reader = Awaited<ReturnType<typeof openCluster>>;

/** Asks the cluster of each place, after telling that it is the right one. Nobody's silence is taken for an answer. */
async function atClusters<T>({ context, connection, estate }: StepInputs, places: readonly Pick<DeepReadonly<CordonLimit>, 'namespace' | 'site'>[], ask: (reader: Reader, place: Pick<DeepReadonly<CordonLimit>, 'namespace' | 'site'>) => Promise<T>): Promise<T[]> {
  if (connection === undefined)
    throw new InputFailure('NDC-X308', { vi: 'bước này phải hỏi các cụm: hãy nêu --connection <tên>.', en: 'this step asks the clusters: give --connection <name>.' });
  const sites = [...new Set(places.map(({ site }) => site))].sort();
  const { readers, silent } = await lookAtClusters({ connection, home: context.home, pins: pinsOf(estate), now: context.now, onProgress: () => undefined, open: openCluster }, sites);
  const [[, trouble] = []] = Object.entries(silent);
  if (trouble !== undefined) throw new EnvironmentFailure('NDC-X305', trouble.trouble.text);
  try {
    return await Promise.all(
      places.map((place) => {
        const reader = readers.get(place.site);
        if (reader === undefined) throw new Error(`${place.site} neither answered nor was silent`);
        return ask(reader, place);
      }),
    );
  } catch (error) {
    if (error instanceof ClusterUnread) throw new EnvironmentFailure('NDC-X305', error.trouble.text);
    throw error;
  }
}
