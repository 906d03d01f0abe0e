// A process that adds to a number in a folder of keys, as often as it is told: `node change_keys.mjs FOLDER TIMES`. Says "begun" after the first time.
import { FileDirectory } from "../../dist/runtime/node/local/file_directory.js";

const [folder = "", times] = process.argv.slice(2);
const directory = new FileDirectory(folder);
for (let done = 0; done < Number(times); ) {
  const entry = await directory.read("count");
  const value = Buffer.from(String(entry === undefined ? 1 : Number(Buffer.from(entry.value)) + 1));
  const revision =
    entry === undefined
      ? await directory.create("count", value)
      : await directory.update("count", value, entry.revision);
  if (revision === undefined) continue;
  if (done++ === 0) console.log("begun");
}
