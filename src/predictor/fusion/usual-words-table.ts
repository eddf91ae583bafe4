/**
 * Words that any description of inputs and outputs may use, whatever is asked for: those that descriptions of the
 * training plans bring along in many blocks of lines though the requirement has none of their forms. Words of subjects
 * (disease, leaf, age) are left out by hand.
 */
export const USUAL_WORDS = `
shape size length width height dimension dimensional side pixel channel color colour rgb grayscale resized resize
image picture photo text word token sequence sentence sample instance row record item column field feature variable attribute
value number numeric numerical integer float string array vector matrix tensor frame file format csv dataset data set
label class classification classify category categorical binary multi multiple single target prediction predicted predict
probability distribution score confidence outcome result regression continuous softmax sigmoid activation
input output original raw processed preprocessed preprocessing normalized normalised scaled standardized
encoded encoding one hot tokenized padded padding fixed varying variable varies maximum max minimum
extracted derived transformed converted reshaped generated embedding vocabulary vocab batch num
representing represented represent indicating indicate corresponding correspond based related including include excluding
presence absence positive negative non not yes true false whether
with for from into the and each after where like such etc per over across along both same other their has have are
all different various specific additional unique total type level step next previous time window horizon
two three four five six seven eight nine ten first second
train training test testing validation tabular mask point interval count list pair none
`
  .trim()
  .split(/\s+/);
