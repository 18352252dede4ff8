import type { TenantReviewData } from '../../tenant-review-data.js';
import type { View } from '../view.js';
import { markdown } from './review-markdown.js';

/** A comment is the same on a terminal, in a file and in a pull request. */
export const text = (data: TenantReviewData, view: View): string => markdown(data, view, data.artefact === undefined ? {} : { artefact: data.artefact });
