export const a = ((n = 5) => n + 1)((({ name }) => name.length)(load()));
export const b = ((item) => {
    const first = item.tags[0];
    return first ?? item.name;
})(load());
export const c = (function (item) { return item.name; })(load());
// Kept by another function: a parameter of its own.
export const d = ((item) => ["a", "b"].map((prefix) => prefix + item.name))(load());
let tmp;
export const e = (tmp = load().name, ({ name: tmp, upper: tmp.toUpperCase() }));
