import type { Text } from '../sites/model/text.js';
import type { ProgressEvent } from './runner/events.js';
import { span } from './pace.js';

/** Longest silence, milliseconds: a log of a pipeline that says nothing for minutes looks hung. */
const longest = 60_000;
/** Stacks named before the rest is only counted. */
const shown = 3;
const over: ReadonlySet<string> = new Set(['done', 'failed', 'skipped', 'stopped']);

/** Says what is still at work wherever nothing else was said for a minute. Told of all that the runner tells. */
export class Heartbeat {
  private readonly begun: number;
  private readonly running = new Map<string, { readonly since: number; objects: number }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly say: (line: Text) => void,
    private readonly now: () => Date,
  ) {
    this.begun = now().getTime();
    this.heard();
  }

  event(event: ProgressEvent): void {
    if (event.is === 'stack') {
      if (over.has(event.step)) this.running.delete(event.stack);
      else this.running.set(event.stack, { since: this.now().getTime(), objects: 0 });
    }
    const at = event.is === 'resource' && event.phase === 'done' ? this.running.get(event.stack) : undefined;
    if (at !== undefined) at.objects += 1;
  }

  /** A line was printed: the silence begins anew. */
  heard(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.say(this.line());
      this.heard();
    }, longest);
    // It keeps nothing alive.
    this.timer.unref();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private line(): Text {
    const now = this.now().getTime();
    const named = [...this.running].slice(0, shown).map(([stack, { since, objects }]): Text => ({ vi: `${stack} (${span(now - since)}, ${objects} đối tượng xong)`, en: `${stack} (${span(now - since)}, ${objects} object${objects === 1 ? '' : 's'} done)` }));
    const rest = this.running.size > shown ? ` … (+${this.running.size - shown})` : '';
    const all = span(now - this.begun);
    if (named.length === 0) return { vi: `Vẫn đang làm · ${all}`, en: `Still at work · ${all}` };
    return { vi: `Vẫn đang làm · ${all}: ${named.map(({ vi }) => vi).join(', ')}${rest}`, en: `Still at work · ${all}: ${named.map(({ en }) => en).join(', ')}${rest}` };
  }
}
