/**
 * Mechanisms that OpenBao seals with, by PKCS#11's number as it writes it; without authenticated encryption it takes none
 * (https://openbao.org/docs/configuration/seal/pkcs11/).
 */
export const sealMechanisms: Readonly<Record<string, string>> = { CKM_AES_GCM: '0x1087', CKM_RSA_PKCS_OAEP: '0x0009' };
