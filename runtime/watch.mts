import "./watch.js";
