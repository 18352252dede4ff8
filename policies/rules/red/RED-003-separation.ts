import type { DeepReadonly } from '../../../sites/model/estate.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import { distanceKm } from '../../derived/distance.js';
import { figure } from '../../derived/figures.js';
import { pairsOf } from '../../derived/pairs.js';
import type { Judgement, Rule } from '../../engine/rule.js';

const scenarioNames = { natural: { vi: 'thiên tai', en: 'natural hazard' }, disaster: { vi: 'thảm họa', en: 'disaster' }, war: { vi: 'chiến tranh', en: 'war' } } as const;

function sharedZones(a: DeepReadonly<Site>, b: DeepReadonly<Site>): readonly { readonly vi: string; readonly en: string }[] {
  return a.hazards
    .filter(({ scenario, zone }) => b.hazards.some((other) => other.scenario === scenario && other.zone === zone))
    .map(({ scenario, zone }) => ({ vi: `cùng vùng ${scenarioNames[scenario].vi} "${zone}"`, en: `they share the ${scenarioNames[scenario].en} zone "${zone}"` }));
}

export const red003: Rule = {
  id: 'RED-003',
  version: 1,
  title: { vi: 'Hai trung tâm không chung vùng rủi ro và đủ xa nhau', en: 'No two sites share a hazard zone, and all lie far enough apart' },
  explanation: {
    vi: 'Một sự kiện (bão, cháy, mất điện, chiến sự) không được làm mất hai trung tâm cùng lúc. Văn bản nêu mục đích dự phòng khi "thiên tai, thảm họa, chiến tranh" nhưng không nêu khoảng cách: khoảng cách tối thiểu là lựa chọn kỹ thuật, sửa được trong dữ liệu.',
    en: 'One event (typhoon, fire, power, war) must not take two sites at once. The document names the purpose ("thiên tai, thảm họa, chiến tranh") and no distance: the minimum is an engineering choice, editable in the data.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Phục vụ mục đích dự phòng của Q V.2.b: thiên tai, thảm họa, chiến tranh.', en: 'Serves the purpose of Q V.2.b: redundancy in natural hazard, disaster, war.' } },
  assumptions: [{ vi: 'Vùng rủi ro và khoảng cách tối thiểu là dữ liệu quy hoạch, chưa ai xác nhận.', en: 'Hazard zones and the minimum distance are planning inputs nobody has confirmed.' }],
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['contradict', 'drop-field'],
  check: ({ estate }) => {
    const { minimumKm, warningBetween } = estate.settings.separation;
    const sites = Object.values(estate.sites).filter(({ phase }) => phase !== 'retired');
    return pairsOf(sites).map(([a, b]): Judgement => {
      const subject = { object: `relation/${a.id}--${b.id}` };
      const severity = warningBetween.includes(a.number) && warningBetween.includes(b.number) ? 'warning' : 'error';
      const km = distanceKm(a.location, b.location);
      const shown = figure(km, 1);
      const least = figure(minimumKm);
      const problems = [...sharedZones(a, b), ...(km < minimumKm ? [{ vi: `cách nhau ${shown.vi} km, tối thiểu ${least.vi} km`, en: `they lie ${shown.en} km apart, the minimum is ${least.en} km` }] : [])];
      const unknown = [a, b].filter(({ hazards }) => hazards.length === 0).map(({ id }) => id);
      const evidence = [
        { what: { vi: `Khoảng cách ${a.id} – ${b.id}, km`, en: `Distance ${a.id} – ${b.id}, km` }, found: km.toFixed(1), pointer: pointer('sites', a.id, 'location'), document: 'estate' },
        { what: { vi: 'Khoảng cách tối thiểu, km', en: 'Minimum distance, km' }, found: String(minimumKm), pointer: pointer('settings', 'separation', 'minimumKm'), document: 'estate' },
        ...[a, b].flatMap((site) =>
          site.hazards.map(({ scenario, zone }, index) => ({
            what: { vi: `Vùng ${scenarioNames[scenario].vi} của ${site.id}`, en: `Zone of ${site.id}: ${scenarioNames[scenario].en}` },
            found: zone,
            pointer: pointer('sites', site.id, 'hazards', index, 'zone'),
            document: 'estate',
          })),
        ),
      ];
      if (problems.length > 0)
        return { subject, severity, status: 'fail', evidence, finding: { vi: `${a.id} và ${b.id}: ${problems.map(({ vi }) => vi).join('; ')}.`, en: `${a.id} and ${b.id}: ${problems.map(({ en }) => en).join('; ')}.` } };
      if (unknown.length > 0)
        return {
          subject,
          severity,
          status: 'unknown',
          evidence,
          finding: { vi: `Chưa đủ căn cứ: ${unknown.join(' và ')} chưa khai báo vùng rủi ro nào.`, en: `This cannot be known: ${unknown.join(' and ')} declares no hazard zone.` },
        };
      return { subject, severity, status: 'pass', evidence, finding: { vi: `${a.id} và ${b.id} cách nhau ${shown.vi} km và không chung vùng rủi ro.`, en: `${a.id} and ${b.id} lie ${shown.en} km apart and share no hazard zone.` } };
    });
  },
  remedy: { vi: 'Chọn địa điểm khác, hoặc sửa vùng rủi ro và khoảng cách tối thiểu nếu dữ liệu chưa đúng.', en: 'Choose another place, or correct hazard zones and minimum distance where the data are wrong.' },
};
