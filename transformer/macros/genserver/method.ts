// A table: what the methods of built-in values do to them. A durable variable holds plain data, so a method of it is one of these; any other may do anything.

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Give a primitive, or nothing. */
export const asking = words(
  "has includes indexOf lastIndexOf some every join startsWith endsWith charAt charCodeAt codePointAt test search localeCompare " +
    "toFixed toPrecision toString toLocaleString toISOString toJSON toLowerCase toUpperCase trim trimStart trimEnd padStart padEnd repeat replace replaceAll " +
    "getTime getDate getDay getMonth getFullYear getHours getMinutes getSeconds getMilliseconds valueOf isSubsetOf isSupersetOf isDisjointFrom",
);

/** Give a part of the value, or a container of parts; what they are handed sees parts. */
export const reading = words(
  "get at values entries keys slice concat flat flatMap map filter find findLast findIndex findLastIndex forEach reduce reduceRight " +
    "toSorted toReversed toSpliced with subarray split match matchAll union intersection difference symmetricDifference",
);

/** Of those, the ones that give a new array. */
export const making = words("slice concat flat flatMap map filter toSorted toReversed toSpliced split");

/** Change the value; what they are handed becomes a part of it. */
export const changing = words(
  "set add delete clear push pop shift unshift splice sort reverse fill copyWithin " +
    "setTime setDate setMonth setFullYear setHours setMinutes setSeconds setMilliseconds",
);

/** Of all of these, the ones that call a function they are handed, with parts of the value. */
export const calling = words(
  "some every flatMap map filter find findLast findIndex findLastIndex forEach reduce reduceRight toSorted sort from",
);

/** Properties that are primitives. */
export const primitiveProperties = words("length size byteLength byteOffset");

/** Global functions and objects that keep nothing of what they are given, and change nothing. */
export const harmless = words(
  "console JSON Math Number String Boolean BigInt Date Symbol parseInt parseFloat isNaN isFinite structuredClone encodeURIComponent decodeURIComponent",
);

/** `Object.values(x)`, `Array.from(x)`: give parts of what they are given. */
export const collecting = words("keys values entries fromEntries freeze from of");

/** Functions of tincture whose arguments are copied. */
export const copying = words("send sendAfter reply refuse exit");
