// What node:test says of the tests in a page of documentation: a line for each, without times.

/** @param {AsyncIterable<{ type: string, data: any }>} source */
export default async function* reporter(source) {
  for await (const { type, data } of source) {
    if (data?.details?.type === "suite" || data?.nesting > 0) continue;
    if (type === "test:pass") yield `ok ${data.name}\n`;
    if (type === "test:fail") yield `not ok ${data.name}\n${data.details.error.cause ?? data.details.error}\n`;
  }
}
