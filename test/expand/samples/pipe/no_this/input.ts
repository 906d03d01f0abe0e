import { pipe } from "tincture";

declare const box: { open(): number; readonly inner?: { open(): number } };
declare const read: () => typeof box;

// The value of a pipe is a value: calling it binds no object.
export const a = pipe(box, (b) => b.open)();
export const b = pipe(read(), (b) => b.inner?.open)?.();
export const c = pipe(box, pipe(read(), (b) => b.open));
export const d = pipe(read(), (b) => b.inner?.open).name;
export const e = pipe(box.open, (open) => open());
