// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX Runtime's side of ./dev bench: the same lines in and out as taper-bench serve.
// usage: node ort-worker.mjs FOLDER_WITH_NODE_MODULES THREADS ONNX_FOLDER
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [modules, threads, folder] = process.argv.slice(2);
const ort = createRequire(pathToFileURL(`${modules}/`))('onnxruntime-node');
const sessions = new Map();

async function prepare(name, batch) {
  const key = `${name}-${batch}`;
  if (!sessions.has(key)) {
    const session = await ort.InferenceSession.create(`${folder}/${key}.onnx`, {
      intraOpNumThreads: +threads, interOpNumThreads: 1, executionMode: 'sequential',
      graphOptimizationLevel: 'all',
    });
    const { shape } = session.inputMetadata[0];
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => Math.random() * 2 - 1);
    const feeds = { image: new ort.Tensor('float32', data, shape) };
    for (let i = 0; i < 3; i++) await session.run(feeds);
    sessions.set(key, [session, feeds]);
  }
  return sessions.get(key);
}

async function slice(name, batch, milliseconds) {
  const [session, feeds] = await prepare(name, batch);
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  let before = start, best = Infinity, runs = 0;
  do {
    await session.run(feeds);
    const now = process.hrtime.bigint();
    best = Math.min(best, Number(now - before) / 1e6);
    before = now;
    runs++;
  } while (Number(before - start) / 1e6 < milliseconds);
  const used = process.cpuUsage(cpu);
  return `${best} ${(used.user + used.system) / 1e3 / runs} ${runs}`;
}

for await (const line of createInterface({ input: process.stdin })) {
  const [task, name, batch, milliseconds] = line.split(' ');
  console.log(task === 'forward' ? await slice(name, +batch, +milliseconds) : 'error unknown task');
}
