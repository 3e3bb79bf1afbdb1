// driver.mjs: runs lines of code over the widgets' modules. Reads a folder of modules from the command line and, line
// by line, { code, payload } from stdin; writes { result } or { error } for each.

import { createInterface } from "node:readline";

const folder = process.argv[2];
const load = (file) => import(`file://${folder}/${file}`);
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;

globalThis.document ??= { hidden: false, body: { dataset: {} } };

/** Bytes as JupyterLab hands them over: a DataView that starts where no Float32Array may. */
function bytes(base64) {
  const data = Buffer.from(base64, "base64");
  const padded = new Uint8Array(data.length + 1);
  padded.set(data, 1);
  return new DataView(padded.buffer, 1);
}

const revive = (_key, value) => (typeof value?.$bytes === "string" ? bytes(value.$bytes) : value);
const plain = (_key, value) => {
  if (typeof value === "number" && !Number.isFinite(value)) return { $number: String(value) };
  return value === undefined ? null : value;
};

for await (const line of createInterface({ input: process.stdin })) {
  let reply;
  try {
    const { code, payload } = JSON.parse(line, revive);
    reply = { result: (await new AsyncFunction("load", "payload", code)(load, payload)) ?? null };
  } catch (error) {
    reply = { error: error.stack };
  }
  process.stdout.write(`${JSON.stringify(reply, plain)}\n`);
}
