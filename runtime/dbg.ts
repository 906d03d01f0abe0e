/** `dbg`: prints code, place and value to standard error and gives the value back. Emitted code calls it with the text of the expression. */
import { inspect } from "node:util";

export function dbg<T>(value: T, code: string, place: string): T {
  const colors = process.stderr.isTTY === true;
  process.stderr.write(`[${place}] ${code} => ${inspect(value, { colors, depth: 4 })}\n`);
  return value;
}
