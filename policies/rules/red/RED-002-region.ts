import { pointer } from '../../../sites/model/pointer.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import type { Judgement, Rule } from '../../engine/rule.js';

export const red002: Rule = {
  id: 'RED-002',
  version: 1,
  title: { vi: 'Trung tâm số 03 trở đi không cùng khu vực với số 01 và số 02', en: 'Site 03 and later lie in neither the region of 01 nor of 02' },
  explanation: {
    vi: 'Văn bản yêu cầu Trung tâm dữ liệu quốc gia số 03 và các trung tâm khác "không cùng khu vực với Trung tâm dữ liệu quốc gia số 01 và 02". Giữa số 01 và số 02, văn bản không đặt ra điều kiện nào.',
    en: 'The document wants NDC 03 and other centres "không cùng khu vực" with NDC 01 and 02. It sets no rule between 01 and 02.',
  },
  severity: 'error',
  pack: 'design',
  legal: [{ document: 'q', clause: 'V.2.b' }],
  assumptions: [
    {
      vi: 'Văn bản không định nghĩa "khu vực"; ở đây hiểu là sáu vùng kinh tế - xã hội.',
      en: 'The document does not define "khu vực"; it is read here as the six socio-economic regions.',
    },
  ],
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['contradict'],
  check: ({ estate }) => {
    const sites = Object.values(estate.sites).filter(({ phase }) => phase !== 'retired');
    const anchors = [1, 2].map((number) => ({ number, site: sites.find((site) => site.number === number) }));
    const name = (region: string): { vi: string; en: string } => estate.settings.regions.find(({ id }) => id === region)?.name ?? { vi: region, en: region };
    return sites
      .filter(({ number }) => number >= 3)
      .map((site): Judgement => {
        const subject = { object: `site/${site.id}`, site: site.id };
        const same = anchors.flatMap(({ site: anchor }) => (anchor?.region === site.region ? [anchor.id] : []));
        const absent = anchors.filter((anchor) => anchor.site === undefined).map(({ number }) => `0${number}`);
        const evidence = [site, ...anchors.flatMap((anchor) => anchor.site ?? [])].map(
          ({ id, region }): Evidence => ({ what: { vi: `Khu vực của ${id}`, en: `Region of ${id}` }, found: region, pointer: pointer('sites', id, 'region'), document: 'estate' }),
        );
        const region = name(site.region);
        if (same.length > 0)
          return { subject, status: 'fail', evidence, finding: { vi: `${site.id} cùng khu vực (${region.vi}) với ${same.join(' và ')}.`, en: `${site.id} lies in the same region (${region.en}) as ${same.join(' and ')}.` } };
        if (absent.length > 0)
          return {
            subject,
            status: 'unknown',
            evidence,
            finding: { vi: `Chưa đủ căn cứ: Trung tâm số ${absent.join(' và ')} chưa được khai báo nên chưa biết khu vực.`, en: `This cannot be known: site ${absent.join(' and ')} is not declared, so its region is not known.` },
          };
        return { subject, status: 'pass', evidence, finding: { vi: `${site.id} ở ${region.vi}, khác khu vực của số 01 và số 02.`, en: `${site.id} lies in ${region.en}, a region of neither 01 nor 02.` } };
      });
  },
  remedy: { vi: 'Chọn địa điểm ở khu vực khác khu vực của Trung tâm số 01 và số 02.', en: 'Choose a place in a region of neither site 01 nor site 02.' },
};
