import type { Text } from '../../sites/model/text.js';

/** `ndc/tenant-new.v1`: a first request as it was written, and what the toolkit derives where it says nothing. */
export interface NewTenantData {
  readonly organisation: string;
  readonly name: Text;
  /** What was given for the organisation, where it was read as another spelling of its id. */
  readonly readFrom?: string;
  /** Path of the file. */
  readonly file: string;
  /** Whether its system holds state secrets, so that the file belongs into no shared repository. */
  readonly secret: boolean;
  /** The command that judges it, of the same data directory. */
  readonly next: string;
  /** The file's text. */
  readonly text: string;
  readonly derived: readonly { readonly subject: string; readonly what: Text; readonly value: Text; readonly because: Text }[];
  /** What somebody should know of it (`NDC-Txxx`); none of it refuses the request. */
  readonly notices: readonly { readonly code: string; readonly message: Text; readonly paste?: string }[];
}
