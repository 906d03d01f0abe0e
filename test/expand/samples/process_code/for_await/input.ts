import { run } from "tincture";

interface Row { readonly id: number; readonly tags?: string[] }
declare const rows: () => AsyncIterable<Row>;
declare let last: Row;

run(async () => {
  for await (const row of rows()) console.log(row.id);
  next: for await (const { id, tags = [] } of rows()) {
    for (const tag of tags) if (tag === "") continue next;
    if (id > 5) break;
  }
  for await (last of rows()) {
    const id = last.id;
    console.log(id);
  }
  for await (const row of rows()) {
    const { id } = row;
    const rows = [id];
    console.log(rows);
  }
});
// Ordinary async code keeps it.
for await (const row of rows()) console.log(row);
