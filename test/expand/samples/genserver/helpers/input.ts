import { call, cast, genserver, sleep } from "tincture";

export const Room = genserver((room: string) => {
  const users = new Map<string, number>();
  /** Says who is here. */
  const names = () => [...users.keys()];
  function add(user: string, n = names().length) {
    users.set(user, double(n));
    return remember(user);
  }
  // Needs nothing of the state: stays as it is.
  const double = (n: number) => n * 2;
  const remember = async (user: string): Promise<number> => {
    await sleep(1);
    if (users.size > 10) return remember(user);
    return users.size;
  };
  function overloaded(n: number): number;
  function overloaded(n: string): number;
  function overloaded(n: number | string) { return Number(n) + users.size; }

  return {
    join: call(async (user: string) => {
      await add(user);
      const n = await remember(user);
      return n + (await remember(room));
    }),
    all: cast((list: string[]) => {
      list.forEach(names);
      list.map(add);
      [1, 2].map(double);
      later();
      overloaded(1);
    }),
  };

  function later() { return add(room); }
});
