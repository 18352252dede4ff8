import type { Text } from './text.js';

interface Named {
  /** Below the data directory, with `/`; a what-if file's as the user gave it. */
  readonly name: string;
  /** Given beside the directory (`--with`): it may lie anywhere, and stands in for the directory's file of its kind and id. */
  readonly added?: true;
  /** Of one that lies in the directory all the same: its name there. */
  readonly within?: string;
}

/** One file as `bin/edge` found it: its bytes, or why it could not be read. */
export type SourceFile = Named &
  (
    | { readonly bytes: Uint8Array }
    | { readonly problem: 'dangling-link' | 'not-a-file' | 'unreadable'; readonly detail: string | Text }
    | { readonly problem: 'too-large'; readonly size: number }
  );

/** Largest file the loader accepts, bytes. A file of 500 systems is about 300 KiB. */
export const largestFile = 4 * 1024 * 1024;

/** Deepest nesting of maps and lists; the model itself needs nine. */
export const deepestNesting = 40;
