// What is kept, as JSON: values that JSON does not have become objects with one key that begins with `$`.
//
//   new Map([["a", 1n]])  ->  { "$map": [["a", { "$bigint": "1" }]] }

/** `value` with everything in it as JSON can say it. What is there twice is written twice; a cycle is cut. */
export function asJson(value: unknown, around: readonly object[] = []): unknown {
  if (typeof value === "bigint") return { $bigint: String(value) };
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { $number: Object.is(value, -0) ? "-0" : String(value) };
  if (value === undefined) return { $undefined: true };
  if (typeof value !== "object" || value === null) return value;
  if (around.includes(value)) return { $cycle: around.length - around.indexOf(value) };
  const inner = [...around, value];
  const each = (item: unknown): unknown => asJson(item, inner);
  if (Array.isArray(value)) return Array.from(value, each);
  if (value instanceof Map) return { $map: [...value].map(([key, item]) => [each(key), each(item)]) };
  if (value instanceof Set) return { $set: [...value].map(each) };
  if (value instanceof Date) return { $date: Number.isNaN(value.getTime()) ? null : value.toISOString() };
  if (value instanceof RegExp) return { $regexp: String(value) };
  if (value instanceof Error)
    return { $error: { name: value.name, message: value.message, stack: value.stack, cause: each(value.cause) } };
  if (value instanceof ArrayBuffer) return bytes("ArrayBuffer", Buffer.from(value));
  if (ArrayBuffer.isView(value))
    return bytes(value.constructor.name, Buffer.from(value.buffer, value.byteOffset, value.byteLength));
  const proto = Object.getPrototypeOf(value);
  // A pid or a reference.
  if (proto !== Object.prototype && proto !== null) return { $reference: String(value) };
  const entries = Object.entries(value).map(([key, item]) => [key, each(item)]);
  const plain = Object.fromEntries(entries);
  return entries.some(([key]) => (key as string).startsWith("$")) ? { $object: entries } : plain;
}

const bytes = (type: string, data: Buffer): object => ({ $bytes: data.toString("base64"), type });
