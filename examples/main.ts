// Runs all examples, one after another. Each asserts its results, so a wrong one ends this program with an error.
const examples = ["scoreboard", "ping_pong", "order_pipeline", "order_store", "films", "word_count"];

for (const name of examples) {
  console.log(`\n== ${name} (examples/${name}.ts)`);
  await import(`./${name}.js`);
}
console.log(`\n${examples.length} examples, all results as asserted`);
