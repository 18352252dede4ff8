import { readDay } from '../model/calendar.js';
import type { Estate } from '../model/estate.js';
import { everyKey } from '../model/key-holders.js';
import type { Text } from '../model/text.js';

/**
 * What the inventory knows of a key that a token does not hold, and what to do about it.
 *
 * @param keyId `<CKA_LABEL>:<CKA_ID>`, as it is stored beside every value
 */
export function absentKey(estate: Pick<Estate, 'keys' | 'destroyedKeys'>, keyId: string): Text {
  const colon = keyId.lastIndexOf(':');
  const [label, objectId] = [keyId.slice(0, colon), keyId.slice(colon + 1)];
  const is = (version: { readonly label?: string | undefined; readonly objectId?: string | undefined }): boolean => version.label === label && (version.objectId === undefined || version.objectId === objectId);
  for (const key of everyKey(estate)) {
    // A snapshot of another site is restored here with that site's keys.
    if (!('hsm' in key.home)) continue;
    const of = key.site;
    const former = key.previous?.find(is);
    const gone = former?.destroyed ?? (former !== undefined || is(key.home.hsm) ? key.destroyed?.on : undefined);
    if (gone !== undefined)
      return {
        vi: `Danh mục của ${of} ghi khóa này đã hủy ngày ${readDay(gone)}: những gì nó mã hóa mà chưa ghi lại thì đã mất.`,
        en: `The inventory of ${of} says that it was destroyed on ${gone}: what it encrypted and nobody rewrote is lost.`,
      };
    if (former === undefined && !is(key.home.hsm)) continue;
    const places = [...(key.domain === undefined ? [] : [key.home.hsm.site, ...key.domain.sharedWith].map((holder) => `HSM ${holder}`)), ...(key.backups ?? []).map(({ place }) => place)];
    const from = places.length === 0 ? '–' : places.join('; ');
    return former === undefined
      ? { vi: `Danh mục của ${of} có khóa này (${key.id}); hãy phục hồi nó theo nghi thức từ: ${from}.`, en: `It is in the inventory of ${of} (${key.id}); bring it back by ceremony from: ${from}.` }
      : {
          vi: `Danh mục của ${of} có phiên bản cũ này (${former.id}, dùng từ ${readDay(former.from)} đến ${readDay(former.until)}); hãy phục hồi nó theo nghi thức từ: ${from}.`,
          en: `It is a former version in the inventory of ${of} (${former.id}, in use from ${former.from} until ${former.until}); bring it back by ceremony from: ${from}.`,
        };
  }
  return {
    vi: 'Danh mục không có khóa này: hãy kiểm tra xem dữ liệu có phải của các trung tâm này không.',
    en: "The inventory does not know it: check whether the data are these sites'.",
  };
}
