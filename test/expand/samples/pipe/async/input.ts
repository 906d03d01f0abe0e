import { pipe, tap } from "tincture";

declare function fetchUser(id: number): Promise<{ readonly name: string }>;
declare function greet(name: string, loud: boolean): Promise<string>;
declare const mailer: { send(text: string): Promise<void> };
declare function chosen(): (text: string) => Promise<string>;

export const hello = async (id: number) => pipe.async(id, fetchUser, (user) => greet(user.name, true));

export async function mail(id: number) {
  await pipe.async(id, fetchUser, (user) => user.name, tap(console.log), mailer.send);
  const text = await pipe.async("text", chosen());
  try {
    return pipe.async(text, chosen());
  } catch {
    return undefined;
  }
}

// Outside of an async function, and kept: a promise.
export const kept = pipe.async(fetchUser(1), (user) => user.name, chosen());
