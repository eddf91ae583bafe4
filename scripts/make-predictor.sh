#!/bin/sh
# Makes what ships in models/predictor from training plans: npm run make:predictor -- TRAIN.jsonl FOLDER
# FOLDER keeps the 32-bit checkpoint; an interrupted training goes on there.
set -e
plans=${1:?the training plans, as JSON lines}
folder=${2:?a folder for the 32-bit checkpoint}
here=$(dirname "$0")
node "$here/../bin/dlcodegen.cjs" predictor train "$plans" -o "$folder"
node "$here/export-predictor.ts" "$folder" -o "$here/../models/predictor"
node "$here/make-plan-memory.ts" "$plans" --model "$here/../models/predictor"
