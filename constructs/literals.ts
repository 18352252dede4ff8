import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** JSON as Terraform reads it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * What came from data, kept out of cdktf's sight.
 *
 * cdktf resolves its own token notation wherever it stands in a string (`${TfToken[TOKEN.0]}`, even behind `$$`),
 * throws on `#{TfToken[…]}`, and takes some numbers for tokens. Therefore no text reaches it: each one is handed over
 * as a word of letters, and put back, escaped once for Terraform, when the stack is written. A map or a list of data
 * is one word too, keys and all, and cdktf has less to walk through.
 */
export class Literals {
  private readonly wordsOfTexts = new Map<string, string>();
  private readonly values = new Map<string, Json>();

  private static readonly ofStack = new WeakMap<TerraformStack, Literals>();

  /** The literals of the stack a construct stands in. */
  static of(scope: Construct): Literals {
    const stack = TerraformStack.of(scope);
    const known = Literals.ofStack.get(stack);
    if (known !== undefined) return known;
    const literals = new Literals();
    Literals.ofStack.set(stack, literals);
    return literals;
  }

  /** The word that stands for a value. A text has one word in a stack. */
  word(value: Json): string {
    const known = typeof value === 'string' ? this.wordsOfTexts.get(value) : undefined;
    if (known !== undefined) return known;
    const word = `${marker}${inLetters(this.values.size)}`;
    this.values.set(word, value);
    if (typeof value === 'string') this.wordsOfTexts.set(value, word);
    return word;
  }

  /** The map behind a word; an empty one where an argument was left out. */
  mapOf(word: unknown): Readonly<Record<string, Json>> {
    const value = typeof word === 'string' ? this.values.get(word) : {};
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${String(word)} is no map of data`);
    return value as Readonly<Record<string, Json>>;
  }

  /** The same arguments with words in place of texts, of lists of texts, and of the maps whose keys are data. */
  shield<T>(config: T): T {
    return this.shieldArguments(config) as T;
  }

  private shieldArguments(value: unknown): unknown {
    if (typeof value === 'string') return this.word(value);
    if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new Error(`${value} is no whole number: cdktf takes some of them for tokens`);
    if (!isObject(value)) return value;
    if (Array.isArray(value)) return value.some(isObject) ? value.map((item) => this.shieldArguments(item)) : this.word(value as Json[]);
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        if (!argumentName.test(name)) throw new Error(`"${name}" is no argument's name: a map of data must stand under one of ${[...mapArguments].join(', ')}`);
        return [name, mapArguments.has(name) && isObject(inner) ? this.word(inner as Json) : this.shieldArguments(inner)];
      }),
    );
  }

  /**
   * What cdktf made of a stack, with every value in its place, texts escaped once, keys in order.
   * @throws Error where anything else than data holds a template: nothing here uses one, so it came past the words.
   */
  restore(value: unknown): Json {
    if (typeof value === 'string') {
      const data = this.values.get(value);
      return data === undefined ? own(value) : escaped(data);
    }
    return rebuilt(value, (inner) => this.restore(inner), own);
  }
}

/** A string of this toolkit's own: an argument's name, an address, a path of constructs. */
function own(written: string): string {
  if (written.includes(marker) || /[$%&#]\{/.test(written)) throw new Error(`"${written}" reached a stack without becoming a literal`);
  return written;
}

/** Data as Terraform reads it: templates in values and in keys say what they say. */
const escaped = (value: unknown): Json => (typeof value === 'string' ? escapeTemplate(value) : rebuilt(value, escaped, escapeTemplate));

/** A value made anew from its parts, keys in order, parts that are undefined left out. */
function rebuilt(value: unknown, part: (inner: unknown) => Json, name: (key: string) => string): Json {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.map(part);
  if (!isObject(value)) throw new Error(`a stack holds a ${typeof value}`);
  // Without a prototype, `__proto__` is a key like any other.
  const made = Object.create(null) as Record<string, Json>;
  for (const key of Object.keys(value).sort()) if (value[key] !== undefined) made[name(key)] = part(value[key]);
  return made;
}

/**
 * A text as a Terraform template that says it literally.
 * Source: https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export const escapeTemplate = (text: string): string => text.replace(/([$%])\{/g, (_, sign: string) => `${sign}${sign}{`);

/** Starts every word. Ids of constructs come from ids in data, which are in lower case. */
const marker = 'NdcLiteral';

const argumentName = /^[a-z][A-Za-z0-9]*$/;

/** Arguments whose keys are data rather than names of further arguments. */
const mapArguments: ReadonlySet<string> = new Set([
  'annotations',
  'data',
  'default',
  'defaultRequest',
  'hard',
  'labels',
  'manifest',
  'matchLabels',
  'max',
  'min',
  'parameters',
]);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Letters only: cdktf looks for numbers with exponents inside strings. */
const inLetters = (index: number): string => (index < 26 ? String.fromCharCode(97 + index) : inLetters(Math.floor(index / 26) - 1) + inLetters(index % 26));
