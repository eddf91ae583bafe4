import { ownTable } from '../core/index.ts';

/** Words of one meaning, in the languages whose column names are met most; each group is one meaning. */
export const SAME_MEANING: readonly ReadonlySet<string>[] = [
  'price prices cost costs preis verkaufspreis prix precio prezzo prijs fiyat preço value',
  'rent rental miete kaltmiete warmmiete loyer alquiler affitto aluguel kira',
  'sales sale revenue turnover umsatz absatz ventes ventas vendas satis',
  'consumption usage demand load verbrauch last consommation consumo',
  'salary wage wages pay income earnings gehalt lohn einkommen salaire salario stipendio sueldo maas',
  'quality qualität qualitaet calidad qualité qualidade kalite grade',
  'temperature temp temperatur temperatura température',
  'weight mass gewicht poids peso',
  'height gewächs größe hauteur altura',
  'age alter âge edad età idade yas years old',
  'sex gender geschlecht sexe sexo genere cinsiyet',
  'churn churned attrition exited leave leaves left quit kündigung abandon cancelled canceled',
  'rating ratings stars score bewertung note calificación',
  'sentiment polarity stimmung opinion',
  'subscribe subscribed subscription subscriber deposit',
  'survived survive survives survival survivor',
  'die died death dead mortality deceased deaths fatal',
  'delay delayed late lateness tardy',
  'damage damaged harm',
  'buy bought buys purchase purchased purchases order ordered',
  'arrested arrest rearrested recidivism recidivate',
  'fail failed fails failure fault faulty breakdown defect defective',
  'fraud fraudulent scam',
  'default defaults defaulted',
  'accept accepted acceptance admitted admit admission admissions',
  'approve approved approval granted grant',
  'ill sick disease diseased illness sickness',
  'kind type species variety breed class category sort cultivar',
  'country nation land pays país paese',
  'city town stadt ville ciudad città cidade',
  'car cars vehicle vehicles auto automobile',
  'pupils students pupil student children',
  'duration length time lasts last minutes hours',
  'fuel gas gasoline petrol',
  'mileage mpg economy',
  'rain rainfall precipitation prcp',
  'wind windspeed',
  'visitors visits guests tourists',
  'passengers passenger riders ridership travellers',
  'crime crimes offences offenses',
  'party affiliation vote voted votes voting',
  'happiness happy satisfaction satisfied life',
  'unemployment unemployed jobless joblessness',
  'inflation cpi',
  'profit profits gain margin',
  'children kids child',
  'married marriage marital',
  'smoke smokes smoker smoking',
  'click clicked clicks clickthrough',
  'cancel cancelled canceled cancellation',
  'return returned returns refund',
  'win wins won winner winning victory',
  'strength stärke resistance',
  'amount sum betrag montant importe importo',
  'number count anzahl nombre número numero cnt',
  'positive negative polarity',
  'language sprache langue idioma lingua',
  'tip tips gratuity',
  'fare fares ticket',
  'catch catches caught haul',
  'pound pounds lb lbs',
  'harvest yield crop',
].map((group) => new Set(group.split(' ')));

/** What is asked for by "how X": nouns that a column may be named by. */
export const HOW_MUCH: Readonly<Record<string, readonly string[]>> = ownTable({
  old: ['age'],
  long: ['duration', 'length', 'time', 'minutes', 'hours', 'days', 'weeks'],
  far: ['distance'],
  fast: ['speed', 'time', 'velocity'],
  quick: ['time', 'speed'],
  tall: ['height'],
  high: ['height'],
  big: ['size', 'area'],
  large: ['size', 'area'],
  heavy: ['weight', 'mass'],
  hot: ['temperature'],
  warm: ['temperature'],
  cold: ['temperature'],
  strong: ['strength'],
  deep: ['depth'],
  wide: ['width'],
  expensive: ['price', 'cost'],
  dear: ['price', 'cost'],
  happy: ['happiness', 'satisfaction'],
  satisfied: ['satisfaction'],
  late: ['delay'],
  often: ['frequency', 'count', 'visits'],
});

/** Units that stand in names of columns and say nothing of what is measured. */
export const UNITS: ReadonlySet<string> = new Set(
  'kg g mg lb lbs oz mm cm dm m km ft feet inch inches in sqft sqm mi usd eur euro euros chf gbp dollars pct percent c f hz khz kw kwh mwh gw mph kmh kph ms sec secs s hr hrs bbl l ml dl mmhg k mn bn thousands millions'.split(
    ' ',
  ),
);

/** Words of a name that say how a value is held, not what it is. */
export const PLAIN_WORDS: ReadonlySet<string> = new Set(
  'is has was flag ind indicator var variable col column field value val num nr no number n label target class type status state total level index idx code cat category the of a an and in at per to for raw new final'.split(
    ' ',
  ),
);

/** Words of a phrase that name no thing: articles and pronouns of several languages, and what every wish says. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the this that these those it its their our my your his her i we you they me us them one ones some any all both each every no not ' +
    'is are was were be been being am do does did done has have had having will would shall should can could may might must ' +
    'and or but of to as at in on into onto if whether who whom whose which what when where why how than then there here also too very so such just only even more most less least much many ' +
    'want need like please try help build create make develop train use using model models network networks neural deep learning machine regression classifier classification classify regressor predictor predict prediction predicting predictive estimate estimation forecast forecasting detect detection lstm cnn gru rnn mlp transformer keras tensorflow algorithm approach method system task problem project tool app application ' +
    'data dataset datasets set sets table tables csv file files column columns row rows record records sample samples observation observations instance instances feature features attribute attributes variable variables ' +
    'given following future next upcoming coming tomorrow today later ahead daily weekly monthly yearly annual hourly actual exact real correct right certain particular specific different various several overall likely new ' +
    'der die das den dem des ein eine einen einem einer eines und oder von vom für im ins mit aus wie ' +
    'le la les un une du de et ou pour dans sur au aux el los las una y o del por lo il gli uno e di da della dei delle os um uma do dos das em bir ve ' +
    'from by with via through'
  ).split(' '),
);

/** Heads that stand for what follows "of": `number of rings`, `value of a house`. */
export const LIGHT_HEADS: ReadonlySet<string> = new Set(
  'number numbers amount amounts value values level levels probability chance chances likelihood risk class category type kind sort status state degree rate percentage share proportion count total sum average mean size quantity extent presence occurrence outcome result'.split(
    ' ',
  ),
);
