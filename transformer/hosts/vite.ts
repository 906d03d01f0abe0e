// The way in for vite, and by its configuration for vitest: `plugins: [tincture()]`.
import { type HostOptions, plugin, type RollupPlugin } from "./unplugin.js";

/** The plugin. What isn't given in `options` is what the plugin's entry in tsconfig.json says. */
function tincture(options?: HostOptions): RollupPlugin {
  return plugin.vite(options) as RollupPlugin;
}

export = tincture;
