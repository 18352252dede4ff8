import { pointer, type PathSegment, type Pointer } from '../model/pointer.js';

/** Pointer of something in an organisation's request, as the Estate holds it. */
export const inRequest = (organisation: string, ...path: readonly PathSegment[]): Pointer => pointer('requests', organisation, ...path);
