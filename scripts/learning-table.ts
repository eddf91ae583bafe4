/** A real data set that ships in a Python package, and what a person would ask of it. */
export interface LearningTask {
  readonly name: string;
  readonly wish: string;
  /** The target of the plan that is right. */
  readonly target: string;
  /** The columns to learn that are right; null where the answer stands in names of files or folders. */
  readonly columns: readonly string[] | null;
  /** What may be learnt from; null is every other column. */
  readonly inputs: readonly string[] | null;
}

/**
 * Nobody tunes the program on those kept aside: every second row.
 * `scripts/export-learning-data.py` writes the data of each.
 */
export const LEARNING_TASKS: readonly LearningTask[] = [
  row('penguins', 'Tell the species of a penguin from its body', 'class', ['species']),
  row(
    'wine',
    'Tell the cultivar of a wine from its chemical analysis with a neural network',
    'class',
    ['cultivar'],
  ),
  row('cars', 'Predict how many miles per gallon a car gets', 'number', ['Miles_per_Gallon']),
  row('default', 'Tell which customers will default on their credit card debt', 'class', [
    'default',
  ]),
  row('car-seats', 'Predict the sales of child car seats in a store', 'number', ['Sales']),
  row(
    'orange-juice',
    'Predict which orange juice is purchased, Citrus Hill or Minute Maid',
    'class',
    ['Purchase'],
  ),
  row('airline', 'Forecast the airline passengers of the next twelve months', 'future', [
    'Passengers',
  ]),
  row(
    'weather',
    'Forecast the highest temperature of tomorrow from the weather of the last two weeks',
    'future',
    ['temp_max'],
  ),
  row(
    'digits',
    'Classify images of handwritten digits with a convolutional network',
    'class',
    null,
  ),
  row('named-digits', 'Recognise the handwritten digit in a picture', 'class', null),
  row('tips', 'How much tip will a table leave? Use a small neural network', 'number', ['tip']),
  row('diabetes', 'Predict the progression of diabetes one year ahead', 'number', ['progression']),
  row(
    'bikes',
    'Predict how many bikers there are in an hour, from weather and time',
    'number',
    ['bikers'],
    'season mnth day hr holiday weekday workingday weathersit temp atemp hum windspeed'.split(' '),
  ),
  row('baseball', 'Estimate the salary of a baseball player from his statistics', 'number', [
    'Salary',
  ]),
  row('sunspots', 'Forecast the sun activity of the coming year', 'future', ['SUNACTIVITY']),
  row('road-deaths', 'Forecast KSI for the next 12 months', 'future', ['KSI']),
  row('hearts', 'Does a patient have heart disease? The target is 1 where he has', 'class', [
    'target',
  ]),
  row('phishing', 'Detect phishing sites', 'class', ['is_phishing']),
  row('segments', 'Which category of surface does a piece of an image show?', 'class', [
    'category',
  ]),
  row(
    'breast-cancer',
    'Predict the diagnosis (malignant or benign) from cell measurements',
    'class',
    ['diagnosis'],
  ),
  row(
    'life',
    'Predict the life expectancy of a country from its population and GDP',
    'number',
    ['lifeExp'],
    ['pop', 'gdpPercap'],
  ),
  row('abalone', 'Predict the number of rings of an abalone', 'number', ['rings']),
  row('jokes', 'Tell the language in which a joke is written', 'class', ['language']),
  row('names', 'Guess the gender of a person from the first name', 'class', ['gender']),
  row('electricity', 'Forecast the net generation of each energy source next year', 'future', [
    'net_generation',
  ]),
  row('stocks', 'Forecast the price of the Apple stock in the next month', 'future', ['price']),
  row('power-days', 'Tell the season of a day from the power used in its hours', 'class', [
    'season',
  ]),
  row('colleges', 'Tell private colleges from public ones', 'class', ['Private']),
  row('houses', 'Predict the median value of homes (MEDV) in a part of Boston', 'number', ['MEDV']),
  row('pixels', 'Recognise handwritten digits from their 28x28 pixels with a CNN', 'class', [
    'label',
  ]),
  row('employment', 'Forecast nonfarm employment for the next 6 months', 'future', ['nonfarm']),
  row('sea', 'Forecast the sea surface temperature of the next 12 months', 'future', null),
];

function row(
  name: string,
  wish: string,
  target: string,
  columns: readonly string[] | null,
  inputs: readonly string[] | null = null,
): LearningTask {
  return { name, wish, target, columns, inputs };
}
