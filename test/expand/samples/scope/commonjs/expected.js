"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", { value: true });
exports.Server = exports.again = exports.loop = void 0;
const tincture_1 = require("tincture");
const rt = require("tincture/abi");
const t = __importStar(require("tincture"));
const promises_1 = require("node:fs/promises");
const loop = rt.process(function* (n) {
    if (rt.receive() === rt.parked)
        yield;
    if (rt.waitCall(undefined, tincture_1.sleep, n) === rt.parked)
        yield;
    return rt.tailCall(undefined, loop, n + 1);
}, "loop");
exports.loop = loop;
const main = rt.process(function* () {
    (0, tincture_1.self)();
    if (rt.waitCall(undefined, loop, 0) === rt.parked)
        yield;
}, "main");
exports.default = main;
exports.again = rt.process(function* () {
    if (rt.waitCall(undefined, loop, 1) === rt.parked)
        yield;
}, "again");
const read = (state) => (0, promises_1.readFile)(state.path, "utf8");
exports.Server = rt.genserver("Server", {
    init(path) {
        return { path };
    },
    handlers: {
        read: rt.call(function* (state) {
            let tmp;
            return ((tmp = rt.waitCall(undefined, read, state)) === rt.parked ? yield : tmp) + ((tmp = rt.waitCall(undefined, promises_1.readFile, state.path, "utf8")) === rt.parked ? yield : tmp);
        })
    }
});
rt.run(function* () {
    if (rt.waitCall(t, t.sleep, 1) === rt.parked)
        yield;
    if (rt.waitCall(undefined, exports.again) === rt.parked)
        yield;
    return (0, tincture_1.self)();
});
