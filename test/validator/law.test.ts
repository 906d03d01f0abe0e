// Laws over random types: what a handler takes from another node is what TypeScript's structure says. Types are drawn from a seed, as text for the compiler and as a model
// that knows nothing of validators; values are drawn from the types and then broken at a random place, and both must say the same of them.
import fc from "fast-check";
import type { Pid } from "tincture";
import { expect, test } from "vitest";
import { load, refusal } from "./program.js";

/** A type: its text, values of it, and whether a value is one. */
interface Model {
  readonly text: string;
  readonly values: fc.Arbitrary<unknown>;
  readonly admits: (value: unknown) => boolean;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
const field = (value: object, key: string): unknown =>
  Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;

const simple: readonly Model[] = [
  { text: "string", values: fc.string({ maxLength: 5 }), admits: (value) => typeof value === "string" },
  { text: "number", values: fc.double(), admits: (value) => typeof value === "number" },
  { text: "boolean", values: fc.boolean(), admits: (value) => typeof value === "boolean" },
  { text: "bigint", values: fc.bigInt(), admits: (value) => typeof value === "bigint" },
  { text: "null", values: fc.constant(null), admits: (value) => value === null },
  { text: '"a"', values: fc.constant("a"), admits: (value) => value === "a" },
  { text: "1 | 2", values: fc.constantFrom(1, 2), admits: (value) => value === 1 || value === 2 },
  { text: "Date", values: fc.date(), admits: (value) => value instanceof Date },
  { text: "Uint8Array", values: fc.uint8Array({ maxLength: 3 }), admits: (value) => value instanceof Uint8Array },
  { text: "unknown", values: fc.anything(), admits: () => true },
];

const arrayOf = ({ text, values, admits }: Model): Model => ({
  text: `readonly (${text})[]`,
  values: fc.array(values, { maxLength: 3 }),
  admits: (value) => Array.isArray(value) && Array.from(value).every(admits),
});
const setOf = ({ text, values, admits }: Model): Model => ({
  text: `Set<${text}>`,
  values: fc.array(values, { maxLength: 3 }).map((list) => new Set(list)),
  admits: (value) => value instanceof Set && [...value].every(admits),
});
const mapOf = (key: Model, item: Model): Model => ({
  text: `Map<${key.text}, ${item.text}>`,
  values: fc.array(fc.tuple(key.values, item.values), { maxLength: 3 }).map((list) => new Map(list)),
  admits: (value) => value instanceof Map && [...value].every(([k, v]) => key.admits(k) && item.admits(v)),
});
const tupleOf = (items: readonly Model[]): Model => ({
  text: `[${items.map(({ text }) => text).join(", ")}]`,
  values: fc.tuple(...items.map(({ values }) => values)),
  admits: (value) =>
    Array.isArray(value) && value.length === items.length && items.every((item, i) => item.admits(value[i])),
});
const recordOf = ({ text, values, admits }: Model): Model => ({
  text: `Record<string, ${text}>`,
  values: fc.dictionary(
    fc.string({ maxLength: 5 }).filter((key) => key !== "__proto__"),
    values,
    { maxKeys: 3, noNullPrototype: true },
  ),
  admits: (value) => isPlain(value) && Object.values(value).every(admits),
});
const objectOf = (items: readonly (readonly [Model, boolean])[]): Model => {
  const keys = items.map(([model, isOptional], i) => ({ ...model, key: `k${i}`, isOptional }));
  const fields = Object.fromEntries(keys.map(({ key, values }) => [key, values]));
  return {
    text: `{ ${keys.map(({ key, text, isOptional }) => `${key}${isOptional ? "?" : ""}: ${text}`).join("; ")} }`,
    values: fc.record(fields, {
      requiredKeys: keys.filter(({ isOptional }) => !isOptional).map(({ key }) => key),
      noNullPrototype: true,
    }),
    admits: (value) =>
      isPlain(value) &&
      keys.every(({ key, admits, isOptional }) => {
        const part = field(value, key);
        return (isOptional && part === undefined) || admits(part);
      }),
  };
};
const unionOf = (members: readonly Model[]): Model => ({
  text: members.map(({ text }) => `(${text})`).join(" | "),
  values: fc.oneof(...members.map(({ values }) => values)),
  admits: (value) => members.some(({ admits }) => admits(value)),
});

const { model } = fc.letrec<{ model: Model }>((tie) => ({
  model: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...simple),
    tie("model").map(arrayOf),
    tie("model").map(setOf),
    fc.tuple(tie("model"), tie("model")).map(([key, item]) => mapOf(key, item)),
    fc.array(tie("model"), { minLength: 1, maxLength: 3 }).map(tupleOf),
    tie("model").map(recordOf),
    fc.array(fc.tuple(tie("model"), fc.boolean()), { minLength: 1, maxLength: 3 }).map(objectOf),
    fc.array(tie("model"), { minLength: 2, maxLength: 3 }).map(unionOf),
  ),
}));

/** Something else in a random place of a value. */
function broken(value: unknown, place: number, other: unknown): unknown {
  if (Array.isArray(value) && value.length > 0) {
    const at = place % value.length;
    return value.with(at, broken(value[at], place >> 2, other));
  }
  if (value instanceof Map && value.size > 0)
    return new Map([...value].map(([key, item], i) => [key, i === 0 ? broken(item, place >> 2, other) : item]));
  if (value instanceof Set && value.size > 0)
    return new Set([...value].map((item, i) => (i === 0 ? broken(item, place >> 2, other) : item)));
  if (isPlain(value) && Object.keys(value).length > 0) {
    const key = Object.keys(value)[place % Object.keys(value).length] as string;
    return { ...value, [key]: broken(value[key], place >> 2, other) };
  }
  return other;
}

const TYPES = 120;
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

test(`a handler takes what its type says (SEED=${seed})`, { timeout: 120_000 }, async () => {
  const models = fc.sample(model, { numRuns: TYPES, seed });
  const handlers = models.map(({ text }, i) => `  h${i}: call((value: ${text}) => typeof value),`).join("\n");
  const text = `import { call, genserver } from "tincture";\nexport const Types = genserver(() => ({\n${handlers}\n}));\n`;
  const { Types } = (await load("law", text)) as { Types: { start(): Promise<Pid> } };
  const server = await Types.start();
  let refused = 0;
  for (const [i, { values, admits, text: type }] of models.entries()) {
    const law = fc.property(values, fc.nat(), fc.anything(), (value, place, other) => {
      expect(refusal(server, `h${i}`, [value])?.message, type).toBeUndefined();
      const wrong = broken(value, place, other);
      const error = refusal(server, `h${i}`, [wrong]);
      expect(error === undefined, `${type}: ${error?.message}`).toBe(admits(wrong));
      if (error !== undefined) refused++;
    });
    fc.assert(law, { numRuns: 40, seed });
  }
  expect(refused).toBeGreaterThan(TYPES * 5);
});
