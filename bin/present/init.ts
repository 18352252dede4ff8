import { quoted } from '../../sites/recovery/runbook/step.js';
import type { InitData } from '../init/data.js';
import { asCalled } from './as-called.js';
import { safe, type View } from './view.js';

export function text({ directory, name, sites, organisation, written }: InitData, view: View): string {
  const [where, called, listed] = [safe(directory), safe(name), sites.map(safe).join(', ')];
  const [at, request] = [quoted(where), quoted(`${where}/tenants/${safe(organisation)}.yaml`)];
  const lines =
    view.lang === 'vi'
      ? [
          `Đã ghi ${called} vào ${where}: ${written.length} tệp dữ liệu, các trung tâm ${listed}.`,
          'Mọi số liệu là số mẫu, ghi nguồn assumption: hãy thay dần bằng số liệu thật.',
          'Tiếp theo:',
          `  ndc check --sites ${at}`,
          `  ndc capacity headroom --sites ${at}`,
          `  ndc tenant check ${request} --sites ${at} --lang vi`,
          `  ndc report --sites ${at} --out estate.html`,
          '',
        ]
      : [
          `${called} was written to ${where}: ${written.length} data files, sites ${listed}.`,
          'Every figure is an example with source assumption: replace them by your own, one by one.',
          'Next:',
          `  ndc check --sites ${at}`,
          `  ndc capacity headroom --sites ${at}`,
          `  ndc tenant check ${request} --sites ${at}`,
          `  ndc report --sites ${at} --out estate.html`,
          '',
        ];
  return asCalled(view, lines.join('\n'));
}
