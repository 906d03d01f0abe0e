import { run, sleep } from "tincture";

declare const load: (id: number) => Promise<string>;

run(async () => {
  // Async functions inside of process code are process code.
  const get = async (id: number) => load(id);
  async function all(ids: number[]) {
    return Promise.all(ids.map(async (id) => { await sleep(1); return get(id); }));
  }
  const api = {
    // A method is not: it stays what it is.
    async one() { return get(1); },
  };
  async function* stream() { yield await get(1); }
  return [await all([1, 2]), await api.one(), stream()];
});
