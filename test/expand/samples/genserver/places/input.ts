import { call, genserver } from "tincture";

const server = (step: number) => genserver((n: number) => {
  const next = () => n + step;
  return { next: call(() => (n = next())) };
});

export class Servers {
  static Counter = genserver((n: number) => {
    const next = () => n + 1;
    return { next: call(() => next()) };
  });
}

export const table = {
  Counter: genserver((n: number) => ({ get: call(() => n) })),
  other: [genserver(() => ({ get: call(() => 1) }))],
};

for (const step of [1, 2]) console.log(genserver((n: number) => {
  const next = () => n + step;
  return { next: call(() => next()) };
}, { name: `counter${step}` }));

export const Patient = genserver(() => ({ get: call(() => 1) })).with({ timeout: 50 });

export default genserver((n: number) => {
  const next = () => n + 1;
  return { next: call(() => next()) };
}, { name: "Default" });
export { server };
