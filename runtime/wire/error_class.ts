/**
 * Classes of errors that are the same on every node. Of any other class, the nearest of these above it arrives, with the name of the class.
 *
 * Shape: the place in the list is what stands on the wire, so new ones come last.
 */
import { CallError, ExitError, NoCatchError, RefusedError, StartError, TinctureError } from "../core/error.js";

type ErrorClass = { readonly prototype: Error };

export const errorClasses: readonly ErrorClass[] = [
  ...[Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError, AggregateError],
  ...[TinctureError, CallError, StartError, RefusedError, ExitError, NoCatchError],
];

const places = new Map<unknown, number>(errorClasses.map(({ prototype }, place) => [prototype, place]));

/** The place of an error's class, or of the nearest one above it. */
export function classOf(error: Error): number {
  for (let proto: unknown = error; proto !== null; proto = Object.getPrototypeOf(proto)) {
    const place = places.get(proto);
    if (place !== undefined) return place;
  }
  return 0;
}

/** An Error of a class, without running its constructor. */
export function makeError(place: number, message: string, stack: string): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = new Error(message);
  Error.stackTraceLimit = stackTraceLimit;
  Object.defineProperty(error, "stack", { value: stack, writable: true, configurable: true });
  const known = errorClasses[place];
  return known === undefined || place === 0 ? error : Object.setPrototypeOf(error, known.prototype);
}
