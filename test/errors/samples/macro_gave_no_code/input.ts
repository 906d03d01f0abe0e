import { first, five, forgot, later, shape } from "./m.macro.js";

forgot(1);
console.log(five(), forgot(2));
shape(3);
first(() => {
  console.log("a statement");
});
later(4);
