// The shop of the tutorial: an order comes in as text and goes through the stages of a pipe; the last one keeps it.
// An order, what it takes from the stock and what is paid for it are kept together or not at all, in a folder that outlasts the program.
import { pipe } from "tincture";
import { lmdb } from "tincture/lmdb";

/** Price in cents. */
interface Line {
  readonly name: string;
  readonly price: number;
  readonly quantity: number;
}
interface Order {
  readonly id: string;
  readonly lines: readonly Line[];
  readonly total?: number;
}

const parseJson = (raw: string): Order => JSON.parse(raw);

const validate = (order: Order): Order => {
  if (order.lines.length === 0) throw new RangeError("empty order");
  for (const line of order.lines)
    if (line.quantity <= 0) throw new RangeError(`bad item: ${line.quantity} x ${line.name}`);
  return order;
};

const calculateTotal = (order: Order): Order => ({
  ...order,
  total: order.lines.reduce((total, line) => total + line.price * line.quantity, 0),
});

/** The shop in a folder. `stock`: how many there are of each thing when it opens for the first time. */
export function openShop(folder: string, stock: number) {
  const store = lmdb(folder);

  /** All of it or, when it throws, nothing; the promise settles when it is on the disk. */
  const keep = (order: Order): Promise<number> =>
    store.transaction((tx) => {
      if (tx.get(`order/${order.id}`) !== undefined) throw new RangeError(`${order.id} is there already`);
      for (const { name, quantity } of order.lines) {
        const left = tx.get<number>(`stock/${name}`) ?? stock;
        if (quantity > left) throw new RangeError(`sold out: ${quantity} x ${name}, and there are ${left}`);
        tx.put(`stock/${name}`, left - quantity);
      }
      tx.put(`order/${order.id}`, order);
      const takings = (tx.get<number>("takings") ?? 0) + (order.total ?? 0);
      tx.put("takings", takings);
      return takings;
    });

  return {
    store,
    receiveOrder: (raw: string): Promise<number> => pipe(raw, parseJson, validate, calculateTotal, keep),
    orders: (): string[] => store.keys("order/").map((key) => key.slice("order/".length)),
    takings: (): number => store.get<number>("takings") ?? 0,
    stock: (name: string): number => store.get<number>(`stock/${name}`) ?? stock,
  };
}
