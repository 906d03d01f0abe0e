import * as rt from "tincture/abi";
rt.run(function* () {
    let tmp;
    let x = 1;
    x += (tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp;
    o.n = (o.n ?? 0) + ((tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp);
    o[(tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp] = (tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp;
    const text = `${(tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp}, ${x}`;
    const chosen = ((tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp) ? (tmp = rt.waitCall(undefined, f, 1)) === rt.parked ? yield : tmp : (tmp = rt.waitCall(undefined, f, 2)) === rt.parked ? yield : tmp;
    const logic = ((tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp) && !((tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp) || -((tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp);
    const { a, b = (tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp } = { ...((tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp), c: (tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp, [(tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp]: 1 };
    const [p, q = (tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp] = [(tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp, ...((tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp)];
    const made = new Map((tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp);
    return { text, chosen, logic, a, b, p, q, made };
});
