/** What a plugin did until it was told to stop. */
export interface KmsPluginData {
  readonly site: string;
  readonly socket: string;
  readonly token: string;
  readonly keyId: string;
  readonly served: { readonly status: number; readonly encrypt: number; readonly decrypt: number; readonly refused: number };
  readonly sessionsReopened: number;
}
