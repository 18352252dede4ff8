// Makes and destroys objects on a SoftHSM token, as a ceremony would: {library, token, pin, create: [...], destroy: [...]} on stdin.
import { randomBytes } from 'node:crypto';
import pkcs11js from 'pkcs11js';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const { library, token, pin, create = [], destroy = [] } = JSON.parse(text);
const module = new pkcs11js.PKCS11();
module.load(library);
module.C_Initialize();
const slot = module.C_GetSlotList(true).find((each) => module.C_GetTokenInfo(each).label.trimEnd() === token);
const session = module.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION);
module.C_Login(session, pkcs11js.CKU_USER, pin);
const made = create.map(({ label, id = randomBytes(8).toString('hex'), bits = 256, extractable = false, sensitive = true, wrap = false, unwrap = false, sign = false, visible = false, endDate }) => {
  module.C_GenerateKey(session, { mechanism: pkcs11js.CKM_AES_KEY_GEN, parameter: null }, [
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_PRIVATE, value: !visible },
    { type: pkcs11js.CKA_LABEL, value: label },
    { type: pkcs11js.CKA_ID, value: Buffer.from(id, 'hex') },
    { type: pkcs11js.CKA_VALUE_LEN, value: bits / 8 },
    { type: pkcs11js.CKA_ENCRYPT, value: true },
    { type: pkcs11js.CKA_DECRYPT, value: true },
    { type: pkcs11js.CKA_WRAP, value: wrap },
    { type: pkcs11js.CKA_UNWRAP, value: unwrap },
    { type: pkcs11js.CKA_SIGN, value: sign },
    { type: pkcs11js.CKA_VERIFY, value: sign },
    { type: pkcs11js.CKA_SENSITIVE, value: sensitive },
    { type: pkcs11js.CKA_EXTRACTABLE, value: extractable },
    ...(endDate === undefined ? [] : [{ type: pkcs11js.CKA_END_DATE, value: Buffer.from(endDate, 'latin1') }]),
  ]);
  return { label, id };
});
for (const label of destroy) {
  module.C_FindObjectsInit(session, [{ type: pkcs11js.CKA_LABEL, value: label }]);
  const found = module.C_FindObjects(session, 16);
  module.C_FindObjectsFinal(session);
  for (const handle of found) module.C_DestroyObject(session, handle);
}
module.C_Logout(session);
module.C_CloseSession(session);
module.C_Finalize();
process.stdout.write(JSON.stringify(made));
