// The runs that are taken away in tests.
import { readFileSync } from 'node:fs';

/** The values of a property: those of its table in the documentation, which a test holds to the engine's. */
const documentation = readFileSync(new URL('../../docs/properties.md', import.meta.url), 'utf8');
function values(property) {
  const table = documentation.split(`### \`${property}\`\n`)[1].split('\n###')[0];
  return [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
}

// Every activation with every kind of output, and all features.
const activations = values('activation');
const heads = {
  mse: 'dataset=xor&loss=mse',
  'mse-classes': 'dataset=blobs&classes=3&loss=mse',
  bce: 'dataset=moons&loss=bce',
  'bce-classes': 'dataset=rings&classes=3&loss=bce',
  softmax: 'dataset=blobs&classes=4&loss=cross_entropy',
  huber: 'dataset=spiral&loss=huber',
  regression: 'dataset=reg-gauss&samples=300&loss=mse',
};
const features = values('features').join();
// Losses on output activations that are not their own.
const outputs = {
  ...Object.fromEntries(values('outputActivation').map((output) =>
    [`mse on ${output}`, `dataset=rings&classes=3&loss=mse&outputActivation=${output}`])),
  'mse on sigmoid, regression': 'dataset=reg-gauss&samples=300&loss=mse&outputActivation=sigmoid',
  'bce on softmax': 'dataset=moons&loss=bce&outputActivation=softmax',
  'cross-entropy on sigmoid': 'dataset=blobs&classes=3&loss=cross_entropy&outputActivation=sigmoid',
};

// Outputs are to be the engine's within `tolerance`. Where a network is wide, deep or steep, the roundings
// of 32-bit floats alone add up to some 1e-6, whoever computes it.
const small = [
  ...activations.flatMap((activation, i) =>
    Object.entries(heads).map(([head, link], k) => ({
      name: `${activation}, ${head}`,
      link: `${link}&layers=5,4&activation=${activation}&features=x1,x2&seed=${i + 1}&learningRate=0.03`,
      steps: 200 + k,
    }))),
  ...Object.entries(outputs).map(([name, link], i) => ({
    name, link: `${link}&layers=5&seed=${i + 1}`, steps: 200 + i,
  })),
  { name: 'all features', link: `dataset=spiral&features=${features}&layers=6&learningRate=0.01`, steps: 200 },
  { name: 'no hidden layer', link: 'dataset=gauss&layers=&features=x2&loss=bce', steps: 50 },
  { name: 'different layers', link: 'dataset=xor&layers=8,6,4&activation=sine,gelu,elu&loss=cross_entropy', steps: 100 },
];
// Points of tables: their numbers go in, and values come out in theirs. A value far from 0 has as many
// digits as any float.
const table = (rows, columns) => `points=${rows}&columns=${columns}`;
const people = '1.25,-0.5,0;-0.75,1,1;0.5,0.25,0;-1.5,-1,1;0.125,2,1;-0.625,0.75,0';
const prices = '1.25,-0.5,0.5;-0.75,1,-1.25;0.5,0.25,0.125;-1.5,-1,0.75;0.125,2,-0.5;-0.625,0.75,1';
const scaled = [
  {
    name: 'people',
    link: `${table(people, 'height,170.234567,9.1309;weight,-0.065,0.0012;kind,0,1,cat,dog')}&layers=5,4&trainFraction=1`,
    steps: 300,
  },
  {
    name: 'years',
    link: `${table(people, 'year,2001.5,3.25;%22time, s%22,1000000,0.25;kind,0,1')}&layers=4&loss=bce&features=x1,x2,x1sq,angle`,
    steps: 100,
  },
  {
    name: 'prices',
    link: `${table(prices, 'area,85,20.5;rooms,3.5,1.1;price,245000,51000')}&layers=5&trainFraction=0.7&activation=relu`,
    steps: 300,
    unit: 51000,
  },
];
// Tables taken whole, whose numbers the network sees scaled.
const cars = 'power|120|45,weight|1350|300.5,year|2004.25|7.3;price|24000|16000;90,1100.5,1998,12000;110,1350.25,2003,18500;75,980,1995,8200;200,1800,2015,52000;150,1500,2010,31000';
const engines = 'power|120|45,weight|1350|300.5;price|24000|16000,range|540|120.5;90,1100.5,12000,410;110,1350.25,18500,560;75,980,8200,390;200,1800,52000,700;150,1500,31000,650';
const flowers = 'long|56|6.25,wide,petal|-0.1|0.07;kind~a~b~c;51,3.5,-0.2,a;49.5,3,-0.15,b;62,2.9,0.05,c;55,2.5,0,b;70.25,3.25,0.125,a';
scaled.push(
  { name: 'cars', link: `table=${cars}&layers=4&trainFraction=1&activation=relu`, steps: 200, unit: 16000 },
  { name: 'engines', link: `table=${engines}&layers=5,3&trainFraction=1`, steps: 200, unit: 16000 },
  { name: 'flowers', link: `table=${flowers}&layers=4&loss=cross_entropy&trainFraction=1`, steps: 200 },
);
const large = [
  { name: 'wide', link: 'dataset=spiral&layers=64,64,64&learningRate=0.01', steps: 1000 },
  { name: 'deep', link: 'dataset=spiral&layers=16,16,16,16,16,16,16,16&activation=relu&optimizer=adam&learningRate=0.003&loss=bce', steps: 1500 },
  { name: 'steep', link: 'dataset=spiral&layers=16,16&activation=sine&optimizer=adam&learningRate=0.02&loss=cross_entropy', steps: 3000 },
];

export const networks = [
  ...small.map((network) => ({ ...network, tolerance: 1e-6 })),
  // In units of the value: 245000 has a last bit of 0.0156.
  ...scaled.map((network) => ({ ...network, tolerance: network.unit ? 2e-6 * network.unit : 2e-6 })),
  ...large.map((network) => ({ ...network, tolerance: 2e-5 })),
];

// What trains on elsewhere: from a step in the middle of an epoch, for a hundred steps.
const chosen = [
  'dataset=xor',
  'dataset=spiral&optimizer=momentum&features=x1,x2,sinx1,sinx2&layers=6,5',
  'dataset=spiral&optimizer=nesterov&layers=8&activation=relu',
  'dataset=circle&optimizer=adagrad&activation=sigmoid',
  'dataset=moons&optimizer=rmsprop&loss=bce&learningRate=0.003',
  'dataset=spiral&optimizer=adam&loss=bce&activation=gelu&learningRate=0.01',
  'dataset=blobs&classes=4&optimizer=adamw&loss=cross_entropy&activation=silu&weightDecay=0.1&learningRate=0.01',
  'dataset=rings&classes=3&loss=mse&activation=softplus&batchSize=7',
  'dataset=rings&classes=3&loss=bce&activation=leaky_relu&batchSize=32',
  'dataset=moons&loss=huber&activation=elu&noise=0.3&learningRate=0.3',
  'dataset=reg-gauss&samples=300&layers=6,4&optimizer=adam&learningRate=0.01',
  'dataset=sine&samples=200&loss=huber&activation=sine&layers=6',
  'dataset=xor&regularization=l1&regularizationRate=0.003&layers=6',
  'dataset=xor&regularization=l1&regularizationRate=0.01&l1Cut=true&optimizer=momentum&layers=6',
  'dataset=gauss&regularization=l2&regularizationRate=0.03&optimizer=adam',
  'dataset=circle&clipping=norm&clipThreshold=0.05&learningRate=0.3',
  'dataset=circle&clipping=value&clipThreshold=0.01&regularization=l2&regularizationRate=0.01',
  'dataset=spiral&dropout=0.2&layers=8,6&loss=bce',
  'dataset=xor&schedule=step&schedulePeriod=40&learningRate=0.3',
  'dataset=xor&schedule=exponential&schedulePeriod=50&optimizer=adam',
  'dataset=xor&schedule=cosine&schedulePeriod=70&learningRate=0.3',
  'dataset=xor&schedule=warmup&schedulePeriod=90&learningRate=0.3',
  `dataset=spiral&features=${features}&layers=&loss=cross_entropy&classes=3`,
  'dataset=circle&trainFraction=1&batchSize=500&activation=linear',
  'dataset=circle&optimizer=nesterov&momentum=0&learningRate=0.1',
  `${table(people, 'height,170.234567,9.1309;weight,-0.065,0.0012;kind,0,1,cat,dog')}&layers=5,4&trainFraction=0.7&batchSize=2`,
  `${table(prices, 'area,85,20.5;rooms,3.5,1.1;price,245000,51000')}&layers=5&trainFraction=0.7&batchSize=3&optimizer=adam`,
];
// Other outputs: their δ by the chain rule, through softmax's whole Jacobian too, and targets of one's own.
const outputRuns = [
  ...Object.values(outputs).map((link, i) => `${link}&layers=4&seed=${i + 1}`),
  'dataset=xor&layers=3&activation=sigmoid&outputActivation=sigmoid&outputPerClass=true&targetLow=0.01&targetHigh=0.99&learningRate=0.5',
  'dataset=blobs&classes=3&layers=4&loss=cross_entropy&targetLow=0.05&targetHigh=0.9',
  'dataset=blobs&classes=3&layers=4&loss=bce&targetLow=0.1&targetHigh=0.8',
  ...['squared_error', 'mean_squared_error', 'mean_absolute_error', 'hinge'].flatMap((loss) => [
    `dataset=rings&classes=3&layers=4&loss=${loss}&learningRate=0.01`,
    `dataset=rings&classes=3&layers=4&loss=${loss}&outputActivation=softmax&learningRate=0.01`,
  ]),
  'dataset=xor&layers=4&biases=fixed&optimizer=adamw&learningRate=0.01&clipping=norm&clipThreshold=0.1',
  'dataset=xor&layers=4&biases=none&optimizer=momentum',
  'dataset=xor&layers=4&order=listed',
  // Tables, whose rows go in as they are.
  'table=iris&layers=5,3&loss=cross_entropy&learningRate=0.05',
  'table=half_adder&layers=3&loss=bce&trainFraction=1&batchSize=2',
  'table=half_adder&layers=3&loss=mean_squared_error&trainFraction=0.75&batchSize=2&order=listed',
  'table=a;y,z;0.5,1,-1;1,2,-2;-1,0.5,0.25;2,1,1&layers=3&batchSize=2&trainFraction=1',
  'table=majority3&layers=4&trainFraction=1&batchSize=3&biases=none&optimizer=adam',
  `table=${cars}&layers=4&batchSize=2&trainFraction=1&optimizer=adam`,
  `table=${engines}&layers=3&batchSize=2&trainFraction=0.6`,
  `table=${flowers}&layers=4&loss=cross_entropy&batchSize=3&trainFraction=1`,
  // A teacher's own, as tests/browser/by_hand.test.mjs makes it by hand.
  'table=x1,x2,x3;y1,y2;0.2,0.7,0.4,0.1,0.9;0.9,0.1,0.5,0.9,0.1&layers=4&activation=sigmoid&outputActivation=sigmoid&trainFraction=1&order=listed&batchSize=1&learningRate=0.5&biases=fixed&weights=0.1,-0.2,0.3,0.05;0.4,0.5,-0.6,0.05;-0.7,0.8,0.9,0.05;0.15,0.25,-0.35,0.05|0.45,-0.55,0.65,0.75,-0.1;-0.85,0.95,0.12,-0.22,-0.1',
];
// What none of them has gets a run of its own.
const others = ['activation', 'optimizer', 'regularization', 'schedule'].flatMap((property) =>
  values(property)
    .filter((value) => !chosen.some((link) => link.includes(`${property}=${value}`)))
    .map((value) => `dataset=circle&layers=6,4&${property}=${value}&schedulePeriod=60&regularizationRate=0.003&learningRate=0.01`));
export const runs = [...chosen, ...outputRuns, ...others].map((link, i) => ({ link, steps: i === 0 ? 0 : 30 + i }));
