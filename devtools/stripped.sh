#!/bin/sh
# Fails where a lesson carries outputs, execution counts or a reader's metadata.
set -e
find notebooks -name '*.ipynb' ! -path '*/.ipynb_checkpoints/*' | while read -r notebook; do
  nbstripout --keep-id --verify "$notebook" || { echo "$notebook has outputs: run nbstripout --keep-id on it"; exit 1; }
done
