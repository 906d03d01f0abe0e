// The way in for esbuild: `plugins: [tincture()]` in its options.
import { type EsbuildPlugin, type HostOptions, plugin } from "./unplugin.js";

/** The plugin. What isn't given in `options` is what the plugin's entry in tsconfig.json says. */
function tincture(options?: HostOptions): EsbuildPlugin {
  return plugin.esbuild(options);
}

export = tincture;
