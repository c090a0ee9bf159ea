// Writes what is taken away, and what the engine makes of it, for programs of other languages to be
// compared with: prepare.mjs FOLDER
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { networks, runs } from './cases.mjs';
import { grid, inputs, train } from './engine.mjs';

const [folder] = process.argv.slice(2);
const steps = 100;

/** step, loss of the batch, losses of the training and test points; of every step. */
function losses(trainer) {
  const rows = [];
  for (let i = 0; i < steps; i += 1) {
    while (trainer.phase() !== 'loss');
    const samples = [];
    for (;;) {
      try {
        samples.push(trainer.activations(samples.length).loss);
      } catch {
        break; // that was the last one of the batch
      }
    }
    trainer.step();
    const { step, trainLoss, testLoss } = trainer.metrics();
    rows.push([step, samples.reduce((sum, loss) => sum + loss) / samples.length, trainLoss, testLoss]);
  }
  return rows;
}

for (const [i, run] of runs.entries()) {
  const place = join(folder, `run-${String(i).padStart(2, '0')}`);
  await mkdir(place, { recursive: true });
  const files = train(run, (trainer) => ({
    'train_numpy.py': trainer.export('numpy'),
    'train_pytorch.py': trainer.export('pytorch'),
    'expected.json': JSON.stringify({ link: run.link, losses: losses(trainer) }),
  }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(place, name), content);
}

// One program that includes every header and compares its outputs over the plane.
const plane = grid(13);
const float = (value) => `${value.toExponential()}f`;
let includes = '';
let data = '';
const calls = [];
for (const [i, network] of networks.entries()) {
  const header = `network-${i}.h`;
  await train(network, async (trainer) => {
    const points = inputs(trainer, plane);
    const values = points.flatMap((point) => trainer.predict(...point));
    includes += `#define backprop_predict predict_${i}\n#include "${header}"\n#undef backprop_predict\n`;
    includes += '#undef BACKPROP_NETWORK_H\n#undef BACKPROP_OUTPUTS\n';
    data += `static const float points_${i}[] = {${points.flat().map(float)}};\n`;
    data += `static const float expected_${i}[] = {${values.map((value) => `${value.toExponential()}f`)}};\n`;
    calls.push(`compare("${network.name}", predict_${i}, points_${i}, expected_${i}, ${points.length}, ${points[0].length}, ${values.length / points.length}, ${network.tolerance}f);`);
    return writeFile(join(folder, header), trainer.export('c'));
  });
}
await writeFile(join(folder, 'headers.c'), `${includes}
#include <stdio.h>

${data}
static float worst = 0;
static int failed = 0;

static void compare(const char* name, void (*predict)(const float*, float*), const float* points,
                    const float* expected, int count, int inputs, int outputs, float tolerance) {
  float difference = 0, out[8];
  for (int i = 0; i < count; ++i) {
    predict(points + i * inputs, out);
    for (int k = 0; k < outputs; ++k) difference = fmaxf(difference, fabsf(out[k] - expected[i * outputs + k]));
  }
  worst = fmaxf(worst, difference / tolerance);
  if (!(difference <= tolerance)) printf("%s differs by %g\\n", name, difference), failed = 1;
}

int main(void) {
  ${calls.join('\n  ')}
  printf("C headers: ${networks.length} networks, largest difference %.0f %% of what is allowed\\n", 100 * worst);
  return failed;
}
`);
