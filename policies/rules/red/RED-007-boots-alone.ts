import { pointer } from '../../../sites/model/pointer.js';
import type { Judgement, Rule } from '../../engine/rule.js';

const serviceNames = {
  registry: { vi: 'kho ảnh và chart', en: 'registry' },
  dns: { vi: 'DNS', en: 'DNS' },
  identity: { vi: 'dịch vụ định danh', en: 'identity service' },
  state: { vi: 'nơi lưu trạng thái hạ tầng', en: 'state store' },
} as const;

export const red007: Rule = {
  id: 'RED-007',
  version: 1,
  title: { vi: 'Mỗi trung tâm tự khởi động được một mình', en: 'Each site boots alone' },
  explanation: {
    vi: 'Khi các trung tâm khác đã mất, một trung tâm phải khởi động lại được bằng những gì có trong chính nó: kho ảnh, DNS, định danh, trạng thái hạ tầng và HSM.',
    en: 'When the other sites are gone, a site must start again with what it holds itself: registry, DNS, identity, state and HSM.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Không dùng chung mặt điều khiển giữa các trung tâm.', en: 'No control plane is shared between sites.' } },
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  mutants: ['elsewhere'],
  check: ({ estate }) =>
    Object.values(estate.sites)
      .filter(({ phase }) => phase !== 'retired')
      .map((site): Judgement => {
        const parts = [
          ...(['registry', 'dns', 'identity', 'state'] as const).map((service) => ({ name: serviceNames[service], at: site.services[service].site, pointer: pointer('sites', site.id, 'services', service, 'site') })),
          { name: { vi: 'HSM', en: 'HSM' }, at: site.hsm.site, pointer: pointer('sites', site.id, 'hsm', 'site') },
        ];
        const away = parts.filter(({ at }) => at !== site.id);
        return {
          subject: { object: `site/${site.id}`, site: site.id },
          status: away.length > 0 ? 'fail' : 'pass',
          finding:
            away.length > 0
              ? { vi: `${site.id} phụ thuộc nơi khác: ${away.map(({ name, at }) => `${name.vi} ở ${at}`).join('; ')}.`, en: `${site.id} depends on elsewhere: ${away.map(({ name, at }) => `${name.en} in ${at}`).join('; ')}.` }
              : { vi: `${site.id} có đủ kho ảnh, DNS, định danh, trạng thái hạ tầng và HSM tại chỗ.`, en: `${site.id} holds its registry, DNS, identity, state and HSM itself.` },
          evidence: parts.map(({ name, at, pointer: where }) => ({ what: { vi: `Nơi đặt ${name.vi}`, en: `Site of the ${name.en}` }, found: at, pointer: where, document: 'estate' })),
        };
      }),
  remedy: { vi: 'Đặt dịch vụ còn thiếu tại chính trung tâm đó.', en: 'Put the missing service into the site itself.' },
};
