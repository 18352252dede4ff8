import type { Text } from '../sites/model/text.js';

const second = 1000;

/** How long counted work has taken, and about how long all of it will: as much again for each as for those that are done. */
export class Pace {
  private begun: number | undefined;

  constructor(private readonly now: () => Date) {}

  /** Counting begins anew: the next wave, the next plan. */
  restart(): void {
    this.begun = undefined;
  }

  /** ` · 12 s of about 40 s`, or nothing while there is nothing to go by: none is done, all are, or a second has not passed. */
  after(done: number, total: number): Text {
    const now = this.now().getTime();
    this.begun ??= now;
    const spent = now - this.begun;
    if (done <= 0 || done >= total || spent < second) return { vi: '', en: '' };
    const whole = Math.max(spent, (spent / done) * total);
    return { vi: ` · ${span(spent)} trên khoảng ${span(whole)}`, en: ` · ${span(spent)} of about ${span(whole)}` };
  }

  /** A line and how far it is. */
  line({ vi, en }: Text, done: number, total: number): Text {
    const pace = this.after(done, total);
    return { vi: `${vi}${pace.vi}`, en: `${en}${pace.en}` };
  }
}

/** `40 s`, `3 min 20 s`, `2 h 5 min`: the same in both languages. */
export function span(milliseconds: number): string {
  const seconds = Math.round(milliseconds / second);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
