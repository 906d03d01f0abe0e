import { call, genserver, type Pid } from "tincture";

// What a server is started with may come from another node: the block's parameters are checked as those of a handler are.
interface Options { limit?: number; owner: Pid }

export const Room = genserver((name: string, { limit = 5, owner }: Options) => {
  const users: string[] = [];
  return {
    join: call((user: string) => users.length < limit && users.push(user)),
    about: call(() => [name, owner]),
    change: call((options: Options) => {
      limit = options.limit ?? limit;
    }),
  };
}, { name: (name) => name });

export const Anything = genserver((value: unknown) => ({ get: call(() => value) }));

const schema = { "~standard": { version: 1, vendor: "by hand", validate: (value: unknown) => ({ value }), types: undefined as { input: string; output: string } | undefined } } as const;
export const BySchema = genserver((name: string) => ({ get: call(() => name) }), { args: [schema] });
