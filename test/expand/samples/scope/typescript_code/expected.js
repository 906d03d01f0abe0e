var __esDecorate = (this && this.__esDecorate) || function (ctor, descriptorIn, decorators, contextIn, initializers, extraInitializers) {
    function accept(f) { if (f !== void 0 && typeof f !== "function") throw new TypeError("Function expected"); return f; }
    var kind = contextIn.kind, key = kind === "getter" ? "get" : kind === "setter" ? "set" : "value";
    var target = !descriptorIn && ctor ? contextIn["static"] ? ctor : ctor.prototype : null;
    var descriptor = descriptorIn || (target ? Object.getOwnPropertyDescriptor(target, contextIn.name) : {});
    var _, done = false;
    for (var i = decorators.length - 1; i >= 0; i--) {
        var context = {};
        for (var p in contextIn) context[p] = p === "access" ? {} : contextIn[p];
        for (var p in contextIn.access) context.access[p] = contextIn.access[p];
        context.addInitializer = function (f) { if (done) throw new TypeError("Cannot add initializers after decoration has completed"); extraInitializers.push(accept(f || null)); };
        var result = (0, decorators[i])(kind === "accessor" ? { get: descriptor.get, set: descriptor.set } : descriptor[key], context);
        if (kind === "accessor") {
            if (result === void 0) continue;
            if (result === null || typeof result !== "object") throw new TypeError("Object expected");
            if (_ = accept(result.get)) descriptor.get = _;
            if (_ = accept(result.set)) descriptor.set = _;
            if (_ = accept(result.init)) initializers.unshift(_);
        }
        else if (_ = accept(result)) {
            if (kind === "field") initializers.unshift(_);
            else descriptor[key] = _;
        }
    }
    if (target) Object.defineProperty(target, contextIn.name, descriptor);
    done = true;
};
var __runInitializers = (this && this.__runInitializers) || function (thisArg, initializers, value) {
    var useValue = arguments.length > 2;
    for (var i = 0; i < initializers.length; i++) {
        value = useValue ? initializers[i].call(thisArg, value) : initializers[i].call(thisArg);
    }
    return useValue ? value : void 0;
};
import { sleep } from "tincture";
import * as rt from "tincture/abi";
var Level;
(function (Level) {
    Level[Level["Low"] = 1] = "Low";
    Level[Level["High"] = 2] = "High";
})(Level || (Level = {}));
var Size;
(function (Size) {
    Size[Size["S"] = 5] = "S";
})(Size || (Size = {}));
var Shapes;
(function (Shapes) {
    Shapes.side = Size.S * Level.High;
    async function wait() {
        await sleep(Shapes.side);
    }
    Shapes.wait = wait;
    Shapes.done = wait();
})(Shapes || (Shapes = {}));
function logged(_value, _context) { }
class Base {
    item;
    size;
    constructor(item, size = Math.abs(Size.S)) {
        this.item = item;
        this.size = size;
    }
}
let Box = (() => {
    let _classSuper = Base;
    let _label_decorators;
    let _label_initializers = [];
    let _label_extraInitializers = [];
    return class Box extends _classSuper {
        static {
            const _metadata = typeof Symbol === "function" && Symbol.metadata ? Object.create(_classSuper[Symbol.metadata] ?? null) : void 0;
            _label_decorators = [logged];
            __esDecorate(null, null, _label_decorators, { kind: "field", name: "label", static: false, private: false, access: { has: obj => "label" in obj, get: obj => obj.label, set: (obj, value) => { obj.label = value; } }, metadata: _metadata }, _label_initializers, _label_extraInitializers);
            if (_metadata) Object.defineProperty(this, Symbol.metadata, { enumerable: true, configurable: true, writable: true, value: _metadata });
        }
        label = __runInitializers(this, _label_initializers, String("box"));
        show = (__runInitializers(this, _label_extraInitializers), () => JSON.stringify(this.item));
    };
})();
export { Box };
export const Store = rt.genserver("Store", {
    init(key, level = Level.Low) {
        return { key, level };
    },
    handlers: {
        get: rt.call((state, value) => [state.key, value, state.level > Level.Low ? Size.S : Size.S])
    }
});
rt.run(function* () {
    if (rt.waitCall(undefined, sleep, Size.S) === rt.parked)
        yield;
});
export const shapes = Shapes.done;
