import { absentKey } from '../../../sites/keys/absent-key.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Lang } from '../../../sites/model/text.js';
import { visible } from '../../../sites/model/visible.js';
import { testUid } from './definition.js';

/** Absent keys that the log names one by one. */
const mostTold = 100;

/**
 * What the inventory knows of a key that the token does not hold: told to whoever asked, and logged once for each key, and for
 * so many: an API server asks again and again, and anybody at the socket may ask for anything. Our own test of plugins asks for
 * keys that nobody ever had: that is said once, and is no loss.
 *
 * @param log one line of the plugin's log
 */
export function absentLog(estate: Pick<Estate, 'keys' | 'destroyedKeys'> | undefined, lang: Lang, log: (line: string) => void): (keyId: string, uid: string) => string {
  const told = new Set<string>();
  let tested = false;
  return (keyId, uid) => {
    if (uid === testUid) {
      if (!tested) log(lang === 'vi' ? 'ndc hsm kms-test đang kiểm tra phần mở rộng này: nó cố ý hỏi khóa không có thật, và bị từ chối như phải thế.' : 'ndc hsm kms-test is holding this plugin to its contract: it asks for keys that do not exist, on purpose, and is refused as it should be.');
      tested = true;
      return '';
    }
    if (estate === undefined) return '';
    const known = absentKey(estate, keyId);
    if (!told.has(keyId) && told.size < mostTold) {
      told.add(keyId);
      log(lang === 'vi' ? `Token không có khóa ${visible(keyId, 120)}. ${known.vi}` : `The token does not hold the key ${visible(keyId, 120)}. ${known.en}`);
    }
    // What goes over the socket lands in the API server's log, which is English like all of gRPC; the line above follows --lang.
    return known.en;
  };
}
