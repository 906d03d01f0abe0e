// What a record of the data set is, and what can be wrong with it. The rules were found by looking at the data; ordinary TypeScript.

/** One record as it is in the file. Nothing about its fields is known yet. */
export type Row = Readonly<Record<string, unknown>>;

// The last year in which the set has any film. Films of the twenties to forties have come out as 2020 to 2046.
const madeIn = 2011;
// Midnight of the first of January 1970, seen from America: what a date becomes that was never set.
const unsetDate = "Dec 31 1969";

const isAmount = (value: unknown): value is number => typeof value === "number" && value >= 0;

/** What may be wrong with a record, and how to see it. */
const rules: readonly (readonly [problem: string, found: (row: Row) => boolean])[] = [
  ["title is a number", (row) => typeof row.Title === "number"],
  ["no title", (row) => typeof row.Title !== "number" && (typeof row.Title !== "string" || row.Title.trim() === "")],
  ["no date", (row) => row["Release Date"] === unsetDate || Number.isNaN(yearOf(row))],
  ["date in the future", (row) => yearOf(row) > madeIn],
  ["no gross", (row) => !isAmount(row["Worldwide Gross"])],
  ["gross is zero", (row) => row["Worldwide Gross"] === 0],
  ["no budget", (row) => !isAmount(row["Production Budget"])],
];

/** Everything that is wrong with a record; empty for a good one. */
export const problemsOf = (row: Row): string[] => rules.filter(([, found]) => found(row)).map(([problem]) => problem);

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Year of a date like "Jun 12 1998"; NaN when there is no such day. */
export function yearOf(row: Row): number {
  const [, month = "", day, year] = /^([A-Z][a-z]{2}) (\d{2}) (\d{4})$/.exec(String(row["Release Date"])) ?? [];
  const date = new Date(Date.UTC(Number(year), months.indexOf(month), Number(day)));
  return months[date.getUTCMonth()] === month ? date.getUTCFullYear() : Number.NaN;
}

// The upper half of two old encodings. The titles were written in the second and read as the first: "AmÈlie" was "Amélie".
const upperHalf = Uint8Array.from({ length: 128 }, (_, i) => i + 128);
const read = [...new TextDecoder("macintosh").decode(upperHalf)];
const written = [...new TextDecoder("windows-1252").decode(upperHalf)];

/** Undoes the wrong reading. Text that can't have been read so stays. */
export const mendText = (text: string): string =>
  text.replace(/[^\0-\x7f]/gu, (character) => written[read.indexOf(character)] ?? character);
