import { pipe, tap } from "tincture";

interface Order { readonly total: number }
declare const read: () => Order;
declare const audit: () => (order: Order) => void;
declare const store: (order: Order) => Order;
declare const log: { info(order: Order): void };

export const one = pipe(read(), tap((order) => console.log(order.total, order)), store);
export const two = pipe(read(), tap(console.log), tap(audit()), store);
export const method = pipe(read(), store, tap(log.info));
export const block = pipe(read(), tap((order) => { if (order.total > 5) console.log("big"); }));
export const list = [read()].map(tap((order) => console.log(order)));
export const made = [read()].map(tap(audit()));
