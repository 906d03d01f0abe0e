/** Loaded before a program (`node --import`): when it ends, prints on standard error what it used: `usage: CPU ms, peak memory in KB`. */
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stderr.write(`usage: ${(userCPUTime + systemCPUTime) / 1000} ${maxRSS}\n`);
});
