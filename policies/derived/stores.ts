import type { Estate } from '../../sites/model/estate.js';
import type { Text } from '../../sites/model/text.js';
import { plainText } from '../planset/known.js';
import { isUnknown, type Known } from '../planset/read-model.js';

/** Site whose object store an address leads to, a reason why that cannot be told, or what is wrong with it. */
export interface StoreSite {
  readonly site?: string;
  readonly unknown?: string;
  readonly problem?: Text;
}

/** Stores are told by their host, never by what an object is called: a name proves nothing of where bytes go. */
export function storeSite({ sites }: Pick<Estate, 'sites'>, address: Known | undefined, of: string): StoreSite {
  if (isUnknown(address)) return { unknown: `${of}: ${address.because}` };
  const text = plainText(address);
  const host = address === undefined ? undefined : hostOf(text);
  if (host === undefined) return { problem: { vi: `${of} không nêu địa chỉ kho đối tượng đọc được`, en: `${of} names no readable address of an object store` } };
  const found = Object.values(sites).find(({ objectStore }) => objectStore.endpoint.toLowerCase() === host);
  return found === undefined ? { problem: { vi: `${of} gửi tới ${host}, không phải kho đối tượng của trung tâm nào`, en: `${of} sends to ${host}, which is no site's object store` } } : { site: found.objectStore.site };
}

function hostOf(text: string): string | undefined {
  try {
    return new URL(text.includes('://') ? text : `https://${text}`).hostname.toLowerCase();
  } catch {
    return undefined;
  }
}
