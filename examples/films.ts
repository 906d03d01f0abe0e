// 3,201 films of a real data set go through a pipe, one by one. Good records end in a server that collects them; the bad ones are reported, each
// with its reasons, and none is lost. What the server adds up is compared with a plain loop over the same records.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { call, cast, genserver, pipe, stop, tap } from "tincture";
import { mendText, problemsOf, type Row, yearOf } from "./films/row.js";

interface Film {
  readonly title: string;
  readonly year: number;
  readonly genre: string;
  readonly gross: number;
}
interface Rejected {
  readonly index: number;
  readonly title: unknown;
  readonly problems: readonly string[];
}
interface Sum {
  films: number;
  gross: number;
}
type Sums = Map<string, Sum>;

/** What came out of the pipe: sums by decade and by genre, and the records that were refused. */
const Catalog = genserver(
  () => {
    let films = 0;
    const decades: Sums = new Map();
    const genres: Sums = new Map();
    const rejected: Rejected[] = [];

    // A function in the block is a helper of this server: no message, just code of its process.
    const add = (sums: Sums, key: string, gross: number) => {
      const { films, gross: before } = sums.get(key) ?? { films: 0, gross: 0 };
      sums.set(key, { films: films + 1, gross: before + gross });
    };

    return {
      add: cast((film: Film) => {
        films += 1;
        add(decades, `${Math.floor(film.year / 10)}0s`, film.gross);
        add(genres, film.genre, film.gross);
      }),
      reject: cast((entry: Rejected) => {
        rejected.push(entry);
      }),
      report: call(() => ({ films, decades, genres, rejected })),
    };
  },
  { name: "Catalog" },
);

/** A record that can't be a film, with everything that is wrong with it. */
class Malformed extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join(", "));
  }
}

const mendTitle = (row: Row): Row => (typeof row.Title === "string" ? { ...row, Title: mendText(row.Title) } : row);

const validate = (row: Row): Row => {
  const problems = problemsOf(row);
  if (problems.length > 0) throw new Malformed(problems);
  return row;
};

const toFilm = (row: Row): Film => ({
  title: row.Title as string,
  year: yearOf(row),
  genre: (row["Major Genre"] as string | null) ?? "(no genre)",
  gross: row["Worldwide Gross"] as number,
});

const takeIn = (row: Row): Film =>
  pipe(
    row,
    mendTitle,
    validate,
    toFilm,
    tap((film) => Catalog.add(film)),
  );

const data = new URL("../data/movies.json", import.meta.resolve("vega-datasets"));
const rows: Row[] = JSON.parse(readFileSync(data, "utf8"));

const server = await Catalog.start();
const mended: string[] = [];
for (const [index, row] of rows.entries()) {
  try {
    const film = takeIn(row);
    if (film.title !== row.Title) mended.push(film.title);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    Catalog.reject({ index, title: row.Title, problems: error.problems });
  }
}
const { films, decades, genres, rejected } = await Catalog.report();
await stop(server);

// Every bad record, in a file; here the first ones and the sums.
const report = rejected.map(
  ({ index, title, problems }) => `#${index} ${JSON.stringify(title)}: ${problems.join(", ")}`,
);
writeFileSync(new URL("../malformed_films.txt", import.meta.url), `${report.join("\n")}\n`);
const kinds = new Map<string, number>();
for (const problem of rejected.flatMap((entry) => entry.problems)) kinds.set(problem, (kinds.get(problem) ?? 0) + 1);

console.log(`${rows.length} records: ${films} films, ${rejected.length} malformed (all in build/malformed_films.txt)`);
for (const line of report.slice(0, 4)) console.log(`  ${line}`);
console.log(`problems: ${[...kinds].map(([problem, n]) => `${problem} ${n}`).join(", ")}`);
console.log(`${mended.length} titles mended: ${mended.slice(-4).join(", ")} ...`);
print("decade", [...decades].sort());
print("genre", [...genres].sort((a, b) => b[1].gross - a[1].gross).slice(0, 5));

assert.equal(films + rejected.length, 3201);
assert.equal(rows.length, 3201);

// The same figures by a plain loop.
const plain = { films: 0, decades: {} as Record<string, Sum>, genres: {} as Record<string, Sum> };
for (const row of rows) {
  if (problemsOf(row).length > 0) continue;
  plain.films += 1;
  const decade = `${String(row["Release Date"]).slice(-4, -1)}0s`;
  const genre = String(row["Major Genre"] ?? "(no genre)");
  for (const sum of [
    (plain.decades[decade] ??= { films: 0, gross: 0 }),
    (plain.genres[genre] ??= { films: 0, gross: 0 }),
  ]) {
    sum.films += 1;
    sum.gross += Number(row["Worldwide Gross"]);
  }
}
const counted = { films, decades: Object.fromEntries(decades), genres: Object.fromEntries(genres) };
assert.deepEqual(counted, plain);
console.log("the same as a plain loop's");

function print(heading: string, sums: [string, Sum][]): void {
  console.log(`${heading.padEnd(20)} films   gross, million $`);
  for (const [key, { films, gross }] of sums) {
    const millions = Math.round(gross / 1e6).toLocaleString("en-US");
    console.log(`  ${key.padEnd(18)} ${String(films).padStart(5)} ${millions.padStart(18)}`);
  }
}
