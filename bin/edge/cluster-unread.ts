import type { ClusterTrouble } from './cluster-trouble.js';

/** Thrown by everything that reaches a cluster. */
export class ClusterUnread extends Error {
  constructor(readonly trouble: ClusterTrouble) {
    super(trouble.text.en);
    this.name = 'ClusterUnread';
  }
}
