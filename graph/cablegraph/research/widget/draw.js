"use strict";
// Draws DATA on a canvas: forces place the nodes, the pointer drags, zooms and asks.

const canvas = document.getElementById("picture");
const pen = canvas.getContext("2d");
const told = document.getElementById("told");
const GREY = "#9a9a9a";

// The same graph always starts from the same places: a sunflower spiral, the most tied nodes in the middle.
const nodes = DATA.nodes.map(([id, label, type, mentions]) => ({ id, label, type, mentions, x: 0, y: 0, dx: 0, dy: 0, ties: [] }));
const edges = DATA.edges.map(([source, target, kind, label, weight, quote]) =>
  ({ source: nodes[source], target: nodes[target], kind, label, weight, quote }));
for (const edge of edges) {
  edge.source.ties.push(edge);
  if (edge.target !== edge.source) edge.target.ties.push(edge);
}
[...nodes].sort((a, b) => b.ties.length - a.ties.length || (a.id < b.id ? -1 : 1)).forEach((node, place) => {
  const radius = 24 * Math.sqrt(place), angle = place * 2.399963;
  node.x = radius * Math.cos(angle);
  node.y = radius * Math.sin(angle);
});

const radius = (node) => 4 + 2 * Math.log2(1 + node.ties.length);
const edgeColour = (edge) => DATA.edgeColours[edge.kind.split("-")[0]] || GREY;

// ---------------------------------------------------------------- forces
let heat = 1;
function step() {
  const cells = new Map();
  const size = 120;
  for (const node of nodes) {
    const key = Math.floor(node.x / size) + "," + Math.floor(node.y / size);
    (cells.get(key) || cells.set(key, []).get(key)).push(node);
    node.dx = -0.01 * node.x;
    node.dy = -0.01 * node.y;
  }
  for (const node of nodes) repel(node, cells, size);
  for (const edge of edges) attract(edge);
  for (const node of nodes) {
    if (node === held) continue;
    const length = Math.hypot(node.dx, node.dy) || 1;
    const step = Math.min(length, 30 * heat) / length;
    node.x += node.dx * step;
    node.y += node.dy * step;
  }
  heat *= 0.985;
}

// Only near nodes push each other: time stays linear in their number.
function repel(node, cells, size) {
  const cx = Math.floor(node.x / size), cy = Math.floor(node.y / size);
  for (let x = cx - 1; x <= cx + 1; x++) {
    for (let y = cy - 1; y <= cy + 1; y++) {
      for (const other of cells.get(x + "," + y) || []) {
        if (other === node) continue;
        const dx = node.x - other.x, dy = node.y - other.y;
        const distance = Math.max(4, Math.hypot(dx, dy));
        const force = Math.min(12, 1600 / (distance * distance));
        node.dx += (dx / distance) * force;
        node.dy += (dy / distance) * force;
      }
    }
  }
}

function attract(edge) {
  const { source, target } = edge;
  const dx = target.x - source.x, dy = target.y - source.y;
  const distance = Math.hypot(dx, dy) || 1;
  const force = (distance - 70) * 0.02;
  const share = (node) => force / Math.sqrt(node.ties.length);
  source.dx += (dx / distance) * share(source);
  source.dy += (dy / distance) * share(source);
  target.dx -= (dx / distance) * share(target);
  target.dy -= (dy / distance) * share(target);
}

// ---------------------------------------------------------------- drawing
let scale = 1, left = 0, top_ = 0, asked = null, held = null;
const sx = (x) => x * scale + left;
const sy = (y) => y * scale + top_;

function draw() {
  const { width, height } = canvas.getBoundingClientRect();
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  const near = asked && new Set(asked.ties.flatMap((edge) => [edge.source, edge.target]).concat(asked));
  for (const edge of edges) drawEdge(edge, !near || edge.source === asked || edge.target === asked);
  for (const node of nodes) drawNode(node, !near || near.has(node));
  drawLabels(near);
}

function drawEdge(edge, clear) {
  const x1 = sx(edge.source.x), y1 = sy(edge.source.y), x2 = sx(edge.target.x), y2 = sy(edge.target.y);
  pen.globalAlpha = clear ? 0.7 : 0.08;
  pen.strokeStyle = pen.fillStyle = edgeColour(edge);
  pen.lineWidth = Math.min(5, Math.sqrt(edge.weight));
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
  if (!DATA.directed || edge.source === edge.target) return;
  const angle = Math.atan2(y2 - y1, x2 - x1), back = radius(edge.target) * Math.sqrt(scale) + 1;
  const tipX = x2 - back * Math.cos(angle), tipY = y2 - back * Math.sin(angle);
  pen.beginPath();
  pen.moveTo(tipX, tipY);
  for (const turn of [0.4, -0.4]) pen.lineTo(tipX - 7 * Math.cos(angle + turn), tipY - 7 * Math.sin(angle + turn));
  pen.fill();
}

function drawNode(node, clear) {
  pen.globalAlpha = clear ? 1 : 0.15;
  pen.fillStyle = DATA.colours[node.type] || GREY;
  pen.strokeStyle = node === asked ? "#000" : "#fff";
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.arc(sx(node.x), sy(node.y), radius(node) * Math.sqrt(scale), 0, 7);
  pen.fill();
  pen.stroke();
}

// The most tied nodes get their label first; one that would cover another label waits for a closer look.
function drawLabels(near) {
  const taken = [];
  pen.font = "12px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.globalAlpha = 1;
  for (const node of [...nodes].sort((a, b) => b.ties.length - a.ties.length)) {
    if (near && !near.has(node)) continue;
    const text = node.label.length > 40 ? node.label.slice(0, 39) + "…" : node.label;
    const half = pen.measureText(text).width / 2 + 2;
    const x = sx(node.x), y = sy(node.y) - radius(node) * Math.sqrt(scale) - 4;
    if (taken.some(([tx, ty, th]) => Math.abs(tx - x) < half + th && Math.abs(ty - y) < 14)) continue;
    taken.push([x, y, half]);
    pen.lineWidth = 3;
    pen.strokeStyle = "#fffc";
    pen.strokeText(text, x, y);
    pen.fillStyle = "#222";
    pen.fillText(text, x, y);
  }
}

function fit() {
  const { width, height } = canvas.getBoundingClientRect();
  const xs = nodes.map((node) => node.x), ys = nodes.map((node) => node.y);
  const wide = Math.max(...xs) - Math.min(...xs) + 120, high = Math.max(...ys) - Math.min(...ys) + 120;
  scale = Math.min(2, width / wide, height / high);
  left = width / 2 - (scale * (Math.max(...xs) + Math.min(...xs))) / 2;
  top_ = height / 2 - (scale * (Math.max(...ys) + Math.min(...ys))) / 2;
}

// ---------------------------------------------------------------- asking
function tell(node) {
  asked = node;
  told.textContent = "";
  if (!node) return;
  const title = told.appendChild(document.createElement("b"));
  title.textContent = `${node.label} (${node.type})`;
  for (const edge of node.ties.slice(0, 40)) {
    const line = told.appendChild(document.createElement("div"));
    line.textContent = `${edge.source.label} ${edge.label} ${edge.target.label}`;
    line.style.color = edgeColour(edge) === GREY ? "" : edgeColour(edge);
    line.title = edge.quote;
  }
  if (node.ties.length > 40) told.append(`and ${node.ties.length - 40} more`);
}

function nodeAt(event) {
  const { left: x0, top: y0 } = canvas.getBoundingClientRect();
  const x = event.clientX - x0, y = event.clientY - y0;
  return nodes.findLast((node) => Math.hypot(sx(node.x) - x, sy(node.y) - y) < radius(node) * Math.sqrt(scale) + 3);
}

let moved = false, panning = false;
canvas.addEventListener("pointerdown", (event) => {
  held = nodeAt(event) || null;
  panning = !held;
  moved = false;
  canvas.setPointerCapture(event.pointerId);
});
canvas.addEventListener("pointermove", (event) => {
  if (!held && !panning) return;
  moved = moved || Math.abs(event.movementX) + Math.abs(event.movementY) > 1;
  if (panning) { left += event.movementX; top_ += event.movementY; }
  if (held) { held.x += event.movementX / scale; held.y += event.movementY / scale; heat = Math.max(heat, 0.15); }
  wake();
});
canvas.addEventListener("pointerup", (event) => {
  if (!moved) tell(nodeAt(event) || null);
  held = null;
  panning = false;
  wake();
});
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const { left: x0, top: y0 } = canvas.getBoundingClientRect();
  const by = Math.exp(-event.deltaY / 500), x = event.clientX - x0, y = event.clientY - y0;
  left = x - (x - left) * by;
  top_ = y - (y - top_) * by;
  scale *= by;
  wake();
}, { passive: false });
document.getElementById("find").addEventListener("input", (event) => {
  const words = event.target.value.trim().toLowerCase();
  tell(words ? nodes.find((node) => node.label.toLowerCase().includes(words)) || null : null);
  wake();
});
window.addEventListener("resize", () => { fit(); wake(); });

// ---------------------------------------------------------------- running
const legend = document.getElementById("legend");
for (const type of Object.keys(DATA.colours).filter((type) => nodes.some((node) => node.type === type))) {
  const entry = legend.appendChild(document.createElement("span"));
  const dot = entry.appendChild(document.createElement("i"));
  dot.style.background = DATA.colours[type];
  entry.append(`${type}  `);
}

let awake = false;
function wake() {
  if (awake) return;
  awake = true;
  requestAnimationFrame(frame);
}
function frame() {
  awake = false;
  if (heat > 0.02) { step(); wake(); }
  draw();
}
for (let count = 0; count < 250; count++) step();
heat = 0.1;
if (nodes.length) fit();
wake();
