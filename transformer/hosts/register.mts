// "tincture/register" for `--import`: the same, once.
import "./register.js";
