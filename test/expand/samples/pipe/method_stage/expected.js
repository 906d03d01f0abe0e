let tmp;
// A stage that is a method keeps its object.
export const count = (tmp = parser.parse, parser.deep.count(tmp.call(parser, "a b")));
// The value comes first: `parser.parse` is looked up after `read()`.
export const late = (tmp = read(), parser.parse(tmp));
export const known = console.log(Object.keys(JSON.parse(read())));
