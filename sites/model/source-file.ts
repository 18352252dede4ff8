/** One entry of the data directory as `bin/edge` found it: its bytes, or why it could not be read. */
export type SourceFile =
  | { readonly name: string; readonly bytes: Uint8Array }
  | { readonly name: string; readonly problem: 'dangling-link' | 'not-a-file' | 'unreadable'; readonly detail: string }
  | { readonly name: string; readonly problem: 'too-large'; readonly size: number };

/** Largest file the loader accepts, bytes. A file of 500 systems is about 300 KiB. */
export const largestFile = 4 * 1024 * 1024;

/** Deepest nesting of maps and lists; the model itself needs nine. */
export const deepestNesting = 40;
