import type { Text } from '../sites/model/text.js';
import type { EstateHead } from './estate-head.js';

/** One object that an API server would not take, or could not be asked about. */
export interface RehearsedObject {
  /** `Kind namespace/name`. */
  readonly object: string;
  readonly stack: string;
  readonly change: 'create' | 'update' | 'start';
  readonly reason: Text;
}

export interface RehearsedSite {
  readonly site: string;
  readonly status: 'read' | 'unread';
  readonly reason?: Text;
  /** Objects asked about, and taken. */
  readonly asked: number;
  readonly accepted: number;
  readonly refused: readonly RehearsedObject[];
  /** Objects nobody can be asked about before the failover. */
  readonly untried: readonly RehearsedObject[];
}

export interface RehearsedLoss {
  readonly lost: string;
  readonly survivors: readonly RehearsedSite[];
  /** Environments that would run nowhere. */
  readonly stopped: readonly { readonly namespace: string; readonly because: Text }[];
}

/** Outcome `ndc/dr-rehearse.v1`: what each survivor would refuse of a failover. */
export interface DrRehearseData {
  readonly estate: EstateHead;
  readonly connection: string;
  readonly losses: readonly RehearsedLoss[];
}
