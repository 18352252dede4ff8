import { shown } from '../../sites/model/diagnostic.js';
import { fences, type DeclaredFence } from '../../sites/model/kinds/disaster.js';
import { didYouMean, nearest } from '../../sites/model/nearest.js';
import { InputFailure } from '../failure.js';

const wrong = (text: string, vi: string, en: string): InputFailure => new InputFailure('NDC-X320', { vi: `--fence là "${shown(text)}"; ${vi}`, en: `--fence is "${shown(text)}"; ${en}` });

/**
 * `power-off=proven:Nguyễn Văn A:PDU reading 4711`, `edge-withdrawn=attested:Trần Thị B`. Fences nobody spoke of are unproven.
 *
 * @throws InputFailure NDC-X320 for one there is not, one named twice, a proof without its evidence.
 */
export function fencesOf(given: readonly string[], at: string): readonly DeclaredFence[] {
  const said = new Map<string, DeclaredFence>();
  for (const text of given) {
    const [, name = '', state = '', by = '', evidence = ''] = /^([^=]*)=([^:]*)(?::([^:]*)(?::(.*))?)?$/s.exec(text) ?? [];
    const fence = fences.find((one) => one === name);
    if (fence === undefined) {
      const hint = didYouMean(nearest(name, fences));
      throw wrong(text, `cần TÊN=proven:NGƯỜI:BẰNG CHỨNG hoặc TÊN=attested:NGƯỜI, với TÊN là ${fences.join(', ')}.${hint.vi}`, `expected NAME=proven:WHO:EVIDENCE or NAME=attested:WHO, NAME being one of ${fences.join(', ')}.${hint.en}`);
    }
    if (said.has(fence)) throw wrong(text, `${fence} được nêu hai lần.`, `${fence} is given twice.`);
    if (state === 'unproven') said.set(fence, { fence, state });
    else if (state !== 'proven' && state !== 'attested') throw wrong(text, 'trạng thái là proven, attested hoặc unproven.', 'its state is proven, attested or unproven.');
    else if (by.trim() === '') throw wrong(text, `hãy nêu ai: ${fence}=${state}:NGƯỜI${state === 'proven' ? ':BẰNG CHỨNG' : ''}.`, `say who: ${fence}=${state}:WHO${state === 'proven' ? ':EVIDENCE' : ''}.`);
    else if (state === 'proven' && evidence.trim() === '') throw wrong(text, `proven cần bằng chứng: ${fence}=proven:NGƯỜI:BẰNG CHỨNG; chỉ có lời người nói thì dùng attested.`, `proven needs its evidence: ${fence}=proven:WHO:EVIDENCE; somebody's word alone is attested.`);
    else said.set(fence, { fence, state, by, at, ...(evidence.trim() === '' ? {} : { evidence }) });
  }
  return fences.map((fence) => said.get(fence) ?? { fence, state: 'unproven' });
}
