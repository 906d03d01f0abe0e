import { run } from "tincture";

declare const f: (...args: unknown[]) => Promise<any>;

run(async () => {
  try {
    await f(1);
    // Waited for outside of the `try`, as in JavaScript.
    if (await f(2)) return f(3);
    return await f(4);
  } catch (error) {
    await f(error);
  } finally {
    await f(5);
  }
  switch (await f()) {
    case await f(6):
      await f(7);
      break;
    default:
      return f(8);
  }
});
