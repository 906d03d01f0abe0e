// The way in for webpack: `plugins: [tincture()]` in its configuration.
import { type HostOptions, plugin, type WebpackPlugin } from "./unplugin.js";

/** The plugin. What isn't given in `options` is what the plugin's entry in tsconfig.json says. */
function tincture(options?: HostOptions): WebpackPlugin {
  return plugin.webpack(options);
}

export = tincture;
