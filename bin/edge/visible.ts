import { visible as shown } from '../../sites/model/visible.js';

/** Text of an engine or an API server made safe to show; white space collapses, since these texts are drawn in boxes. */
export const visible = (text: string, longest = 600): string => shown(text.replace(/\s+/g, ' ').trim(), longest);
