// The way in for rollup: `plugins: [tincture()]` in its configuration.
import { type HostOptions, plugin, type RollupPlugin } from "./unplugin.js";

/** The plugin. What isn't given in `options` is what the plugin's entry in tsconfig.json says. */
function tincture(options?: HostOptions): RollupPlugin {
  return plugin.rollup(options) as RollupPlugin;
}

export = tincture;
