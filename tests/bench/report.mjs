// What was measured, as a table or as JSON.

const round = (value, digits) => Number(value.toPrecision(digits));
const grouped = (value) => Math.round(value).toLocaleString('en');
const times = (value) => (value >= 10 ? grouped(value) : value.toPrecision(2));

function rowsOf({ workload, entries, peaks }) {
  const base = entries.find(({ about }) => about.name === 'convnetjs')?.rate;
  return entries.map((entry) => {
    const row = { name: entry.about.name };
    if (entry.cannot) return { ...row, cannot: entry.cannot };
    row.updatesPerSecond = workload.frame ? undefined : entry.rate;
    row.milliseconds = workload.frame ? 1000 / entry.rate : undefined;
    row.timesConvnetjs = base ? entry.rate / base : undefined;
    row.loss = entry.loss;
    row.online = entry.about.online || undefined;
    row.wrong = entry.wrong.length > 0 ? entry.wrong : undefined;
    const [own, kind] = row.name.split(', ');
    // Everything is measured against what the machine can do natively, WebAssembly against its own peak too.
    if (own === 'ours' && peaks.length > 0) {
      row.ofPeak = Object.fromEntries(
        peaks.filter(({ of }) => of === 'native' || kind === 'wasm').map(({ about, rate }) => [about.name, entry.pairs / rate]),
      );
    }
    return row;
  });
}

function print(columns) {
  const widths = columns[0].map((_, column) => Math.max(...columns.map((row) => row[column].length)));
  for (const row of columns) {
    const cells = row.map((cell, column) =>
      column === 0 || column === row.length - 1 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    );
    console.log(`  ${cells.join('  ').trimEnd()}`);
  }
}

function noteOf(row) {
  if (row.wrong) return `NOT THE SAME WORK: ${row.wrong.join('; ')}`;
  const notes = [];
  if (row.online) notes.push('an update a point; the batch counts as one');
  if (row.ofPeak) {
    const shares = Object.entries(row.ofPeak).map(([name, share]) => `${round(100 * share, 3)} % of ${name}`);
    if (shares.length > 0) notes.push(shares.join(', '));
  }
  return notes.join('; ');
}

function printTable({ workload, rows, peaks }) {
  console.log(`\n(${workload.name}) ${workload.title}`);
  const speed = workload.frame ? 'ms' : 'updates/s';
  const table = [['', speed, '× convnetjs', 'loss', '']];
  for (const row of rows) {
    if (row.cannot) {
      table.push([row.name, '–', '', '', row.cannot]);
      continue;
    }
    table.push([
      row.name,
      workload.frame ? row.milliseconds.toPrecision(3) : grouped(row.updatesPerSecond),
      row.timesConvnetjs === undefined ? '' : times(row.timesConvnetjs),
      `${row.loss.before.toFixed(4)} → ${row.loss.after.toFixed(4)}`,
      noteOf(row),
    ]);
  }
  print(table);
  for (const { about, rate } of peaks) {
    console.log(`  ${about.name}: ${round(rate / 1e9, 3)} billion multiply-adds/s`);
  }
}

/** Whether every engine did the same work. */
export function report(results, { json, seconds, rounds }) {
  const tables = results.map((result) => ({ ...result, rows: rowsOf(result) }));
  if (json) {
    const list = tables.map(({ workload: { name, title, link }, rows, peaks }) => ({
      name,
      title,
      link,
      rows,
      peaks: peaks.map(({ about, of, rate }) => ({ name: about.name, of, multiplyAddsPerSecond: rate })),
    }));
    console.log(JSON.stringify({ seconds, rounds, node: process.version, workloads: list }, null, 2));
  } else {
    for (const table of tables) printTable(table);
    console.log(
      `\nProcessor time of one thread, median of ${rounds} rounds of ${seconds} s, engines in turn. Loss: before and after two\n` +
        'epochs from the same weights through the same points, which proves the work the same. The peak multiplies,\n' +
        'then adds: fused multiply-adds would give other bits.',
    );
  }
  return tables.every(({ rows }) => rows.every(({ wrong }) => !wrong));
}
