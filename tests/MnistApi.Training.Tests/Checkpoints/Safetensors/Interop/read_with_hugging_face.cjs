// Reads a safetensors file with @huggingface/hub and prints its header as JSON. The library fetches from a model hub;
// here its fetch is answered from the file, so nothing leaves the machine.
const { openAsBlob } = require("node:fs");
const { parseSafetensorsMetadata } = require("@huggingface/hub");

async function answerFromFile(path, url, request) {
  if (!new URL(url).pathname.endsWith("/model.safetensors")) return new Response(null, { status: 404 });

  const file = await openAsBlob(path);
  const range = /bytes=(\d+)-(\d+)/.exec(new Headers(request?.headers).get("Range") ?? "");
  if (!range) return new Response(file, { headers: { ETag: '"1"', "Content-Length": `${file.size}` } });

  const [begin, end] = [Number(range[1]), Math.min(Number(range[2]), file.size - 1)];
  const headers = { ETag: '"1"', "Content-Range": `bytes ${begin}-${end}/${file.size}` };
  return new Response(file.slice(begin, end + 1), { status: 206, headers });
}

async function main(path) {
  const { header } = await parseSafetensorsMetadata({
    repo: "local/file",
    path: "model.safetensors",
    fetch: (url, request) => answerFromFile(path, url, request),
  });
  process.stdout.write(JSON.stringify(header));
}

main(process.argv[2]);
