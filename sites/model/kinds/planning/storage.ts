import { z } from 'zod';
import { expecting, number, positive } from '../scalars.js';

/** How full Ceph may become, and from which loss it heals by itself. */
export const storagePlanningSchema = z
  .strictObject({
    /** Fill of the fullest disk, percent of raw, at which Ceph warns; what is usable ends there. */
    nearfullPercent: positive(100),
    /** Fill at which a disk takes no more data of a healing pool. */
    backfillfullPercent: positive(100),
    /** Fill at which writes stop. */
    fullPercent: positive(100),
    /** By how much the fullest disk is above the mean, percent of the mean. */
    unevenPercent: number(0, 100),
    /** Largest domain whose loss Ceph heals by itself, where a class says nothing of its own. */
    healsFrom: z.enum(['host', 'rack']),
  })
  .refine(({ nearfullPercent, backfillfullPercent, fullPercent }) => nearfullPercent <= backfillfullPercent && backfillfullPercent <= fullPercent)
  .meta(expecting('các ngưỡng theo thứ tự nearfullPercent ≤ backfillfullPercent ≤ fullPercent', 'thresholds in the order nearfullPercent ≤ backfillfullPercent ≤ fullPercent'));
