// Configuration files as text: where a field of an object stands, and how one is put in, without touching anything else of the file. For JSON with comments and for
// JavaScript and TypeScript alike; needs no parser, so it works before TypeScript is installed.
//
//   insertItem("{ plugins: [react()] }", ["plugins"], "tincture()")   ->   "{ plugins: [tincture(), react()] }"
//   insertItem("{}", ["plugins"], "tincture()")                       ->   "{ plugins: [tincture()] }"

/** A name, a string or a sign of the text; comments and blanks are left out. */
interface Token {
  readonly text: string;
  readonly start: number;
}

const pattern =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|[\w$]+|=>|[^\s]/g;

const tokensOf = (text: string): Token[] =>
  [...text.matchAll(pattern)]
    .filter(([token]) => !/^\/[/*]/.test(token))
    .map((match) => ({ text: match[0], start: match.index }));

const closing: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };

/** The token that closes the bracket at `at`. */
function endOf(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let i = at; i < tokens.length; i++) {
    const { text } = tokens[i] as Token;
    if (text in closing) depth++;
    else if (Object.values(closing).includes(text) && --depth === 0) return i;
  }
  return -1;
}

/** The token of the `{` of what a configuration file exports: `{`, `export default {`, `defineConfig({`, `module.exports = {`, `defineConfig(() => ({`. */
function objectIn(tokens: readonly Token[]): number {
  if (tokens[0]?.text === "{") return 0;
  const says = (i: number, ...words: string[]): boolean => words.every((word, k) => tokens[i + k]?.text === word);
  const found = tokens.findIndex((_, i) => says(i, "export", "default") || says(i, "module", ".", "exports", "="));
  if (found === -1) return -1;
  let at = found + (says(found, "export") ? 2 : 4);
  if (/^\w+$/.test(tokens[at]?.text ?? "") && says(at + 1, "(")) at += 2;
  if (says(at, "(")) {
    const end = endOf(tokens, at);
    if (says(end + 1, "=>", "(")) at = end + 3;
  }
  return says(at, "{") ? at : -1;
}

interface Field {
  /** The first token of its value. */
  readonly value: number;
}

/** The field of the object whose `{` is the token `at`. */
function fieldIn(tokens: readonly Token[], at: number, name: string): Field | undefined {
  const end = endOf(tokens, at);
  for (let i = at + 1; i < end; i++) {
    const { text } = tokens[i] as Token;
    if (text in closing) i = endOf(tokens, i);
    else if (text.replace(/^["']|["']$/g, "") === name)
      if (tokens[i + 1]?.text === ":") return { value: i + 2 };
      else if ([",", "}"].includes(tokens[i + 1]?.text ?? "")) return { value: i }; // `{ plugins }`
  }
  return undefined;
}

/** Has the configuration the field? */
export function hasField(text: string, path: readonly string[]): boolean {
  const tokens = tokensOf(text);
  let at = objectIn(tokens);
  for (const name of path) {
    const field = at === -1 ? undefined : fieldIn(tokens, at, name);
    if (field === undefined) return false;
    at = tokens[field.value]?.text === "{" ? field.value : -1;
  }
  return true;
}

/** Puts `item` first into the list of that path; the list, and what is around it, are made where they are missing. Undefined where the text has another form. */
export const insertItem = (text: string, path: readonly string[], item: string): string | undefined =>
  insert(text, path, (isNew) => (isNew ? `[${item}]` : item), "[");

/** Puts a field first into the object of that path. Undefined where there is such a field, or the text has another form. */
export function insertField(text: string, path: readonly string[], value: string): string | undefined {
  return hasField(text, path) ? undefined : insert(text, path, () => value, "");
}

function insert(
  text: string,
  path: readonly string[],
  make: (isNew: boolean) => string,
  opening: string,
): string | undefined {
  const tokens = tokensOf(text);
  let at = objectIn(tokens);
  if (at === -1) return undefined;
  for (const [depth, name] of path.entries()) {
    const field = fieldIn(tokens, at, name);
    if (field === undefined) {
      const quote = text.trimStart().startsWith("{") ? '"' : "";
      const key = (word: string): string => (quote !== "" || !/^\w+$/.test(word) ? `"${word}"` : word);
      const value = path.slice(depth + 1).reduceRight((inner, word) => `{ ${key(word)}: ${inner} }`, make(true));
      return into(text, tokens, at, `${key(name)}: ${value}`);
    }
    at = field.value;
    const wanted = depth === path.length - 1 ? opening : "{";
    if (tokens[at]?.text !== wanted) return undefined;
  }
  return into(text, tokens, at, make(false));
}

/** Puts `item` behind the bracket at `at`, on a line of its own where its neighbours have one. */
function into(text: string, tokens: readonly Token[], at: number, item: string): string {
  const open = (tokens[at] as Token).start + 1;
  const next = tokens[at + 1] as Token;
  const isEmpty = endOf(tokens, at) === at + 1;
  const between = text.slice(open, next.start);
  const line = /\n[ \t]*(?=[^\s])/.exec(`${between}x`)?.[0];
  if (line !== undefined && (!isEmpty || between.trim() !== ""))
    return `${text.slice(0, open)}${line}${item},${text.slice(open)}`;
  const isObject = text[open - 1] === "{";
  const rest = isEmpty ? (isObject ? " " : "") : `,${between === "" ? " " : ""}`;
  return `${text.slice(0, open)}${isObject || /^[ \t]/.test(between) ? " " : ""}${item}${rest}${text.slice(isEmpty ? next.start : open)}`;
}
