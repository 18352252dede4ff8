import { plusQuarters, quarterOf, type Day, type Quarter } from './calendar.js';
import { canonical, deepFreeze, digestOf, type DeepReadonly, type Estate, type Scenario } from './estate.js';
import { failureDomain } from './failure-domain.js';
import type { Site } from './kinds/site.js';
import { operates } from './losses.js';
import { didYouMean, nearest } from './nearest.js';
import type { Text } from './text.js';
import { visible } from './visible.js';

/** What a person wrote on a command line, still text. */
export interface ScenarioOptions {
  readonly asOf: Day;
  readonly lose?: readonly string[];
  /** `ndc-02=4q` */
  readonly delay?: readonly string[];
  readonly phase?: string;
}

/** An option that says no scenario of this estate; its message is the English text. */
export class ScenarioError extends Error {
  readonly text: Text;

  constructor(
    readonly option: string,
    readonly found: string,
    readonly expected: Text,
    readonly suggestion: string | undefined,
  ) {
    const hint = didYouMean(suggestion);
    const text = { vi: `${option} là "${visible(found, 80)}"; cần ${expected.vi}.${hint.vi}`, en: `${option} is "${visible(found, 80)}"; expected ${expected.en}.${hint.en}` };
    super(text.en);
    this.name = 'ScenarioError';
    this.text = text;
  }
}

const phases = ['as-recorded', 'all-operating'] as const;

/**
 * The one parser of `--as-of --lose --delay --scenario`.
 * @throws ScenarioError naming the option, what was found and what was expected.
 */
export function parseScenario(estate: Estate, options: ScenarioOptions): Scenario {
  const known = Object.keys(estate.sites);
  const site = (option: string, found: string, id: string): string => {
    if (!Object.hasOwn(estate.sites, id)) throw new ScenarioError(option, found, { vi: `một trung tâm: ${known.join(', ')}`, en: `a site: ${known.join(', ')}` }, nearest(id, known));
    return id;
  };
  const phase = phases.find((candidate) => candidate === (options.phase ?? 'as-recorded'));
  if (phase === undefined) throw new ScenarioError('--scenario', options.phase ?? '', { vi: phases.join(' hoặc '), en: phases.join(' or ') }, nearest(options.phase ?? '', phases));
  const lose = (options.lose ?? []).flatMap((found) => {
    const written = found.includes('/') ? found : `site/${found}`;
    const domain = failureDomain(estate, written);
    if ('expected' in domain) throw new ScenarioError('--lose', found, domain.expected, domain.suggestion);
    // A hazard takes every site in its zone at once.
    const zone = written.startsWith('zone/') ? written.slice('zone/'.length) : undefined;
    return zone === undefined ? [written] : Object.values(estate.sites).filter(({ hazards }) => hazards.some((hazard) => hazard.zone === zone)).map(({ id }) => `site/${id}`);
  });
  const delays = (options.delay ?? []).map((found): [string, number] => {
    const match = /^([a-z0-9-]+)=(-?\d{1,2})q$/.exec(found);
    if (match === null) throw new ScenarioError('--delay', found, { vi: 'TRUNG_TÂM=SỐ_QUÝ, ví dụ ndc-02=4q', en: 'SITE=QUARTERS such as ndc-02=4q' }, undefined);
    return [site('--delay', found, match[1] ?? ''), Number(match[2])];
  });
  const twice = delays.find(([id], index) => delays.findIndex(([other]) => other === id) !== index);
  if (twice !== undefined) throw new ScenarioError('--delay', `${twice[0]}=${twice[1]}q`, { vi: `một mức lùi duy nhất cho ${twice[0]}`, en: `one delay for ${twice[0]}` }, undefined);
  // The order in which options were typed says nothing: two spellings of one scenario share a digest.
  return { asOf: options.asOf, lose: [...new Set(lose)].sort(), delay: Object.fromEntries(delays.filter(([, quarters]) => quarters !== 0).sort(([a], [b]) => (a < b ? -1 : 1))), phase, add: estate.scenario.add };
}

/** Everything downstream takes an Estate and knows no options. What was added stays added: the estate was read with it. */
export function applyScenario(estate: Estate, { asOf, lose, delay: delays, phase }: Omit<Scenario, 'add'>): Estate {
  const scenario: Scenario = { asOf, lose, delay: delays, phase, add: estate.scenario.add };
  const sites = Object.fromEntries(
    Object.entries(estate.sites).map(([id, site]): [string, DeepReadonly<Site>] => {
      const quarters = scenario.delay[id] ?? 0;
      // What already stands does not leave because the rest is late.
      const stands = (planned: Quarter): boolean => site.phase === 'operating' && planned <= quarterOf(asOf);
      const slipped = withDates(site, (planned) => (stands(planned) ? planned : plusQuarters(planned, quarters)));
      return [id, scenario.phase === 'all-operating' && site.phase !== 'retired' ? inOperation(slipped, scenario.asOf) : slipped];
    }),
  );
  return deepFreeze({ ...estate, sites, scenario, digest: scenarioDigest(estate.digest, scenario), origins: estate.origins }) as Estate;
}

/** What the day alone changes of what is synthesised, pools to come, stands in the estate’s digest already. */
function scenarioDigest(digest: string, { lose, delay: delays, phase }: Scenario): string {
  const unchanged = lose.length === 0 && Object.keys(delays).length === 0 && phase === 'as-recorded';
  return unchanged ? digest : digestOf(`${digest} ${canonical({ lose, delays, phase })}`);
}

/** Sites that operate under the estate's scenario and are not taken as lost, by the scenario or by a declaration. */
export const operatingSites = (estate: Pick<Estate, 'sites' | 'scenario' | 'losses'>): readonly DeepReadonly<Site>[] =>
  Object.values(estate.sites).filter((site) => operates(estate, site.id) && !estate.scenario.lose.includes(`site/${site.id}`));

/**
 * A site as it stands once it operates: a planned one brings all it was planned with.
 * What an operating site still expects keeps its date.
 */
function inOperation(site: DeepReadonly<Site>, asOf: Day): DeepReadonly<Site> {
  if (site.phase === 'operating') return site;
  const now = quarterOf(asOf);
  const arrived = (planned: Quarter): Quarter => (planned < now ? planned : now);
  return { ...withDates(site, arrived), phase: 'operating' };
}

/** The site with every date on which something of it becomes available changed. */
function withDates(site: DeepReadonly<Site>, change: (planned: Quarter) => Quarter): DeepReadonly<Site> {
  const dated = <T extends { readonly available?: Quarter | undefined }>(part: T): T => (part.available === undefined ? part : { ...part, available: change(part.available) });
  return {
    ...site,
    milestones: { ...site.milestones, commissioning: change(site.milestones.commissioning) },
    facility: { ...site.facility, halls: site.facility.halls.map(dated) },
    nodePools: site.nodePools.map(dated),
    storage: site.storage.map(dated).map((storage) => (storage.rawFrom === undefined ? storage : { ...storage, rawFrom: storage.rawFrom.map((step) => ({ ...step, from: change(step.from) })) })),
  };
}

/** The same estate with the named sites operating: what a waiver on their cause promises. */
export function withSitesOperating(estate: Estate, ids: readonly string[]): Estate {
  const sites = Object.fromEntries(
    Object.entries(estate.sites).map(([id, site]) => [id, ids.includes(id) && site.phase !== 'retired' ? inOperation(site, estate.scenario.asOf) : site]),
  );
  return deepFreeze({ ...estate, sites, digest: digestOf(`${estate.digest} operating ${[...new Set(ids)].sort().join(' ')}`), origins: estate.origins }) as Estate;
}
