import { receive, self, send, sleep, spawn, type Pid } from "tincture";

/** Counts. */
export async function counter(n: number): Promise<never> {
  const step = await receive((m: number) => m);
  return counter(n + step);
}

export async function pause(ms: number): Promise<void>;
export async function pause(ms: string): Promise<void>;
export async function pause(ms: number | string) {
  await sleep(Number(ms));
}

// Process code, because it calls one that is.
const twice = async (ms: number) => {
  await pause(ms);
  await pause(ms);
};

const even = async (n: number): Promise<boolean> => (n === 0 ? true : odd(n - 1));
const odd = async (n: number): Promise<boolean> => { await sleep(0); return n === 0 ? false : even(n - 1); };

// Ordinary: uses nothing of a process.
async function fetchText(url: string) {
  const response = await fetch(url);
  return response.text();
}

const to: Pid<number> = spawn(() => counter(0));
send(to, 1);
export default async function main() {
  self();
  await twice(1);
  return fetchText("http://localhost") && even(4);
}
