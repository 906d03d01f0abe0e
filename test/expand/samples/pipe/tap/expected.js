let tmp;
export const one = store((tmp = read(), console.log(tmp.total, tmp), tmp));
let tmp_1, tmp_2;
export const two = (tmp = read(), tmp_1 = audit(), store((tmp_2 = (console.log(tmp), tmp), tmp_1(tmp_2), tmp_2)));
export const method = (tmp = read(), tmp_1 = log.info, tmp_2 = store(tmp), tmp_1.call(log, tmp_2), tmp_2);
export const block = (tmp = read(), ((order) => { if (order.total > 5)
    console.log("big"); })(tmp), tmp);
export const list = [read()].map((value) => (console.log(value), value));
export const made = [read()].map((look => value => (look(value), value))(audit()));
