import { pipe, run, self, send } from "tincture";

declare function fetchUser(id: number): Promise<{ readonly name: string }>;
declare const mailer: { send(text: string): Promise<void> };

run(async () => {
  const user = await pipe.async(1, fetchUser, (user) => user.name);
  await pipe.async(user, (name) => mailer.send(name));
  send(self(), user);
  return pipe.async(2, fetchUser);
});
