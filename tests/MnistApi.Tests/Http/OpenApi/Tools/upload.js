// Uploads a file and a batch with a generated client. Arguments: the client's directory, the service's address, an image.
// The generator's version joins a form's list of files by commas in TypeScript, so the batch goes as JSON.
const fs = require('node:fs');
const path = require('node:path');
const typescript = require('typescript');

require.extensions['.ts'] = (module, file) =>
  module._compile(typescript.transpileModule(fs.readFileSync(file, 'utf8'), { compilerOptions: { module: 'CommonJS', target: 'ES2020' } }).outputText, file);

const [directory, basePath, image] = process.argv.slice(2);
const { Configuration, PredictionsApi } = require(path.join(directory, 'index.ts'));
const api = new PredictionsApi(new Configuration({ basePath, fetchApi: fetch }));
const bytes = fs.readFileSync(image);
const asDataUrl = { image: `data:image/png;base64,${bytes.toString('base64')}` };

(async () => {
  console.log((await api.predict({ image: new Blob([bytes]) })).digit);
  const batch = await api.predictBatchJson({ pixelsBatchRequest: { images: [asDataUrl, asDataUrl] } });
  console.log(...batch.items.map(item => item.prediction.digit));
  console.log((await api.explainPrediction({ image: new Blob([bytes]) })).digit);
})();
