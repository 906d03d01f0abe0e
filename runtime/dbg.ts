/** `dbg`: prints code, place and value to standard error and gives the value back. Emitted code calls it with the text of the expression. */
import { printValue } from "./core/report.js";

export function dbg<T>(value: T, code: string, place: string): T {
  printValue(`[${place}] ${code} =>`, value);
  return value;
}
