// The tutorial's order pipeline. `pipe(raw, parseJson, validate, ...)` compiles to nested calls: store(calculateTotal(validate(parseJson(raw)), 50)).
import assert from "node:assert/strict";
import { pipe, tap } from "tincture";

interface Line {
  readonly name: string;
  readonly price: number;
  readonly quantity: number;
}
interface Order {
  readonly lines: readonly Line[];
  readonly total?: number;
}

const stored: Order[] = [];

const parseJson = (raw: string): Order => JSON.parse(raw);

const validate = (order: Order): Order => {
  if (order.lines.length === 0) throw new RangeError("empty order");
  for (const line of order.lines)
    if (line.quantity <= 0) throw new RangeError(`bad item: ${line.quantity} x ${line.name}`);
  return order;
};

const calculateTotal = (order: Order, discount = 0): Order => {
  const sum = order.lines.reduce((total, line) => total + line.price * line.quantity, 0);
  return { ...order, total: sum - discount };
};

const store = (order: Order): Order => {
  stored.push(order);
  return order;
};

/** A stage with more than one argument is a function written in place; `tap` looks at the value and passes it on. */
const receiveOrder = (raw: string): Order =>
  pipe(
    raw,
    parseJson,
    validate,
    (order) => calculateTotal(order, 50),
    tap((order) => console.log(`${order.lines.length} lines, total ${order.total}`)),
    store,
  );

const order = receiveOrder(
  '{"lines":[{"name":"tea","price":300,"quantity":2},{"name":"cup","price":1250,"quantity":1}]}',
);
assert.equal(order.total, 1800);

// A stage that throws ends the pipe: no later stage runs, nothing is stored.
for (const raw of ['{"lines":[]}', '{"lines":[{"name":"tea","price":300,"quantity":0}]}']) {
  assert.throws(() => receiveOrder(raw), RangeError);
  try {
    receiveOrder(raw);
  } catch (error) {
    console.log(String(error));
  }
}

console.log("stored:", stored.length);
assert.deepEqual(stored, [order]);
