// The value of a pipe is a value: calling it binds no object.
export const a = (0, box.open)();
export const b = (0, read().inner?.open)?.();
export const c = (0, read().open)(box);
export const d = (read().inner?.open).name;
export const e = (0, box.open)();
