// Reads each GEXF file with the parser of Gephi Lite, which by default throws on an edge without its nodes and on a
// value without its column. Compares what it read with the file: a second edge with the same id, for one, is lost.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { MultiGraph } from "graphology";
import gexf from "graphology-gexf";

function count(text, part) {
  return text.split(part).length - 1;
}

function columns(text, owner) {
  const block = text.match(new RegExp(`<attributes class="${owner}".*?</attributes>`))?.[0] ?? "";
  return [...block.matchAll(/<attribute id="([^"]*)"/g)].map((match) => match[1]);
}

function problems(text, graph) {
  const found = [];
  const same = (what, expected, seen) => {
    if (expected !== seen) found.push(`${what}: ${seen}, not ${expected}`);
  };
  same("nodes", count(text, "<node "), graph.order);
  same("edges", count(text, "<edge "), graph.size);
  const nodes = graph.mapNodes((_, attributes) => attributes);
  const edges = graph.mapEdges((_, attributes) => attributes);
  for (const [owner, items] of [["node", nodes], ["edge", edges]]) {
    for (const name of columns(text, owner)) {
      const filled = items.filter((item) => item[name] !== undefined && item[name] !== "").length;
      same(`values of ${owner} column ${name}`, values(text, owner, name), filled);
    }
  }
  same("nodes with a label", graph.order, nodes.filter((node) => node.label).length);
  same("nodes with a colour", count(text.split("<edges>")[0], "<viz:color "), nodes.filter((n) => n.color).length);
  same("edges with a weight", graph.size, edges.filter((edge) => edge.weight > 0).length);
  return found;
}

function values(text, owner, name) {
  const [nodes, edges] = text.split("<edges>");
  const part = owner === "node" ? nodes : edges;
  return count(part, `<attvalue for="${name}" value="`) - count(part, `<attvalue for="${name}" value=""`);
}

let good = true;
for (const path of process.argv.slice(2)) {
  const text = readFileSync(path, "utf8");
  let found;
  let graph;
  try {
    graph = gexf.parse(MultiGraph, text);
    found = problems(text, graph);
  } catch (error) {
    found = [error.message];
  }
  for (const problem of found) console.log(`FAIL ${basename(path)}: ${problem}`);
  if (found.length === 0) console.log(`ok ${basename(path)}: ${graph.order} nodes, ${graph.size} edges`);
  good &&= found.length === 0;
}
process.exit(good ? 0 : 1);
