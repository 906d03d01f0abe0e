import { call, cast, genserver } from "tincture";

export const Server = genserver((callback: (n: number) => void, list: number[] = []) => {
  let count = 0, last: number | undefined, tag = (parts: TemplateStringsArray) => parts.length;
  return {
    write: cast((n: number) => {
      count = n; count += n; count++; --count; count ??= 1;
      [count, last = 1] = list;
      ({ count, last: last = 2 } = { count: n, last: n });
      for (count of list) list.push(count);
    }),
    read: call(() => ({ count, last, [`n${count}`]: typeof last, tagged: tag`x` })),
    calls: cast((n: number) => { callback(n); callback?.(n); callback!(n); (callback)(n); list.push(n); }),
    closures: call(() => list.map((n) => n + count).filter(function (n) { return n > (last ?? 0); })),
    shadows: call((count: number, { last = count }: { last?: number } = {}) => {
      const list = [count];
      { const callback = last; list.push(callback); }
      return list;
    }),
    inner: call(() => { class Box { value = count; get more() { return count + this.value; } } return new Box().more; }),
  };
});
